import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Approval } from '../../model/approval.js';
import type { RemedyRequest } from '../../model/remedy-request.js';
import { counted } from './answer-line.js';
import type { RemedyDetail } from './remedy-detail.js';
import { bold, instant, person, section, words } from './rich.js';
import { untrusted } from './untrusted.js';

/** A reason in the words of the bot or of a host, as a sentence. */
function why(text: string, most: number): readonly RichTextElement[] {
  const said = untrusted(text, most);
  return said === ''
    ? []
    : [words(` ${/^[a-z]+ /u.test(said) ? `${said.slice(0, 1).toUpperCase()}${said.slice(1)}` : said}${/[.!?…]$/u.test(said) ? '' : '.'}`)];
}

/** What the state means, and what happens next. */
function stateElements({ state, plan }: RemedyRequest, { says }: RemedyDetail): readonly RichTextElement[] {
  switch (state.kind) {
    case 'proposed':
      return [words('Nobody has asked for approval yet.')];
    case 'requested': {
      const { needed, self, expiresAt } = state.request;
      const until: readonly RichTextElement[] = [bold('until '), instant(expiresAt), words('.')];
      if (plan.kind === 'guided')
        return [words('Faultline changes nothing here: do the steps, then have the evidence looked at again, '), ...until];
      const who = self ? '' : ', not by whoever asked for it';
      return [bold(`${state.approvals.length} of ${counted(needed, 'approval')} given`), words(`${who}. It can be approved `), ...until];
    }
    case 'approved':
      return [words('All approvals are given since '), instant(state.approvedAt), words('. It begins as soon as the host is free.')];
    case 'rejected':
      return [words('By '), person(state.by), words(', '), instant(state.at), words('. Nothing was done.')];
    case 'expired':
      return [words('At '), instant(state.at), words('. Nothing was done. Prepare it again if it is still needed.')];
    case 'superseded':
      return [words('Since '), instant(state.at), words('. Nothing was done.'), ...why(state.why, says)];
    case 'running':
      return [words('Since '), instant(state.startedAt), words('.')];
    case 'done':
      return [
        words('At '),
        instant(state.at),
        words(`. The same evidence is looked at again ${plan.verify.afterSeconds} s after the change.`),
      ];
    case 'failed':
      return [words('At '), instant(state.at), words('.'), ...why(state.why, says)];
    case 'unknown':
      return [
        words('At '),
        instant(state.at),
        words('. Whether it was done is not known. Faultline looks; it is never run again.'),
        ...why(state.why, says),
      ];
    case 'verified':
      return [words('At '), instant(state.at), words('. The deciding evidence does not speak for the fault any more.')];
    case 'not-verified':
      return [
        words('At '),
        instant(state.at),
        words(state.because === 'still-there' ? '. The evidence still speaks for the fault.' : '. The evidence could not be looked at.'),
        ...why(state.why, says),
      ];
    case 'kept':
    case 'undone':
    case 'not-undone':
      return [words('At '), instant(state.at), words('.'), ...why(state.why, says)];
  }
}

function approvedBy(approvals: readonly Approval[], most: number): readonly RichTextSection[] {
  if (approvals.length === 0) return [];
  const shown = approvals
    .slice(0, most)
    .flatMap(({ by, at }, index) => [words(index > 0 ? '; ' : ' by '), person(by), words(', '), instant(at)]);
  const left = approvals.length - most;
  return [section(bold('Approved'), ...shown, words(left > 0 ? ` and ${left} more` : ''))];
}

/** How the request stands, who asked and who approved. They stay when the buttons have gone. */
export function remedyStateLines(request: RemedyRequest, detail: RemedyDetail): readonly RichTextSection[] {
  const { state, by, createdAt, plan } = request;
  const approvals = 'approvals' in state && plan.kind === 'run' ? state.approvals : [];
  return [
    section(...stateElements(request, detail)),
    section(bold('Asked for'), words(' by '), person(by.id), words(', '), instant(createdAt)),
    ...approvedBy(approvals, detail.people),
  ];
}
