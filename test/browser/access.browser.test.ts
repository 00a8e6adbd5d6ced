import type { Page, SerializedAXNode } from 'puppeteer-core';
import { CARD, INCIDENTS } from '../sandbox/page/scene.js';
import { MODAL } from '../sandbox/page/scene-views.js';
import { lowContrast } from './contrast.js';
import { type PageLab, says, seen, startPageLab } from './page-lab.js';

let lab: PageLab;
beforeAll(async () => {
  lab = await startPageLab();
});
beforeEach(() => lab.stub.reset());
afterEach(() => expect(lab.problems()).toEqual([]));
afterAll(() => lab.close());

const THREAD = `#/${INCIDENTS}/${CARD}`;
const active = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-key') ?? document.activeElement?.textContent ?? '');

test.each([
  ['light', 'a thread', THREAD],
  ['dark', 'a thread', THREAD],
  ['light', 'the home tab', '#/app/home'],
  ['dark', 'the home tab', '#/app/home'],
  ['light', 'an empty channel', '#/C0GEN'],
  ['dark', 'an empty channel', '#/C0GEN'],
])('every text is readable, %s, %s', async (colours, _where, at) => {
  lab.stub.setState({ botOnline: false });
  const page = await lab.open({ dark: colours === 'dark', at });
  if (at === THREAD) await says(page, '#thread .replies-divider', '3 replies');
  await page.focus('#main .message, .home, #main .box');
  expect(await page.evaluate(lowContrast)).toEqual([]);
});

test.each(['light', 'dark'])('a modal with errors is readable, %s', async colours => {
  lab.stub.setState({ modal: MODAL });
  const page = await lab.open({ dark: colours === 'dark' });
  await page.waitForSelector('dialog[open]');
  await page.click('[data-key="submit"]');
  expect(await page.evaluate(lowContrast)).toEqual([]);
});

test('the contrast measure itself finds what is too pale', async () => {
  const page = await lab.open();
  await page.$eval('.channel-title', title => {
    if (title instanceof HTMLElement) title.style.setProperty('color', '#bbbbbb');
  });
  expect(await page.evaluate(lowContrast)).toEqual([expect.stringContaining('incidents')]);
});

