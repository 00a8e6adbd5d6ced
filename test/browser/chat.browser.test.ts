import { at, BEN, BOT, CARD, GENERAL, INCIDENTS, MESSAGES, message, RANDOM, STATE } from '../sandbox/page/scene.js';
import { NEWS } from '../sandbox/page/stub-workspace.js';
import { gone, type PageLab, says, seen, seenAll, startPageLab } from './page-lab.js';

let lab: PageLab;
beforeAll(async () => {
  lab = await startPageLab();
});
beforeEach(() => lab.stub.reset());
afterEach(() => expect(lab.problems()).toEqual([]));
afterAll(() => lab.close());

test('a channel looks as people know it', async () => {
  const page = await lab.open();
  expect(await seenAll(page, '.message-head .name')).toEqual(['Ben Okafor', 'Alertmanager', 'Faultline', 'Faultline']);
  expect(await seenAll(page, '.message-head .app-badge')).toEqual(['APP', 'APP', 'APP']);
  expect(await seenAll(page, '.day')).toEqual(['Yesterday', 'Today']);
  expect(await seen(page, '.message-follows')).toContain('Ask @Ana Ortiz or look in #general. (edited)');
  expect([await seen(page, '.reply-count'), await page.$eval('.reply-bar', bar => bar.textContent)]).toEqual([
    '2 replies',
    '2 replies, last reply today at 14:01',
  ]);
  expect(await seen(page, '.message-ephemeral')).toContain('Only visible to you');
  expect(await seenAll(page, '.reaction')).toEqual(['👀 2 from Ana Ortiz, Ben Okafor', '🚀 1 from Ben Okafor']);
  expect(await page.title()).toBe('#incidents · Acme Operations');
  expect(await page.$$eval('.attachment', bars => bars.map(bar => getComputedStyle(bar, '::before').backgroundColor))).toEqual([
    'rgb(218, 160, 56)',
    'rgb(198, 26, 78)',
  ]);
});

test('messages come, change and go while one looks, and are said aloud', async () => {
  const page = await lab.open();
  lab.stub.send({ kind: 'message', message: NEWS });
  await says(page, '.message', 'Is api-1 back?');
  await says(page, '[role="log"]', 'Ben Okafor: Is api-1 back?');
  lab.stub.send({ kind: 'message-changed', message: { ...NEWS, text: 'It is back', edited: true } });
  await says(page, '.message', 'It is back (edited)');
  lab.stub.send({ kind: 'message-deleted', channel: INCIDENTS, ts: NEWS.ts });
  await gone(page, `[data-ts="${NEWS.ts}"]`);
  lab.stub.send({ kind: 'message', message: message(at(130), { channel: GENERAL, user: BEN.id, text: 'elsewhere' }) });
  await says(page, '.entry-unread', 'general 1');
});

test('a command is completed, explained and sent', async () => {
  const page = await lab.open();
  await page.type('.box', '/');
  expect(await seenAll(page, '.completion-label')).toEqual([
    '/diagnose WORDS [on HOST] [key=value…]',
    '/faultline status|hosts|playbooks|audit HOST|help',
  ]);
  await page.keyboard.press('ArrowDown');
  expect(await seen(page, '[aria-selected="true"].completion-option')).toContain('/faultline');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Tab');
  expect(await page.$eval('.box', box => (box instanceof HTMLTextAreaElement ? box.value : ''))).toBe('/diagnose ');
  expect(await seen(page, '.usage')).toBe('/diagnose WORDS [on HOST] [key=value…]');
  await page.keyboard.type('connection refused on api-1');
  await page.keyboard.press('Enter');
  expect((await lab.stub.next('say')).body).toEqual({ user: 'U0ANA', channel: INCIDENTS, text: '/diagnose connection refused on api-1' });
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.box')?.value === '');
});

