import type { HomeView, ModalView } from '@slack/types';
import type { DeskStatus, IncidentLine, KnownThings } from '../../../src/flow/ports.js';
import type { Feedback, Incident, RunState } from '../../../src/model/incident.js';
import type { Investigation } from '../../../src/model/investigation.js';
import { diagnoseModal, loadingModal } from '../../../src/slack/blocks/diagnose-modal.js';
import { diagnosisMessage } from '../../../src/slack/blocks/diagnosis.js';
import { failedRunMessage } from '../../../src/slack/blocks/failed-run.js';
import { helpMessage } from '../../../src/slack/blocks/help.js';
import { homeView } from '../../../src/slack/blocks/home.js';
import { hostsMessage } from '../../../src/slack/blocks/hosts.js';
import { incidentCard } from '../../../src/slack/blocks/incident-card.js';
import type { ChatMessage } from '../../../src/slack/blocks/message.js';
import { playbooksMessage } from '../../../src/slack/blocks/playbooks.js';
import { progressMessage } from '../../../src/slack/blocks/progress.js';
import { sentencesMessage } from '../../../src/slack/blocks/sentences.js';
import { statusMessage } from '../../../src/slack/blocks/status.js';
import { alertLine, alertScenes, storyOf } from './alert-scenes.js';
import { captureOf, inWords, playbooks, replayed } from './captures.js';
import { HOSTILE, withHostileRequests, withHostileWords, withLongKernelLog, withManyGaps, withoutHost } from './hostile.js';
import { OFFERS, offerOf, remedyScenes, requestIn } from './remedy-scenes.js';

const INCIDENT = 'inc-1234567890abcdef';
const BEGAN = 1_795_252_600;

export function incidentOf(words: string, ...states: readonly [RunState, ...RunState[]]): Incident {
  const [first, ...more] = states.map((state, index) => ({
    number: index + 1,
    by: { id: index === 0 ? 'U0ALICE' : 'U0BOB' },
    startedAt: BEGAN + index * 60,
    state,
  }));
  if (!first) throw new Error('an incident has a run');
  return {
    id: INCIDENT,
    openedBy: { id: 'U0ALICE' },
    openedAt: BEGAN,
    place: { channel: 'C0INCIDENTS' },
    question: { words, symptom: 'bad-gateway', hosts: ['gw'], port: '80', params: [] },
    runs: [first, ...more],
  };
}

const WORDS = '502 bad gateway on gw port=80';
const answered = (investigation: Investigation): RunState => ({ kind: 'answered', at: BEGAN + 11, investigation });
const vote = (by: string, cause: Feedback['cause']): Feedback => ({ incident: INCIDENT, run: 1, by: { id: by }, cause, at: BEGAN + 30 });

function answer(investigation: Investigation, feedback: readonly Feedback[] = [], run = 1): ChatMessage {
  return diagnosisMessage({ incident: { id: INCIDENT }, run, summary: inWords(investigation), feedback });
}

/** Some of what is known, so that a new playbook does not change the lists. */
const SYMPTOMS = ['bad-gateway', 'connection-refused', 'connect-timeout', 'out-of-memory', 'upstream-timeout'];
const FAULTS = ['accept-queue-overflow', 'listener-absent', 'oom-kill', 'upstream-down'];

export const KNOWN: KnownThings = {
  symptoms: SYMPTOMS.flatMap(id => playbooks.symptoms.get(id) ?? []).map(({ id, title, asks, phrases }) => ({ id, title, asks, phrases })),
  faults: FAULTS.flatMap(id => playbooks.faults.get(id) ?? []).map(({ id, role }) => ({ id, role, title: id })),
  hosts: ['api-1', 'api-2', 'db-1', 'gw'].map((name, index) => ({ name, address: `10.0.0.${index + 1}` })),
  services: [{ name: 'checkout', hosts: ['api-1', 'api-2'], port: 8080 }],
};

const STATUS: DeskStatus = {
  version: '0.1.0',
  startedAt: BEGAN,
  looking: 1,
  undelivered: 2,
  warnings: ['Slack was not reached for 40 s.'],
};

const LINES: readonly IncidentLine[] = [
  { state: 'looking' as const, runs: 1 },
  { state: 'answered' as const, outcome: 'root-cause-confirmed' as const, runs: 2 },
  { state: 'answered' as const, outcome: 'none-of-these' as const, runs: 1 },
  { state: 'failed' as const, runs: 1, place: { channel: 'U0ALICE' } },
].map(state => {
  const { id, openedAt, openedBy, place, question } = incidentOf(WORDS, { kind: 'looking' });
  return { id, openedAt, openedBy, place, question, ...state };
});

