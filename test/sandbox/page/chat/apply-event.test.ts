import { applyEvent, withLoaded } from '../../../../src/sandbox/page/chat/apply-event.js';
import { type ChatModel, threadKey } from '../../../../src/sandbox/page/chat/model.js';
import { afterLoad } from '../../../../src/sandbox/page/chat/reload.js';
import { ANA, at, BEN, BOT, CARD, GENERAL, INCIDENTS, message, STATE } from '../scene.js';
import { MODAL, PANEL } from '../scene-views.js';

const first = message(at(0), { text: 'first' });
const last = message(at(20), { text: 'last' });
const model: ChatModel = {
  state: STATE,
  place: { kind: 'channel', channel: INCIDENTS },
  connection: 'open',
  messages: new Map([[INCIDENTS, [first, last]]]),
  threads: new Map([[threadKey(INCIDENTS, CARD), [message(CARD)]]]),
  unread: new Map(),
  statuses: new Map([[threadKey(INCIDENTS, CARD), 'is investigating…']]),
};
const texts = (now: ChatModel, channel = INCIDENTS) => now.messages.get(channel)?.map(({ text }) => text);

test('a message takes its place by its ts, and is not there twice', () => {
  const once = applyEvent(model, { kind: 'message', message: message(at(10), { text: 'middle' }) });
  const twice = applyEvent(once, { kind: 'message', message: message(at(10), { text: 'middle, again' }) });
  expect(texts(twice)).toEqual(['first', 'middle, again', 'last']);
  expect(texts(model)).toEqual(['first', 'last']);
});

test('an edit that comes before its message is that message', () => {
  expect(texts(applyEvent(model, { kind: 'message-changed', message: message(at(30), { text: 'new' }) }))).toEqual([
    'first',
    'last',
    'new',
  ]);
});

test('a reply goes into the open thread, not into the channel; the bots answer ends its status', () => {
  const reply = message(at(70), { thread: CARD, user: BOT.id, text: 'reply' });
  const now = applyEvent(model, { kind: 'message', message: reply });
  expect(texts(now)).toEqual(['first', 'last']);
  expect(now.threads.get(threadKey(INCIDENTS, CARD))?.at(-1)).toBe(reply);
  expect(now.statuses.size).toBe(0);
  expect(applyEvent(model, { kind: 'message', message: { ...reply, user: BEN.id } }).statuses.size).toBe(1);
});

test('messages elsewhere count as unread, ones own do not', () => {
  const elsewhere = message(at(1), { channel: GENERAL, user: BEN.id });
  const now = applyEvent(applyEvent(model, { kind: 'message', message: elsewhere }), {
    kind: 'message',
    message: { ...elsewhere, ts: at(2), user: ANA.id },
  });
  expect(now.unread).toEqual(new Map([[GENERAL, 1]]));
});

test('a deleted message is gone from channel and thread', () => {
  const now = applyEvent(applyEvent(model, { kind: 'message-deleted', channel: INCIDENTS, ts: first.ts }), {
    kind: 'message-deleted',
    channel: INCIDENTS,
    ts: CARD,
  });
  expect(texts(now)).toEqual(['last']);
  expect(now.threads.get(threadKey(INCIDENTS, CARD))).toEqual([]);
});

test('status, modal, home, panel and state', () => {
  expect(applyEvent(model, { kind: 'status', channel: INCIDENTS, thread: CARD, text: '' }).statuses.size).toBe(0);
  const open = applyEvent(model, { kind: 'modal', modal: MODAL });
  expect(open.state.modal).toBe(MODAL);
  expect('modal' in applyEvent(open, { kind: 'modal' }).state).toBe(false);
  expect(applyEvent(model, { kind: 'home', home: MODAL }).state.home).toBe(MODAL);
  expect(applyEvent(model, { kind: 'panel', panel: PANEL }).state.panel).toBe(PANEL);
  expect(applyEvent(model, { kind: 'state', state: { ...STATE, botOnline: false } }).state.botOnline).toBe(false);
});

test('reading again keeps what only this person sees', () => {
  const secret = message(at(10), { ephemeral: true, text: 'secret' });
  expect(withLoaded([first, secret], [first, last]).map(({ text }) => text)).toEqual(['first', 'secret', 'last']);
});

test('what was read is never newer than the events of meanwhile', () => {
  const changed = { ...first, text: 'changed' };
  const now = afterLoad(model, { messages: new Map([[INCIDENTS, [first, last]]]), threads: new Map() }, [
    { kind: 'message-changed', message: changed },
    { kind: 'message-deleted', channel: INCIDENTS, ts: last.ts },
  ]);
  expect(texts(now)).toEqual(['changed']);
});
