import type { RichTextSection } from '@slack/types';
import type { RemedyRequest } from '../../model/remedy-request.js';
import { counted } from './answer-line.js';
import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { remedyLook } from './remedy-state-look.js';
import { bold, code, instant, link, list, person, richText, section, words } from './rich.js';
import { riskLine } from './risk-look.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';

/** A request that waits for people, and the address of its message, where it is known. */
export interface WaitingApproval {
  readonly request: RemedyRequest;
  readonly url?: string;
}

/** How many are shown, and how long their words are. */
interface Level {
  readonly lines: number;
  readonly says: number;
}

const FULL: Level = { lines: 20, says: 160 };
const LEVELS: readonly [Level, ...Level[]] = [FULL, { lines: 10, says: 80 }, { lines: 5, says: 40 }];

/** One request in a list: what waits for whom, and where it is decided. */
export function approvalLine({ request, url }: WaitingApproval, says: number = FULL.says): RichTextSection {
  const { plan, state, by, id } = request;
  const look = remedyLook(request);
  const does = untrusted(plan.does, says);
  const given =
    state.kind === 'requested' && plan.kind === 'run'
      ? `, ${state.approvals.length} of ${counted(state.request.needed, 'approval')} given`
      : '';
  return section(
    bold(riskLine(plan.risk, plan.kind === 'guided')),
    words('  '),
    ...(url === undefined ? [words(does), words(' '), code(untrusted(id, 40))] : [link(url, does)]),
    words(` on ${untrusted(plan.host, Math.min(says, 60))} · ${look.word}${given}, asked for by `),
    person(by.id),
    ...(state.kind === 'requested' ? [words(', until '), instant(state.request.expiresAt)] : []),
  );
}

/** `/faultline approvals`: what waits for people, newest first. */
export function approvalsMessage(waiting: readonly WaitingApproval[]): ChatMessage {
  const title =
    waiting.length === 0 ? 'Nothing waits for approval.' : `${counted(waiting.length, 'remedy', 'remedies')} waiting for people`;
  return fitted(LEVELS, ({ lines, says }) => {
    const shown = waiting.slice(0, lines);
    const left = waiting.length - shown.length;
    const rows = shown.map(each => approvalLine(each, says));
    if (left > 0) rows.push(section(words(`and ${left} more`)));
    return {
      text: textFallback([
        title,
        ...shown.map(
          ({ request: { plan } }) =>
            `${riskLine(plan.risk, plan.kind === 'guided')}: ${untrusted(plan.does, says)} on ${untrusted(plan.host, 60)}`,
        ),
      ]),
      blocks: [richText(section(bold(title)), ...(rows.length > 0 ? [list('bullet', rows)] : []))],
    };
  });
}
