import type { App } from '@slack/bolt';
import { ACTION, VIEW } from '../action-ids.js';
import type { ListenerTools } from '../tools.js';
import { cardButton } from './card-button.js';
import { assignSubmission, silenceSubmission } from './card-submission.js';
import { causeFeedback } from './cause-feedback.js';
import { approveRemedy, rejectRemedy, verifyRemedy } from './decide-remedy.js';
import { diagnoseCommand } from './diagnose-command.js';
import { diagnoseShortcut } from './diagnose-shortcut.js';
import { diagnoseSubmission } from './diagnose-submission.js';
import { exportPressed } from './export-pressed.js';
import { faultlineCommand } from './faultline-command.js';
import { homeOpened } from './home-opened.js';
import { linkOpened } from './link-opened.js';
import { mention } from './mention.js';
import { assignPressed, silencePressed } from './open-card-modal.js';
import { openDiagnose } from './open-diagnose.js';
import { openFromStorm } from './open-from-storm.js';
import { prepareRemedy } from './prepare-remedy.js';
import { runAgain } from './run-again.js';
import { showEverything } from './show-everything.js';

/** What people can type and choose, as in manifest.yml. */
const COMMAND = { diagnose: '/diagnose', faultline: '/faultline' } as const;
const SHORTCUT = { diagnose: 'faultline_diagnose_this' } as const;

/** Tells Bolt who listens to what; each name stands here once. */
export function registerListeners(app: Pick<App, 'command' | 'shortcut' | 'view' | 'action' | 'event'>, tools: ListenerTools): void {
  app.command(COMMAND.diagnose, diagnoseCommand(tools));
  app.command(COMMAND.faultline, faultlineCommand(tools));
  app.shortcut({ callback_id: SHORTCUT.diagnose, type: 'message_action' }, diagnoseShortcut(tools));
  app.view({ callback_id: VIEW.diagnose, type: 'view_submission' }, diagnoseSubmission(tools));
  app.action({ action_id: ACTION.showEverything, type: 'block_actions' }, showEverything(tools));
  app.action({ action_id: ACTION.runAgain, type: 'block_actions' }, runAgain(tools));
  app.action({ action_id: ACTION.rightCause, type: 'block_actions' }, causeFeedback('right', tools));
  app.action({ action_id: ACTION.wrongCause, type: 'block_actions' }, causeFeedback('wrong', tools));
  app.action({ action_id: ACTION.openDiagnose, type: 'block_actions' }, openDiagnose(tools));
  const button = (action_id: string, listener: ReturnType<typeof cardButton>): void =>
    app.action({ action_id, type: 'block_actions' }, listener);
  button(
    ACTION.acknowledge,
    cardButton('“Acknowledge”', ({ alertDesk, incident, by }) => alertDesk.acknowledge(incident, by), tools),
  );
  button(
    ACTION.endSilence,
    cardButton('“End silence”', ({ alertDesk, incident, by }) => alertDesk.endSilences(incident, by), tools),
  );
  button(
    ACTION.close,
    cardButton('“Resolve”', ({ alertDesk, incident, by }) => alertDesk.close(incident, by), tools),
  );
  button(ACTION.silence, silencePressed(tools));
  button(ACTION.assign, assignPressed(tools));
  button(ACTION.export, exportPressed(tools));
  button(ACTION.prepareRemedy, prepareRemedy(tools));
  button(ACTION.approveRemedy, approveRemedy(tools));
  button(ACTION.rejectRemedy, rejectRemedy(tools));
  button(ACTION.verifyRemedy, verifyRemedy(tools));
  button(ACTION.openFromStorm, openFromStorm(tools));
  button(ACTION.openAlertmanager, linkOpened());
  button(ACTION.openSource, linkOpened());
  app.view({ callback_id: VIEW.silence, type: 'view_submission' }, silenceSubmission(tools));
  app.view({ callback_id: VIEW.assign, type: 'view_submission' }, assignSubmission(tools));
  app.event('app_mention', mention(tools));
  app.event('app_home_opened', homeOpened(tools));
}
