import type { ViewsOpenResponse } from '@slack/web-api';
import type { Place, Question } from '../model/incident.js';
import { ACTION } from './action-ids.js';
import { diagnoseModal, type Asked as Lacking, loadingModal } from './blocks/diagnose-modal.js';
import type { ChatMessage } from './blocks/message.js';
import type { ModalMemory } from './blocks/modal-memory.js';
import { sentencesMessage } from './blocks/sentences.js';
import { sayTrouble, troubleOf } from './messenger/trouble.js';
import { notice } from './notice.js';
import type { Caller } from './people.js';
import type { Listener } from './tell.js';
import { within } from './timing.js';
import type { ListenerTools } from './tools.js';

/** A question as it came in. */
export interface Asked {
  readonly words: string;
  /** Names what came in: the same again opens nothing new. */
  readonly signal: string;
  readonly by: Caller;
  readonly place: Place;
  /** Lets a modal be opened, once, for 3 seconds; absent: there is none. */
  readonly trigger?: string;
  readonly listener: Listener;
  /** It comes from a button or the like: asking the same a moment ago is no slip. */
  readonly deliberate?: boolean;
}

// Reading takes milliseconds. When it does not, a modal is opened before the trigger ends.
const READ_PATIENCE_MS = 600;
// The first visible message is promised within a second; this leaves room for saying so.
const CARD_PATIENCE_MS = 700;

/** The same words of the same person in the same place. */
function keyOf({ by, place, words }: Asked): string {
  return JSON.stringify([by.user, place.channel, place.thread ?? '', words.toLowerCase()]);
}

// Questions that were opened since the one a moment ago; beyond them it is taken for answered.
const MOST_SINCE = 50;

/** Whether the same was asked a moment ago and is still being worked on. Somebody who hits Enter twice means one question. */
async function isUnderWay(key: string, { desk, justAsked, timing }: ListenerTools): Promise<boolean> {
  const now = timing.clock.now() * 1000;
  const before = justAsked.ask(key, now);
  if (!before) return false;
  const { incident } = before;
  if (incident === undefined) return true;
  const lines = await desk.recent(MOST_SINCE);
  if (lines.some(({ id, state }) => id === incident && state === 'looking')) return true;
  justAsked.answered(key, incident);
  return justAsked.ask(key, now) !== undefined;
}

/**
 * Opens the incident and makes sure that the person sees something soon, even when the channel's turn takes long.
 *
 * @returns the incident's id
 */
export async function openIncident(
  question: Question,
  { signal, by, place, listener }: Omit<Asked, 'words' | 'trigger'>,
  { desk, tell, cardStands }: ListenerTools,
  notes: readonly string[] = [],
): Promise<string> {
  const { incident, fresh } = await desk.open(signal, question, { id: by.user }, place);
  if (!fresh) return incident.id;
  const late = (await cardStands(incident.id, CARD_PATIENCE_MS))
    ? []
    : ['I am looking. My message in the channel follows as soon as Slack takes it.'];
  const says = [...notes, ...late];
  if (says.length > 0) await tell(listener, notice(says));
  return incident.id;
}

const memoryOf = ({ place, words }: Asked): ModalMemory => ({ place, words });

/** A question of no words lacks everything. */
const NOTHING_SAID: Lacking = { kind: 'ask', known: { words: '' }, symptoms: [], missing: ['symptom', 'host'], says: [] };

/** Asks back where no modal can be opened: in words, with a button that can open one. */
function lackingMessage(asked: Asked, { says }: Lacking, { remembered }: ListenerTools): ChatMessage {
  const { text, blocks } = sentencesMessage('I need a little more to look', says);
  const key = remembered.keep({ words: asked.words, place: asked.place });
  return {
    text,
    blocks: [
      ...blocks,
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: ACTION.openDiagnose,
            text: { type: 'plain_text', text: 'Fill in the rest', emoji: false },
            value: key,
          },
        ],
      },
    ],
  };
}

/** Shows the modal that asks for what is missing; where none can be opened, asks with a button. */
async function askBack(asked: Asked, lacking: Lacking, openView: string | undefined, tools: ListenerTools): Promise<void> {
  const { clients, desk, logger, tell } = tools;
  const view = diagnoseModal(lacking, desk.known(), memoryOf(asked));
  try {
    if (openView) {
      await clients.views.views.update({ view_id: openView, view });
      return;
    }
    if (asked.trigger) {
      await clients.views.views.open({ trigger_id: asked.trigger, view });
      return;
    }
  } catch (error) {
    logger.warn({ why: sayTrouble(troubleOf(error)) }, 'the asking modal could not be shown; asking in words');
  }
  await tell(asked.listener, lackingMessage(asked, lacking, tools));
}

async function openLoading(asked: Asked, { clients, logger }: ListenerTools): Promise<string | undefined> {
  if (!asked.trigger) return undefined;
  try {
    const answer: ViewsOpenResponse = await clients.views.views.open({ trigger_id: asked.trigger, view: loadingModal(memoryOf(asked)) });
    return answer.view?.id;
  } catch (error) {
    logger.warn({ why: sayTrouble(troubleOf(error)) }, 'the loading modal could not be opened');
    return undefined;
  }
}

/** The loading modal has served: it says how it went on. */
async function endLoading(
  asked: Asked,
  view: string | undefined,
  says: readonly string[],
  { clients, logger }: ListenerTools,
): Promise<void> {
  if (!view) return;
  try {
    await clients.views.views.update({ view_id: view, view: { ...loadingModal(memoryOf(asked)), blocks: [...notice(says).blocks] } });
  } catch (error) {
    logger.info({ why: sayTrouble(troubleOf(error)) }, 'the loading modal could not be changed');
  }
}

/** Opens, asks back or refuses; gives the incident that was opened. */
async function take(asked: Asked, tools: ListenerTools): Promise<string | undefined> {
  const { desk, tell, timing } = tools;
  if (asked.words === '') {
    await askBack(asked, NOTHING_SAID, undefined, tools);
    return undefined;
  }
  const coming = desk.read(asked.words);
  const quick = await within(READ_PATIENCE_MS, coming, timing);
  const view = quick ? undefined : await openLoading(asked, tools);
  const reading = quick ?? (await coming);
  switch (reading.kind) {
    case 'ready': {
      const [incident] = await Promise.all([
        openIncident(reading.question, asked, tools, reading.notes),
        endLoading(asked, view, ['I have what I need, and I am looking. You can close this window.'], tools),
      ]);
      return incident;
    }
    case 'ask':
      await askBack(asked, reading, view, tools);
      return undefined;
    case 'refused':
      // Before the person hears it: who has read it may ask again.
      tools.justAsked.became(keyOf(asked), undefined);
      await Promise.all([
        tell(asked.listener, sentencesMessage('I can’t look with that', reading.says)),
        endLoading(asked, view, reading.says, tools),
      ]);
      return undefined;
  }
}

/**
 * Takes a question to the desk: opens the incident when it is clear, asks back with a modal when something is missing, says why when it
 * can't be asked. The caller has been admitted.
 */
export async function askDesk(asked: Asked, tools: ListenerTools): Promise<void> {
  if (asked.deliberate) {
    await take(asked, tools);
    return;
  }
  const key = keyOf(asked);
  if (await isUnderWay(key, tools)) {
    await tools.tell(asked.listener, notice(['I am already on it: you asked the same a moment ago.']));
    return;
  }
  let incident: string | undefined;
  try {
    incident = await take(asked, tools);
  } finally {
    tools.justAsked.became(key, incident);
  }
}
