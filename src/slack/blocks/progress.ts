import type { RichTextElement, RichTextSection } from '@slack/types';
import type { LiveProgress } from '../../flow/ports.js';
import type { Incident, Run } from '../../model/incident.js';
import { counted } from './answer-line.js';
import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { bold, code, list, richText, section, words } from './rich.js';
import { runLook } from './run-look.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';

/** Hosts that are shown; fewer when their names are monstrous. */
const MOST_HOSTS = [12, 6, 3, 1] as const;
const MOST_RUNNING = 4;
const MOST_NAME = 60;

type HostProgress = LiveProgress['hosts'][number];

function hostLine({ host, done, running }: HostProgress): RichTextSection {
  const names = running
    .slice(0, MOST_RUNNING)
    .flatMap((name, index): readonly RichTextElement[] => [words(index > 0 ? ', ' : ', now '), code(untrusted(name, MOST_NAME))]);
  const more = running.length > MOST_RUNNING ? [words(` and ${running.length - MOST_RUNNING} more`)] : [];
  return section(
    bold(untrusted(host, MOST_NAME)),
    words(done === 0 && running.length === 0 ? '  connecting' : `  ${counted(done, 'check')} done`),
    ...names,
    ...more,
  );
}

function headline(run: Run, { seconds, hosts, waiting = 0 }: LiveProgress): string {
  if (waiting > 0) return `Waits for ${counted(waiting, 'other diagnosis', 'other diagnoses')} to end`;
  const done = hosts.reduce((sum, host) => sum + host.done, 0);
  const again = run.number > 1 ? ` again (run ${run.number})` : '';
  const since = seconds < 1 ? '' : ` for ${Math.round(seconds)} s`;
  const far = done === 0 ? '' : ` · ${counted(done, 'check')} done on ${counted(hosts.length, 'host')}`;
  return `Looking${again}${since}${far}`;
}

/** What is under way, replaced by the answer. Without progress yet it names the hosts that will be looked at. */
export function progressMessage(incident: Incident, run: Run, progress: LiveProgress | undefined): ChatMessage {
  const { sign } = runLook('looking');
  const asked = incident.question.hosts.map(host => ({ host, done: 0, running: [] }));
  const now: LiveProgress =
    progress && (progress.hosts.length > 0 || progress.waiting) ? progress : { seconds: progress?.seconds ?? 0, hosts: asked };
  const head = headline(run, now);
  return fitted(MOST_HOSTS, most => {
    const left = now.hosts.length - most;
    const lines = now.hosts.slice(0, most).map(hostLine);
    if (left > 0) lines.push(section(words(`and ${counted(left, 'more host')}`)));
    return {
      text: textFallback([head]),
      blocks: [
        richText(section(words(`${sign} `), bold(head)), ...(lines.length > 0 ? [list('bullet', lines)] : [])),
        richText(section(words('The answer will stand here. Nothing is changed on the hosts.'))),
      ],
    };
  });
}
