import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import type { RemedyRequest } from '../../model/remedy-request.js';
import { ACTION } from '../action-ids.js';
import { remedyValue } from '../button-value.js';
import { plainText } from './rich.js';
import { riskLook } from './risk-look.js';
import { shownCommand } from './shown-command.js';
import { clipped, untrusted } from './untrusted.js';

/** Most characters of a confirm dialog's text (@slack/types 3.2.0). */
const MOST_CONFIRM = 300;
const MOST_HOST = 60;

function button(action: string, { id, plan }: RemedyRequest, text: string, label: string, more: Partial<Button>): Button {
  return {
    type: 'button',
    action_id: action,
    text: plainText(text, 75),
    value: remedyValue({ request: id, digest: plan.digest }),
    accessibility_label: clipped(`${label} on ${untrusted(plan.host, MOST_HOST)}`, 75),
    ...more,
  };
}

/** Host, risk and command once more: what people read last before they say yes. */
function confirmText({ plan }: RemedyRequest, most: number): string {
  const undo = plan.kind === 'run' && (plan.undo.kind === 'none' || plan.undo.commands.length === 0) ? ' · no undo' : '';
  const head = `On ${untrusted(plan.host, Math.min(MOST_HOST, most))} · ${riskLook(plan.risk).word}${undo}\n`;
  const what = plan.kind === 'run' ? shownCommand(plan.run[0]) : untrusted(plan.does, most);
  const more = plan.kind === 'run' && plan.run.length > 1 ? `\nand ${plan.run.length - 1} more, as shown in the message` : '';
  return `${head}${clipped(what, Math.max(10, Math.min(most, MOST_CONFIRM) - head.length - more.length))}${more}`;
}

function confirm(request: RemedyRequest, most: number, title: string, yes: string, style: 'primary' | 'danger'): ConfirmationDialog {
  return {
    title: plainText(title, 100),
    text: plainText(confirmText(request, most), MOST_CONFIRM),
    confirm: plainText(yes, 30),
    deny: plainText('Go back', 30),
    style,
  };
}

/**
 * What people can decide now; nothing once it is decided. Without `isWhole` the message does not show all of the commands, and there is
 * no button to approve what nobody has seen.
 *
 * @param most characters of the command in the confirm dialogs
 */
export function remedyButtons(request: RemedyRequest, isWhole: boolean, most: number): readonly ActionsBlock[] {
  const { plan, state } = request;
  if (state.kind !== 'requested') return [];
  const isLast = state.approvals.length + 1 >= state.request.needed;
  const style = plan.risk === 'high' ? 'danger' : 'primary';
  const reject = button(ACTION.rejectRemedy, request, 'Reject', 'Reject this change', {
    confirm: confirm(request, most, plan.kind === 'run' ? 'Reject this change?' : 'Reject these steps?', 'Reject', 'danger'),
  });
  if (plan.kind === 'guided')
    return [
      {
        type: 'actions',
        elements: [
          button(ACTION.verifyRemedy, request, 'I did it: verify', 'Have the evidence looked at again', { style: 'primary' }),
          reject,
        ],
      },
    ];
  const approve = button(ACTION.approveRemedy, request, 'Approve', 'Approve this change', {
    style,
    confirm: confirm(request, most, isLast ? 'Approve and run this now?' : 'Approve this change?', 'Approve', style),
  });
  return [{ type: 'actions', elements: [...(isWhole ? [approve] : []), reject] }];
}