test.each([320, 390, 480, 800, 1440])('nothing but preformatted text scrolls sideways at %i pixels', async width => {
  const sideways = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('body, body *')]
        .filter(
          element =>
            element.checkVisibility() &&
            !element.matches('pre, pre *, .unseen, svg, svg *, option, optgroup, .topic, .entry-name, .actor-name'),
        )
        .filter(
          element =>
            element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && getComputedStyle(element).display !== 'inline',
        )
        .map(element => `${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`),
    );
  lab.stub.setState({ botOnline: false });
  const phone = width <= 480;
  for (const at of ['', THREAD, '#/app/home', '#/C0GEN']) {
    const page = await lab.open({ width, phone, at });
    if (at === THREAD) await says(page, '#thread .replies-divider', '3 replies');
    expect(await sideways(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
  lab.stub.setState({ modal: MODAL });
  const page = await lab.open({ width, phone });
  await page.waitForSelector('dialog[open]');
  expect(await sideways(page)).toEqual([]);
});

test('every control has a name', async () => {
  const nameless = (node: SerializedAXNode): readonly string[] => [
    ...(['button', 'link', 'textbox', 'combobox', 'checkbox', 'radio', 'image', 'dialog', 'tab'].includes(node.role) && !node.name
      ? [JSON.stringify(node)]
      : []),
    ...(node.children ?? []).flatMap(nameless),
  ];
  for (const at of [THREAD, '#/app/home']) {
    const page = await lab.open({ at });
    if (at === THREAD) await says(page, '#thread .replies-divider', '3 replies');
    const tree = await page.accessibility.snapshot({ interestingOnly: false });
    expect(tree ? nameless(tree) : ['no tree']).toEqual([]);
  }
  lab.stub.setState({ modal: MODAL });
  const page = await lab.open();
  await page.waitForSelector('dialog[open]');
  const tree = await page.accessibility.snapshot({ interestingOnly: false });
  expect(tree ? nameless(tree) : ['no tree']).toEqual([]);
  expect(JSON.stringify(tree)).toContain('Where the client connects, for example 8080');
});

test('the keyboard alone: skip link, messages, thread and back', async () => {
  const page = await lab.open();
  await page.keyboard.press('Tab');
  expect(await active(page)).toBe('Skip to the message box');
  await page.keyboard.press('Enter');
  expect(await active(page)).toBe('box channel');
  // Backwards from the box: the buttons of the last message that has some, then the message that the arrows move from.
  await page.focus(`[data-ts="${CARD}"]`);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  expect(await active(page)).toBe(`message ${await page.$eval('.message', first => first.getAttribute('data-ts'))}`);
  expect(await page.$$eval('#main .message[tabindex="0"]', messages => messages.length)).toBe(1);
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  expect(await active(page)).toBe(`message ${CARD}`);
  const ring = await page.$eval(`[data-ts="${CARD}"]`, element => getComputedStyle(element).outlineWidth);
  expect(ring).toBe('2px');
  await page.keyboard.press('Enter');
  await says(page, '#thread .replies-divider', '3 replies');
  expect(await active(page)).toBe('box thread');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#thread[hidden]');
  expect(await active(page)).toBe(`message ${CARD}`);
});

test('an update of a message leaves the focus where it is', async () => {
  const page = await lab.open();
  await page.focus('[data-key="card-actions/details/inc-1"]');
  const { MESSAGES } = await import('../sandbox/page/scene.js');
  const card = MESSAGES.find(({ ts }) => ts === CARD);
  if (!card) throw new Error('the scene has no card');
  lab.stub.send({ kind: 'message-changed', message: { ...card, text: 'Looked at 12 of 23 checks' } });
  await says(page, '.message', 'Looked at 12 of 23 checks');
  expect(await active(page)).toBe('card-actions/details/inc-1');
});

test('on a phone the sidebar is a drawer and a thread fills the screen', async () => {
  const page = await lab.open({ phone: true });
  expect(await page.$eval('#sidebar', nav => nav.checkVisibility({ visibilityProperty: true }))).toBe(false);
  await page.click('#main .drawer-button');
  await page.waitForSelector('#sidebar.is-open');
  expect(await page.$eval('#main', main => main instanceof HTMLElement && main.inert)).toBe(true);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#sidebar:not(.is-open)');
  await page.click('#main .drawer-button');
  await page.tap('.entry[href="#/C0GEN"]');
  await says(page, '.channel-title', 'general');
  expect(await page.$eval('#sidebar', nav => nav.classList.contains('is-open'))).toBe(false);
  await page.goto(lab.stub.url + THREAD);
  await page.reload();
  await says(page, '#thread .replies-divider', '3 replies');
  const box = await (await page.$('#thread'))?.boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: 390, height: 860 });
  await page.tap('#thread .icon-button[aria-label="Close the thread"]');
  await page.waitForSelector('#thread[hidden]');
});

test('the colours can be switched and stay so', async () => {
  const page = await lab.open();
  const ground = () => page.evaluate(() => getComputedStyle(document.querySelector('#main') ?? document.body).backgroundColor);
  expect(await ground()).toBe('rgb(255, 255, 255)');
  await page.click('[data-key="theme"]');
  await page.click('[data-key="theme"]');
  expect(await page.$eval('[data-key="theme"]', button => button.getAttribute('aria-label'))).toBe('Colours: dark');
  expect(await ground()).toBe('rgb(27, 29, 33)');
  await page.reload();
  await page.waitForSelector('.message');
  expect(await ground()).toBe('rgb(27, 29, 33)');
  await page.evaluate(() => localStorage.clear());
  expect(await seen(page, '.actor-name')).toContain('Ana Ortiz');
});
