import type { RichTextBlock } from '@slack/types';
import type { RemedyRequest } from '../../model/remedy-request.js';
import { fitted } from './budget.js';
import { hostOutput } from './host-output.js';
import type { ChatMessage } from './message.js';
import { remedyButtons } from './remedy-buttons.js';
import { REMEDY_DETAILS, type RemedyDetail } from './remedy-detail.js';
import { isShownWhole, runBlocks, stepBlocks, whereLines, whyBlock } from './remedy-plan-blocks.js';
import { remedyStateLines } from './remedy-state-lines.js';
import { remedyLook } from './remedy-state-look.js';
import { remedyTable } from './remedy-table.js';
import { bold, code, header, preformatted, richText, section, words } from './rich.js';
import { riskLine } from './risk-look.js';
import { shownCommand } from './shown-command.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';

/** What a header shows without cutting. */
const HEADER_ROOM = 145;
/** Of a digest and of a host key's fingerprint: enough to compare by eye. */
const MOST_PRINT = 60;

function outputBlocks({ output, plan }: RemedyRequest, { output: most }: RemedyDetail): readonly RichTextBlock[] {
  const text = hostOutput(output, most);
  return text === '' ? [] : [richText(section(bold('The host said')), preformatted(`${untrusted(plan.host, MOST_PRINT)}:\n${text}`))];
}

/** What an auditor compares: the request, the plan, the machine. */
function printsBlock({ id, plan }: RemedyRequest): RichTextBlock {
  const { digest, hostKey } = plan;
  return richText(
    section(
      words('Request '),
      code(untrusted(id, MOST_PRINT)),
      words(' · plan '),
      code(untrusted(digest.slice(0, 16), MOST_PRINT)),
      words(' · host key '),
      code(untrusted(hostKey, MOST_PRINT)),
    ),
  );
}

/** The message as plain words, for notifications and screen readers. */
function spoken(request: RemedyRequest): string {
  const { plan, state } = request;
  const { word } = remedyLook(request);
  const given =
    state.kind === 'requested' && plan.kind === 'run' ? `${state.approvals.length} of ${state.request.needed} approvals given` : '';
  return textFallback([
    `${word}: ${plan.does}`,
    `On ${untrusted(plan.host, 80)}. ${riskLine(plan.risk, plan.kind === 'guided')}.`,
    plan.kind === 'run' ? shownCommand(plan.run[0]) : (plan.steps[0] ?? ''),
    'why' in state ? state.why : given,
  ]);
}

function draw(request: RemedyRequest, detail: RemedyDetail): ChatMessage {
  const { plan, state, evidence } = request;
  const { sign, word } = remedyLook(request);
  const does = untrusted(plan.does, detail.does);
  const title = `${sign} ${word}: ${does}`;
  const isWhole = plan.kind === 'guided' || isShownWhole(plan, detail);
  const isWaiting = state.kind === 'requested';
  return {
    text: spoken(request),
    blocks: [
      header(title),
      richText(
        ...(title.length > HEADER_ROOM ? [section(bold(does))] : []),
        ...whereLines(request, detail),
        ...remedyStateLines(request, detail),
      ),
      ...(plan.kind === 'run' ? runBlocks(plan, state.kind, detail) : stepBlocks(plan, detail)),
      ...(isWhole || !isWaiting
        ? []
        : [
            richText(
              section(
                bold('These commands are too long to be shown whole, so they can’t be approved here.'),
                words(' Use faultline remediate.'),
              ),
            ),
          ]),
      whyBlock(request, detail),
      ...remedyTable(evidence, detail),
      ...outputBlocks(request, detail),
      printsBlock(request),
      ...remedyButtons(request, isWhole, detail.confirm),
    ],
  };
}

/** The message of one remedy, changed in place from the request to the record: what, where, why, how it is taken back, and what became of it. */
export function remedyMessage(request: RemedyRequest): ChatMessage {
  return fitted(REMEDY_DETAILS, detail => draw(request, detail));
}
