import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Storm, StormMember } from '../../model/story.js';
import { ACTION } from '../action-ids.js';
import { memberValue } from '../button-value.js';
import { counted } from './answer-line.js';
import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { bold, instant, plainText, richText, section, words } from './rich.js';
import { severityLook, storyStateLook } from './severity-look.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';
import { someNames } from './where-text.js';

/** How many members are shown, and how long their words are; fewer when they are monstrous. */
interface Level {
  readonly members: number;
  readonly title: number;
  readonly hosts: number;
  readonly host: number;
}

const FULL: Level = { members: 15, title: 120, hosts: 4, host: 40 };
const LEAST: Level = { members: 5, title: 40, hosts: 1, host: 20 };
const LEVELS: readonly [Level, ...Level[]] = [
  FULL,
  { members: 15, title: 80, hosts: 2, host: 30 },
  { members: 10, title: 60, hosts: 2, host: 24 },
  LEAST,
];

/** What one member is, in one or two lines of plain text. */
function memberText({ title, severity, state, alerts, hosts, opened }: StormMember, level: Level): string {
  const look = severityLook(severity);
  const where = hosts.length === 0 ? '' : ` on ${counted(hosts.length, 'host')}: ${someNames(hosts, level.hosts, level.host)}`;
  const thread = opened ? ' · has its own thread' : '';
  const { sign, word } = storyStateLook(state);
  return `${look.sign} ${look.word}: ${untrusted(title, level.title)}\n${sign} ${word} · ${counted(alerts, 'alert')}${where}${thread}`;
}

function memberBlock(storm: string, member: StormMember, level: Level): KnownBlock {
  const text = plainText(memberText(member, level), 3000);
  if (member.opened || member.state === 'closed') return { type: 'section', text };
  return {
    type: 'section',
    text,
    accessory: {
      type: 'button',
      action_id: ACTION.openFromStorm,
      text: plainText('Open', 75),
      value: memberValue({ storm, incident: member.incident }),
      accessibility_label: 'Give this incident its own thread and diagnosis',
    },
  };
}

function stateElements({ beganAt, endedAt, firing, members }: Storm): readonly RichTextElement[] {
  const since: readonly RichTextElement[] = [words('Since '), instant(beganAt)];
  const ended: readonly RichTextElement[] = endedAt === undefined ? [] : [words(', ended '), instant(endedAt)];
  return [...since, ...ended, words(` · ${firing} firing, ${Math.max(0, members - firing)} over`)];
}

/**
 * Many new incidents in one message: how many, and the biggest of them, each with a button that gives it a thread of its own. Changed in
 * place; never more than Slack takes.
 */
export function stormDigest(storm: Storm, members: readonly StormMember[]): ChatMessage {
  const title = `${storm.endedAt === undefined ? 'Alert storm' : 'Alert storm, ended'}: ${counted(storm.members, 'incident')}, ${counted(storm.alerts, 'alert')}`;
  return fitted(LEVELS, level => {
    const shown = members.slice(0, level.members);
    const left = Math.max(members.length, storm.members) - shown.length;
    return {
      text: textFallback([title, `${storm.firing} firing`, ...shown.slice(0, 5).map(each => memberText(each, LEAST))]),
      blocks: [
        richText(section(words('🔥 '), bold(title)), section(...stateElements(storm))),
        richText(section(words('So many at once seldom have as many causes: the biggest come first, and no thread is begun for each.'))),
        ...shown.map(member => memberBlock(storm.id, member, level)),
        ...(left > 0 ? [richText(section(words(`and ${left} more: /faultline incidents lists the newest`)))] : []),
      ],
    };
  });
}