test('Escape closes the suggestions and the words stay', async () => {
  const page = await lab.open();
  await page.type('.box', 'hello @b');
  expect(await seenAll(page, '.completion-label')).toEqual(['@ben']);
  await page.keyboard.press('Escape');
  expect(await page.$('.completion[hidden]')).not.toBeNull();
  await page.keyboard.type('en');
  await page.keyboard.press('Enter');
  expect((await lab.stub.next('say')).body.text).toBe('hello @ben');
});

test('a name is completed with Enter, Shift and Enter begins a line', async () => {
  const page = await lab.open();
  await page.type('.box', '@fau');
  await page.keyboard.press('Enter');
  await page.keyboard.down('Shift');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Shift');
  await page.keyboard.type('are you there?');
  await page.keyboard.press('Enter');
  expect((await lab.stub.next('say')).body.text).toBe('@faultline \nare you there?');
});

test('a refusal is said under the box, and nothing that was typed is lost', async () => {
  const page = await lab.open();
  lab.stub.answer('say', () => ({ ok: false, says: '/nope is not a valid command.' }));
  await page.type('.box', '/nope x');
  await page.keyboard.press('Enter');
  await says(page, '.composer .refusal', '/nope is not a valid command.');
  expect(await page.$eval('.box', box => (box instanceof HTMLTextAreaElement ? box.value : ''))).toBe('/nope x');
});

test('an empty channel says what to type, and one click does it', async () => {
  const page = await lab.open({ at: `#/${GENERAL}`, calm: false });
  expect(await seen(page, '.beginning')).toContain('/diagnose connection timeout on api-1');
  await page.click('[data-first]');
  expect((await lab.stub.next('say')).body).toEqual({ user: 'U0ANA', channel: GENERAL, text: '/diagnose connection timeout on api-1' });
});

test('a channel without the bot says how to bring it in', async () => {
  const page = await lab.open({ at: `#/${RANDOM}` });
  expect(await seen(page, '.beginning')).toContain('type /invite @faultline.');
});

test('an archived channel takes no words', async () => {
  lab.stub.setMessages('C0OLD', [message(at(0), { channel: 'C0OLD' })]);
  const page = await lab.open({ at: '#/C0OLD' });
  expect(await seen(page, '.locked')).toBe('#old-incidents is archived. Nobody can write here any more.');
  expect(await page.$('.composer-frame:not([hidden])')).toHaveProperty('constructor');
  expect(await page.$$eval('#chat .composer-frame', frames => frames.map(frame => frame.checkVisibility()))).toEqual([false]);
});