/** Everything that people can get to see, from real answers: what the golden files hold. */
export async function scenes(): Promise<Readonly<Record<string, ChatMessage | ModalView | HomeView>>> {
  const chain = await replayed(captureOf('chain-oom-bad-gateway'));
  const unreachable = await replayed(withoutHost(captureOf('chain-oom-bad-gateway'), 'app1'));
  const none = await replayed(captureOf('healthy-bad-gateway-gw-80'));
  const looking: RunState = { kind: 'looking' };
  const failed = { kind: 'failed', at: BEGAN + 1, says: ['Host gw is not in the inventory: declare it in faultline.yml.'] } as const;
  const brokeOff = { kind: 'failed', at: BEGAN + 200, says: ['The checks did not end within 200 s.'], brokeOff: true } as const;
  return {
    ...(await alertScenes()),
    ...remedyScenes(),
    'answer-with-remedies': diagnosisMessage({ incident: { id: INCIDENT }, run: 1, summary: inWords(chain), feedback: [], offers: OFFERS }),
    'answer-hostile-remedies': diagnosisMessage({
      incident: { id: INCIDENT },
      run: 1,
      summary: inWords(withHostileWords(chain)),
      feedback: [],
      offers: Array.from({ length: 9 }, () => offerOf({ does: HOSTILE.repeat(20), host: HOSTILE })),
    }),
    'home-with-approvals': homeView(LINES, STATUS, [{ request: requestIn('requested') }]),
    'answer-chain-over-two-hosts': answer(chain),
    'answer-after-feedback': answer(chain, [vote('U0ALICE', 'right'), vote('U0BOB', 'right'), vote('U0CAROL', 'wrong')], 2),
    'answer-accept-queue': answer(await replayed(captureOf('gateway-accept-queue-overflow'))),
    'answer-likely': answer(await replayed(captureOf('fd-leak'))),
    'answer-traced': answer(await replayed(captureOf('upstream-slow-partner'))),
    'answer-audit': answer(await replayed(captureOf('audit-gateway'))),
    'answer-none-of-these': answer(none),
    'answer-denied': answer(await replayed(captureOf('chain-oom-bad-gateway-plain'))),
    'answer-unreachable': answer(unreachable),
    'answer-nothing-reached': answer(await replayed(withoutHost(captureOf('healthy-bad-gateway-gw-80'), 'gw'))),
    'answer-200-gaps': answer(withManyGaps(chain)),
    'answer-hostile-requests': answer(await replayed(withHostileRequests(captureOf('upstream-slow-partner')))),
    'answer-hostile-words': answer(withHostileWords(chain)),
    'answer-long-log': answer(await replayed(withLongKernelLog(captureOf('chain-oom-bad-gateway')))),
    'card-looking': incidentCard(incidentOf(WORDS, looking), undefined),
    'card-confirmed': incidentCard(incidentOf(WORDS, answered(chain)), inWords(chain)),
    'card-none-of-these': incidentCard(incidentOf(WORDS, answered(none)), inWords(none)),
    'card-unreachable': incidentCard(incidentOf(WORDS, answered(unreachable)), inWords(unreachable)),
    'card-looking-again': incidentCard(incidentOf(WORDS, answered(chain), looking), undefined),
    'card-failed': incidentCard(incidentOf(WORDS, failed), undefined),
    'card-broke-off': incidentCard(incidentOf(WORDS, brokeOff), undefined),
    'card-hostile-words': incidentCard(incidentOf(HOSTILE.repeat(20), looking), undefined),
    'progress-beginning': progressMessage(...runOf(looking), undefined),
    'progress-waiting': progressMessage(...runOf(looking), { seconds: 3, waiting: 2, hosts: [] }),
    'progress-running': progressMessage(...runOf(looking), {
      seconds: 6.4,
      hosts: [
        { host: 'gw', done: 8, running: [] },
        { host: 'app1', done: 5, running: ['descriptors', 'unit_log', 'kernel_log', 'listen', 'probe'] },
      ],
    }),
    'run-failed': failedRunMessage({ id: INCIDENT }, { number: 1 }, failed),
    'run-broke-off': failedRunMessage({ id: INCIDENT }, { number: 1 }, brokeOff),
    refused: sentencesMessage('This cannot be diagnosed as it stands', ['Port "http" is not a number from 1 to 65535.']),
    home: homeView(LINES, STATUS),
    'home-with-alerts': homeView([...LINES, { ...alertLine(storyOf()), state: 'answered', outcome: 'traced' }], STATUS),
    help: helpMessage(),
    status: statusMessage(STATUS),
    'status-in-a-storm': statusMessage({
      ...STATUS,
      alerts: { backlog: 1250, firing: 212, storm: { beganAt: BEGAN - 90, members: 212, firing: 198 } },
    }),
    hosts: hostsMessage(KNOWN),
    'hosts-500': hostsMessage({
      hosts: Array.from({ length: 500 }, (_, index) => ({ name: `api-${index}`, address: `10.0.${index % 250}.1` })),
      services: [],
    }),
    playbooks: playbooksMessage(KNOWN),
    'modal-loading': loadingModal({ place: { channel: 'C0INCIDENTS' }, words: WORDS }),
    'modal-asks': diagnoseModal(
      {
        kind: 'ask',
        known: { words: 'it does not answer', port: '8080' },
        symptoms: ['connection-refused', 'connect-timeout'],
        missing: ['symptom', 'host'],
        says: ['"it does not answer" fits several symptoms equally well.', 'No host is named.'],
      },
      KNOWN,
      { place: { channel: 'C0INCIDENTS', thread: '1795252600.000100' }, words: 'it does not answer' },
    ),
  };
}

function runOf(state: RunState): [Incident, Incident['runs'][0]] {
  const incident = incidentOf(WORDS, state);
  return [incident, incident.runs[0]];
}
