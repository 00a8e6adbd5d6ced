import type { KnownThings } from '../../flow/ports.js';
import { counted } from './answer-line.js';
import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { bold, code, list, preformatted, richText, section, words } from './rich.js';
import { textFallback } from './text-fallback.js';
import { clipped, untrusted } from './untrusted.js';

/** Hosts that are shown, fewer when their names are monstrous; of services half as many. */
const MOST_HOSTS = [40, 20, 10, 4] as const;
const NAME_WIDTH = 32;

function starting<Thing extends { readonly name: string }>(things: readonly Thing[], prefix: string): readonly Thing[] {
  return things.filter(({ name }) => name.toLowerCase().startsWith(prefix));
}

/** Names and addresses in two columns. */
function table(hosts: KnownThings['hosts']): string {
  const names = hosts.map(({ name }) => untrusted(name, NAME_WIDTH));
  const width = Math.max(...names.map(name => name.length));
  return hosts.map(({ address }, index) => `${(names[index] ?? '').padEnd(width)}  ${untrusted(address, 60)}`).join('\n');
}

function serviceLine({ name, hosts, port }: KnownThings['services'][number]) {
  const on = hosts.slice(0, 4).map(host => untrusted(host, 40));
  const more = hosts.length > on.length ? ` and ${hosts.length - on.length} more` : '';
  return section(code(untrusted(name, 60)), words(`  on ${on.join(', ')}${more}${port === undefined ? '' : `, port ${port}`}`));
}

/** `/faultline hosts [PREFIX]`: what can be asked about. */
export function hostsMessage(known: Pick<KnownThings, 'hosts' | 'services'>, typed = ''): ChatMessage {
  const prefix = typed.trim().toLowerCase();
  const [hosts, services] = [starting(known.hosts, prefix), starting(known.services, prefix)];
  const shown = clipped(typed.trim(), 60);
  if (hosts.length + services.length === 0) {
    const none =
      prefix === ''
        ? 'No host is declared. Add some to faultline.yml (docs/configuration.md says how), then try again.'
        : `No host or service begins with “${untrusted(shown, 60)}”. Type /faultline hosts to see all.`;
    return { text: textFallback([none]), blocks: [richText(section(words(none)))] };
  }
  return fitted(MOST_HOSTS, most => {
    const moreHosts = hosts.length - most;
    const moreServices = services.length - most / 2;
    const title =
      prefix === '' ? counted(hosts.length, 'host') : `${counted(hosts.length, 'host')} beginning with “${untrusted(shown, 60)}”`;
    const rest = (left: number): string => `and ${left} more; type /faultline hosts and the first letters of a name`;
    const serviceLines = services.slice(0, most / 2).map(serviceLine);
    if (moreServices > 0) serviceLines.push(section(words(rest(moreServices))));
    return {
      text: textFallback([
        title,
        hosts
          .slice(0, most)
          .map(({ name }) => name)
          .join(', '),
        moreHosts > 0 ? rest(moreHosts) : '',
      ]),
      blocks: [
        richText(
          section(bold(title)),
          ...(hosts.length > 0 ? [preformatted(table(hosts.slice(0, most)))] : []),
          ...(moreHosts > 0 ? [section(words(rest(moreHosts)))] : []),
        ),
        ...(services.length > 0 ? [richText(section(bold(counted(services.length, 'service'))), list('bullet', serviceLines))] : []),
      ],
    };
  });
}
