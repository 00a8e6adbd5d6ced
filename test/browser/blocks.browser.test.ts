import { allGlyphs } from '../../src/sandbox/page/text/emoji.js';
import { ANA, at, CARD, INCIDENTS, message } from '../sandbox/page/scene.js';
import { HOME, MODAL } from '../sandbox/page/scene-views.js';
import { gone, type PageLab, says, seen, seenAll, startPageLab } from './page-lab.js';

let lab: PageLab;
beforeAll(async () => {
  lab = await startPageLab();
});
beforeEach(() => lab.stub.reset());
afterEach(() => expect(lab.problems()).toEqual([]));
afterAll(() => lab.close());

const plain = (text: string) => ({ type: 'plain_text', text });
const options = ['a', 'b'].map(value => ({ text: plain(`Option ${value}`), value }));

test('a button with a confirm dialog asks in the bots words, and does nothing without a yes', async () => {
  const page = await lab.open();
  await page.click('[data-key="card-actions/rerun/inc-1"]');
  await page.waitForSelector('dialog[open]');
  expect(await seen(page, 'dialog h2')).toBe('Run the checks again?');
  expect(await seen(page, 'dialog .text')).toBe('23 read-only checks run on api-1. Nothing is changed.');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Not now');
  await page.keyboard.press('Enter');
  await gone(page, 'dialog');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run again');
  expect(lab.stub.posted).toEqual([]);
  await page.keyboard.press('Enter');
  await page.click('dialog [data-confirm]');
  expect((await lab.stub.next('act')).body).toEqual({
    user: ANA.id,
    container: { kind: 'message', channel: INCIDENTS, ts: CARD },
    blockId: 'card-actions',
    actionId: 'rerun',
    action: { type: 'button', value: 'inc-1' },
    state: {},
  });
});

test('a button is busy until the workspace answers, and a refusal is said', async () => {
  const page = await lab.open();
  lab.stub.answer('act', () => ({ ok: false, says: 'Faultline did not answer in time.' }));
  await page.click('[data-key="card-actions/details/inc-1"]');
  await says(page, '.complaint', 'Faultline did not answer in time.');
  expect(await page.$('[aria-busy="true"]')).toBeNull();
});

test('an overflow menu, a select and a date send what was chosen, and the state of all of them', async () => {
  const elements = [
    { type: 'overflow', action_id: 'more', options },
    { type: 'static_select', action_id: 'pick', placeholder: plain('Pick one'), options },
    { type: 'datepicker', action_id: 'day', initial_date: '2026-11-21' },
    { type: 'users_select', action_id: 'who' },
  ];
  lab.stub.setMessages(INCIDENTS, [message(at(0), { blocks: [{ type: 'actions', block_id: 'row', elements }] })]);
  const page = await lab.open();
  await page.select('[data-key="row/pick"]', 'b');
  expect((await lab.stub.next('act')).body).toMatchObject({
    actionId: 'pick',
    action: { type: 'static_select', selected_option: options[1] },
    state: { row: { pick: { selected_option: options[1] }, day: { selected_date: '2026-11-21' }, who: { selected_user: null } } },
  });
  await page.click('[data-key="row/more"]');
  await page.waitForSelector('.menu');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect((await lab.stub.next('act')).body).toMatchObject({ actionId: 'more', action: { type: 'overflow', selected_option: options[1] } });
  expect(await seenAll(page, '[data-key="row/who"] option')).toEqual(['Choose one', 'Ana Ortiz', 'Ben Okafor']);
});

test('what bots and people write is never markup, never an address that runs something', async () => {
  const bad = '<img src=x onerror=alert(1)> <script>alert(1)</script> <javascript:alert(1)|click> &lt;b&gt;';
  const blocks = [
    { type: 'header', block_id: '1', text: plain(bad) },
    {
      type: 'section',
      block_id: '2',
      text: { type: 'mrkdwn', text: bad },
      fields: [plain(bad)],
      accessory: { type: 'button', action_id: 'x', text: plain(bad), url: 'javascript:alert(1)' },
    },
    {
      type: 'context',
      block_id: '3',
      elements: [
        { type: 'mrkdwn', text: bad },
        { type: 'image', image_url: 'javascript:alert(1)', alt_text: bad },
      ],
    },
    { type: 'markdown', block_id: '4', text: `[x](javascript:alert(1)) ${bad}` },
    {
      type: 'rich_text',
      block_id: '5',
      elements: [
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: bad }] },
        { type: 'rich_text_section', elements: [{ type: 'link', url: 'javascript:alert(1)', text: bad }] },
      ],
    },
    { type: 'image', block_id: '6', image_url: 'data:text/html,x', alt_text: bad, title: plain(bad) },
    { type: bad, block_id: '7' },
    { type: 'table', block_id: '8', rows: [[{ type: 'raw_text', text: bad }], 'not a row', null] },
    { type: 'section', block_id: '9', text: 'not a text object', accessory: 5 },
    { type: 'constructor', block_id: '10' },
  ];
  lab.stub.setMessages(INCIDENTS, [
    message(at(0), { text: bad }),
    message(at(1), {
      user: bad,
      blocks,
      attachments: [
        {
          color: 'red; background: url(x)',
          title: bad,
          title_link: 'javascript:alert(1)',
          text: bad,
          fallback: bad,
          fields: [{ title: bad, value: bad }],
        },
      ],
    }),
  ]);
  const page = await lab.open();
  expect(await page.$$eval('#main .messages :is(script, img, b, iframe, [onerror])', found => found.length)).toBe(0);
  expect(await page.$$eval('#main .messages a', links => links.map(link => link.getAttribute('href')))).toEqual([]);
  expect(await seen(page, '.block-header')).toBe(bad);
  expect(await seen(page, '#main pre')).toBe(bad);
  expect(await page.$$eval('.attachment', bars => bars.map(bar => bar.getAttribute('style')))).toEqual([null]);
});

