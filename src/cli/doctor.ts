import { harmless } from '../model/harmless.js';
import type { InventoryHost } from '../model/host.js';
import { complain } from './complain.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { CliServices, Finding, HostSession } from './services.js';
import { paint, wrap } from './terminal.js';

export interface DoctorOptions {
  readonly host: readonly string[];
  readonly config?: string;
}

async function examine(services: CliServices, session: HostSession, host: InventoryHost): Promise<boolean> {
  const { out } = services;
  const found = services.hostProblems(host);
  const reached = await session.reach(host);
  const lines: string[] = [];
  let well = true;
  if (reached.kind === 'reached') {
    const user = reached.uid === 0 ? 'as root' : `as uid ${reached.uid}`;
    lines.push(
      `${paint(out, 'green', 'ok  ')} ${host.name}: reached ${user} in ${Math.round(reached.ms)} ms${reached.fingerprint === '' ? '' : `, host key ${reached.fingerprint}`}`,
    );
    if (reached.uid === 0) lines.push('       root is more than is needed: see README, "The account on the hosts"');
  } else {
    well = false;
    lines.push(wrap(harmless(reached.trouble.says), out.columns, `${paint(out, 'red', 'FAIL')} ${host.name}: `, '       '));
    if (reached.trouble.hint !== '') lines.push(wrap(harmless(reached.trouble.hint), out.columns, '       > ', '         '));
  }
  for (const problem of found) {
    lines.push(wrap(harmless(`${problem.says}: ${problem.remedy}`), out.columns, '       ! ', '         '));
  }
  out.write(`${lines.join('\n')}\n`);
  return well;
}

/** One line for each thing that the bot needs, with the remedy below it where it fails. */
function tell({ out }: CliServices, findings: readonly Finding[]): boolean {
  for (const { what, ok, says, remedy } of findings) {
    const lines = [
      wrap(harmless(says), out.columns, `${ok ? paint(out, 'green', 'ok  ') : paint(out, 'red', 'FAIL')} ${what}: `, '       '),
    ];
    if (remedy !== '') lines.push(wrap(harmless(remedy), out.columns, '       > ', '         '));
    out.write(`${lines.join('\n')}\n`);
  }
  return findings.every(({ ok }) => ok);
}

/** `faultline doctor`: can every host, Slack, Prometheus and Alertmanager be reached, with which rights, and what to do where not. */
export async function doctor(services: CliServices, options: DoctorOptions): Promise<ExitCode> {
  const opened = await services.openHosts(options.config);
  if (opened.kind === 'refused') {
    complain(services.err, opened.problems);
    return EXIT.error;
  }
  complain(services.err, opened.warnings);
  const hosts: InventoryHost[] = [];
  for (const name of options.host) {
    const found = await opened.directory.findHost(name);
    if (found.kind === 'refused') {
      complain(services.err, [found.says]);
      return EXIT.usage;
    }
    hosts.push(found.host);
  }
  if (options.host.length === 0) hosts.push(...opened.directory.inventory.hosts);
  if (hosts.length === 0) complain(services.err, ['no host is declared: add one under `hosts:` in faultline.yml, or name one with --host']);
  const session = services.openSession();
  try {
    const well = await Promise.all(hosts.map(host => examine(services, session, host)));
    // Whoever names hosts asks about these.
    if (options.host.length === 0) {
      const slack = (await services.examineSlack(options.config)).map(finding => ({ ...finding, what: `Slack, ${finding.what}` }));
      well.push(tell(services, slack), tell(services, await services.examineServers(options.config)));
    }
    return hosts.length > 0 && well.every(Boolean) && opened.warnings.length === 0 ? EXIT.ok : EXIT.error;
  } finally {
    await session.close();
  }
}
