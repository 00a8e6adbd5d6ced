import type { ActionsBlock, Button, ConfirmationDialog, Overflow } from '@slack/types';
import type { AlertStory } from '../../model/story.js';
import { ACTION } from '../action-ids.js';
import { plainText } from './rich.js';
import { webAddress } from './web-address.js';

/** What decides which buttons there are. */
export interface ButtonContext {
  /** An Alertmanager takes silences. */
  readonly canSilence: boolean;
  /** A silence of the incident is under way. */
  readonly silenced: boolean;
}

function button(action: string, value: string, text: string, label: string, more: Partial<Button> = {}): Button {
  return { type: 'button', action_id: action, text: plainText(text, 75), value, accessibility_label: label, ...more };
}

const CONFIRM_CLOSE: ConfirmationDialog = {
  title: plainText('Resolve this incident?', 100),
  text: plainText(
    'Say so when it is over. The incident is closed and its silences end. If its alerts fire again, a new incident begins.',
    300,
  ),
  confirm: plainText('Resolve', 30),
  deny: plainText('Keep it open', 30),
};

function linkButton(action: string, text: string, url: string | undefined, label: string): readonly Button[] {
  const address = webAddress(url);
  return address === undefined
    ? []
    : [{ type: 'button', action_id: action, text: plainText(text, 75), url: address, accessibility_label: label }];
}

/** Pages of others about the alerts, where they gave an address that can be opened. */
function links({ group, alerts }: AlertStory): readonly Button[] {
  const source = (alerts.find(({ state, generatorUrl }) => state === 'firing' && generatorUrl) ?? alerts[0])?.generatorUrl;
  const name = group.source === 'grafana' ? 'Grafana' : 'Alertmanager';
  return [
    ...linkButton(ACTION.openAlertmanager, name, group.externalUrl, `Open ${name} in the browser`),
    ...linkButton(ACTION.openSource, 'Rule', source, 'Open the alerting rule in the browser'),
  ];
}

function more(incident: string): Overflow {
  return { type: 'overflow', action_id: ACTION.export, options: [{ text: plainText('Export as a file', 75), value: incident }] };
}

/** What can be done about an incident of alerts. Once it is closed, one can only look again; what was said of it can still be read. */
export function alertButtons(incident: string, story: AlertStory, { canSilence, silenced }: ButtonContext): ActionsBlock {
  const again = button(ACTION.runAgain, incident, 'Run again', 'Look at the hosts again');
  const rest = [...links(story), more(incident)];
  if (story.state.kind === 'closed') return { type: 'actions', elements: [again, ...rest] };
  const acknowledge =
    story.state.kind === 'firing' && !story.acknowledged
      ? [button(ACTION.acknowledge, incident, 'Acknowledge', 'Say that you take care of it', { style: 'primary' })]
      : [];
  const silence = silenced
    ? [button(ACTION.endSilence, incident, 'End silence', 'Let the alerts notify again')]
    : canSilence
      ? [button(ACTION.silence, incident, 'Silence…', 'Silence these alerts in Alertmanager for a while')]
      : [];
  return {
    type: 'actions',
    elements: [
      ...acknowledge,
      ...silence,
      again,
      button(ACTION.assign, incident, 'Assign…', 'Say who takes care of it'),
      button(ACTION.close, incident, 'Resolve', 'Say that it is over', { confirm: CONFIRM_CLOSE }),
      ...rest,
    ],
  };
}