test('a modal keeps the focus, names what is missing, shows the bots errors and sends its state', async () => {
  const page = await lab.open();
  lab.stub.send({ kind: 'modal', modal: MODAL });
  await page.waitForSelector('dialog[open]');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-key'))).toBe('host/host');
  await page.click('[data-key="submit"]');
  expect(await page.$$eval('[data-error-of]', errors => errors.map(error => error.getAttribute('data-error-of')))).toEqual([
    'host',
    'port',
  ]);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-key'))).toBe('host/host');
  await page.select('[data-key="host/host"]', 'api-1');
  await page.type('[data-key="port/port"]', '80808');
  lab.stub.answer('submit', () => ({ ok: false, errors: { port: 'A port is a number from 1 to 65535.' } }));
  await page.keyboard.press('Enter');
  await says(page, '[data-error-of="port"]', 'A port is a number from 1 to 65535.');
  expect(
    await page.$eval('[data-key="port/port"]', input => [input.getAttribute('aria-invalid'), document.activeElement === input]),
  ).toEqual(['true', true]);
  expect((await lab.stub.next('submit')).body).toEqual({
    user: ANA.id,
    view: 'V0MODAL',
    state: {
      host: {
        host: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'api-1', emoji: true }, value: 'api-1' } },
      },
      port: { port: { type: 'plain_text_input', value: '80808' } },
      words: { words: { type: 'plain_text_input', value: 'connection refused' } },
      window: {
        window: { type: 'radio_buttons', selected_option: { text: { type: 'plain_text', text: '5 seconds', emoji: true }, value: '5' } },
      },
      also: { also: { type: 'checkboxes', selected_options: [] } },
    },
  });
  // The focus never leaves the dialog.
  for (let step = 0; step < 14; step += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)).toBe(
      true,
    );
  }
});

test('a modal that the bot updates keeps what was typed; the one below comes back; Escape asks to close', async () => {
  const page = await lab.open();
  lab.stub.send({ kind: 'modal', modal: MODAL });
  await page.waitForSelector('dialog[open]');
  await page.type('[data-key="port/port"]', '80');
  lab.stub.send({ kind: 'modal', modal: { ...MODAL, hash: '2', title: 'Almost there' } });
  await says(page, 'dialog h2', 'Almost there');
  expect(
    await page.$eval('[data-key="port/port"]', input => [
      input instanceof HTMLInputElement && input.value,
      document.activeElement === input,
    ]),
  ).toEqual(['80', true]);
  lab.stub.send({ kind: 'modal', modal: { ...MODAL, id: 'V0TOP', title: 'On top', depth: 1 } });
  await says(page, 'dialog h2', 'On top');
  expect(await page.$$('dialog')).toHaveLength(1);
  lab.stub.send({ kind: 'modal', modal: { ...MODAL, hash: '2' } });
  await says(page, 'dialog h2', 'What do you see?');
  expect(await page.$eval('[data-key="port/port"]', input => input instanceof HTMLInputElement && input.value)).toBe('80');
  await page.keyboard.press('Escape');
  expect((await lab.stub.next('close')).body).toEqual({ user: ANA.id, view: 'V0MODAL' });
  lab.stub.send({ kind: 'modal' });
  await gone(page, 'dialog');
});

test('the home tab is asked for when it is opened, and its buttons act in their view', async () => {
  const page = await lab.open();
  await page.click('.entry[href="#/app/home"]');
  expect((await lab.stub.next('home')).body).toEqual({ user: ANA.id });
  await says(page, '.home', 'Faultline is well.');
  expect(await seenAll(page, '.home th')).toEqual(['Host', 'Checks', 'State']);
  expect(await seen(page, '.unknown')).toBe('video (not drawn here): Finding faults');
  await page.click('.home [data-key="e/open/inc-1"]');
  expect((await lab.stub.next('act')).body).toMatchObject({ container: { kind: 'view', view: 'V0HOME' }, blockId: 'e', actionId: 'open' });
  lab.stub.send({ kind: 'home', home: { ...HOME, hash: '2', blocks: [{ type: 'header', block_id: 'x', text: plain('All is calm') }] } });
  await says(page, '.home', 'All is calm');
  await page.click('.tab:not([aria-selected="true"])');
  await says(page, '.beginning', 'This is the beginning of your conversation with Faultline');
});

test('a text file opens whole, as text; an image opens large', async () => {
  const page = await lab.open({ at: `#/${INCIDENTS}/${CARD}` });
  await page.waitForSelector('.file-show');
  await page.click('.file-show');
  await says(page, 'dialog pre', '<script>alert(1)</script>');
  await page.keyboard.press('Escape');
  await gone(page, 'dialog');
  await page.click('.image-button');
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('dialog img')?.naturalWidth === 560);
  await page.keyboard.press('Escape');
  await gone(page, 'dialog');
});

test('the pages own font has every emoji, for machines without one', async () => {
  const page = await lab.open();
  const missing = await page.evaluate(async glyphs => {
    await document.fonts.load('100px "Page Emoji"', '🔴');
    const canvas = document.createElement('canvas').getContext('2d');
    if (!canvas) throw new Error('this browser draws nothing');
    canvas.font = '100px "Page Emoji"';
    // All glyphs of the font are equally wide; one that it lacks would come from another font.
    const width = canvas.measureText('🔴').width;
    return [width > 100 ? '' : 'the font was not loaded', ...glyphs.filter(glyph => canvas.measureText(glyph).width !== width)].filter(
      Boolean,
    );
  }, allGlyphs());
  expect(missing).toEqual([]);
});