test('another person can be acted as', async () => {
  const page = await lab.open();
  await page.click('.actor');
  await page.waitForSelector('.menu');
  expect(await seenAll(page, '.menu-item')).toEqual(['Ana Ortiz @ana', 'Ben Okafor @ben']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await says(page, '.actor-name', 'Ben Okafor');
  await page.waitForSelector('.message');
  expect(new URL(page.url()).searchParams.get('user')).toBe(BEN.id);
  await page.type('.box', 'from Ben');
  await page.keyboard.press('Enter');
  expect((await lab.stub.next('say')).body.user).toBe(BEN.id);
});

test('a thread opens beside the channel, takes a reply, and Escape gives the focus back', async () => {
  const page = await lab.open();
  await page.click('.reply-bar');
  await says(page, '#thread .replies-divider', '3 replies');
  expect(await seenAll(page, '#thread .file-name strong')).toEqual(['Full evidence of inc-1']);
  await page.type('#thread .box', 'thanks');
  await page.keyboard.press('Enter');
  expect((await lab.stub.next('say')).body).toEqual({ user: 'U0ANA', channel: INCIDENTS, thread: CARD, text: 'thanks' });
  lab.stub.send({ kind: 'status', channel: INCIDENTS, thread: CARD, text: 'is investigating…' });
  await says(page, '.thread-status', 'Faultline is investigating…');
  lab.stub.send({ kind: 'message', message: message(at(200), { thread: CARD, user: BOT.id, text: 'the answer' }) });
  await says(page, '#thread .message', 'the answer');
  await gone(page, '.thread-status');
  await page.reload();
  await says(page, '#thread .replies-divider', 'repl');
  await page.focus('#thread .box');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#thread[hidden]');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-ts'))).toBe(CARD);
});

test('the first message of an open thread can be deleted', async () => {
  const page = await lab.open({ at: `#/${INCIDENTS}/${CARD}` });
  await says(page, '#thread .replies-divider', '3 replies');
  lab.stub.send({ kind: 'message-deleted', channel: INCIDENTS, ts: CARD });
  await says(page, '#thread .tombstone', 'The first message of this thread was deleted.');
});

test('a message can be diagnosed, and deleted after a question', async () => {
  const page = await lab.open();
  const alert = MESSAGES[2]?.ts ?? '';
  const openMenu = async () => {
    await page.hover(`[data-ts="${alert}"] .name`);
    await page.click(`[data-ts="${alert}"] [data-key="more"]`);
    await page.waitForSelector('.menu');
  };
  await openMenu();
  expect(await seenAll(page, '.menu-item')).toEqual(['Diagnose this Faultline', 'Delete message…']);
  await page.keyboard.press('Enter');
  expect((await lab.stub.next('shortcut')).body).toEqual({ user: 'U0ANA', shortcut: 'diagnose_message', channel: INCIDENTS, ts: alert });
  lab.stub.answer('delete', () => ({ ok: false, says: 'You may not delete this.' }));
  await openMenu();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.click('dialog [data-confirm]');
  expect((await lab.stub.next('delete')).body).toEqual({ user: 'U0ANA', channel: INCIDENTS, ts: alert });
  await says(page, '.complaint', 'You may not delete this.');
});

test('a lost connection is said, and what was missed is there afterwards', async () => {
  const page = await lab.open();
  lab.stub.away(true);
  await says(page, '.bar-lost', 'The connection to the workspace is lost.');
  lab.stub.setMessages(INCIDENTS, [...MESSAGES, NEWS]);
  lab.stub.setState({ botOnline: false });
  lab.stub.away(false);
  await says(page, '.message', 'Is api-1 back?');
  await page.waitForFunction(() => document.querySelector('.bar-lost')?.textContent === '');
  await says(page, '.bar-offline', 'Faultline is not connected.');
});

test('things are broken and mended beside the chat', async () => {
  const page = await lab.open();
  expect(await seenAll(page, '.panel-state')).toEqual(['✕ Broken', '✓ Healthy', '… Working on it', '– Not possible here']);
  await page.click('[data-key="press crash"]');
  expect((await lab.stub.next('panel')).body).toEqual({ press: 'crash' });
  const [group] = STATE.panel?.groups ?? [];
  const [, crash] = group?.items ?? [];
  if (!STATE.panel || !crash) throw new Error('the scene has no panel');
  lab.stub.send({
    kind: 'panel',
    panel: { ...STATE.panel, groups: [{ title: 'api-1', items: [{ ...crash, state: 'broken', button: 'Mend it' }] }] },
  });
  // Another one was broken before: that only this one is left tells that the new state is drawn.
  await page.waitForFunction(() => document.querySelectorAll('.panel-item').length === 1);
  await says(page, '.panel-item', '✕ Broken');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Mend it');
  await page.click('[data-key="try crash"]');
  expect((await lab.stub.next('say')).body.text).toBe('/diagnose connection refused on api-1');
});

test('a permalink of this workspace opens in the page', async () => {
  lab.stub.setMessages(INCIDENTS, [
    message(at(0), { text: `<${lab.stub.url}archives/${INCIDENTS}/p${CARD.replace('.', '')}|the thread>` }),
  ]);
  const page = await lab.open();
  await page.click('.message a');
  await says(page, '#thread .replies-divider', '3 replies');
  expect(await page.browser().pages()).toHaveLength(2);
});
