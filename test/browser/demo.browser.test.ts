import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { type DemoProcess, startDemo } from './demo-process.js';
import { gone, launchBrowser, says, seen } from './page-lab.js';

// The real demo, as a person has it: its hosts are really broken, its bot really looks. Pictures of what they see go to the folder
// FAULTLINE_SHOTS, when it is set. The tests are one visit, in order.
const SHOTS = process.env.FAULTLINE_SHOTS;
/** A diagnosis looks for 5 s; this machine may be busy. */
const MOST_DIAGNOSIS_MS = 60_000;
const MOST_TEST_MS = 120_000;

let demo: DemoProcess;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  demo = await startDemo();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(MOST_DIAGNOSIS_MS);
  page.on('pageerror', error => problems.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(demo.url);
  await says(page, '.beginning', 'This is the beginning of #incidents');
}, MOST_TEST_MS);
afterEach(() => expect(problems).toEqual([]));
afterAll(async () => {
  await browser?.close();
  demo?.kill();
});

async function shot(name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

function wear(colours: 'light' | 'dark'): Promise<void> {
  return page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: colours },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}

/** The same in dark colours and on a phone; the page goes on as it was. */
async function shots(name: string): Promise<void> {
  if (!SHOTS) return;
  for (const colours of ['light', 'dark'] as const) {
    await wear(colours);
    await shot(`${name}-${colours}`);
    await page.setViewport({ width: 390, height: 844 });
    await shot(`${name}-phone-${colours}`);
    await page.setViewport({ width: 1440, height: 900 });
  }
  await wear('light');
}

async function send(words: string, box = '#main .box'): Promise<void> {
  await page.type(box, words);
  await page.keyboard.press('Enter');
}

/** Waits for the newest message with the words, and gives its `ts`. */
async function arrived(words: string, where = '#main'): Promise<string> {
  const found = await page.waitForFunction(
    (pane, what) =>
      [...document.querySelectorAll<HTMLElement>(`${pane} .message`)]
        .filter(message => message.innerText.replace(/\s+/gu, ' ').includes(what))
        .at(-1)?.dataset.ts,
    {},
    where,
    words,
  );
  return String(await found.jsonValue());
}

async function openThread(ts: string): Promise<void> {
  await page.waitForSelector(`#main [data-ts="${ts}"] .reply-bar`);
  await page.click(`#main [data-ts="${ts}"] .reply-bar`);
  await page.waitForSelector('#thread .message');
}

/** The button of the last message in the thread that has one with these words. */
async function press(words: string, where = '#thread'): Promise<void> {
  const buttons = await page.$$(`${where} .block-actions button`);
  const labels = await Promise.all(buttons.map(button => button.evaluate(element => element.textContent ?? '')));
  const button = buttons[labels.findLastIndex(label => label.includes(words))];
  if (!button) throw new Error(`there is no button ${words}; there are: ${labels.join(', ')}`);
  await button.click();
}

/** Waits for so many answers in the open thread, and gives what the last one says. */
async function answered(count = 1): Promise<string> {
  const answer = await page.waitForFunction(
    wanted => {
      const answers = [...document.querySelectorAll<HTMLElement>('#thread .message')].filter(message =>
        message.querySelector('.block-actions')?.textContent?.includes('Show everything'),
      );
      return answers.length >= wanted && answers.at(-1)?.innerText;
    },
    {},
    count,
  );
  return String(await answer.jsonValue()).replace(/\s+/gu, ' ');
}

async function closeThread(): Promise<void> {
  await page.focus('#thread .box');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#thread[hidden]');
}

async function chooseActor(name: string): Promise<void> {
  await page.click('.actor');
  await page.waitForSelector('.menu');
  for (const item of await page.$$('.menu-item'))
    if (await item.evaluate((element, who) => element.textContent?.includes(who), name)) await item.click();
  await says(page, '.actor-name', name);
}

let first: string;

test(
  'the first page says what to type; typed with completion, the card and the thread follow the diagnosis live',
  async () => {
    expect(await seen(page, '.beginning')).toContain('/diagnose gateway timeout on till');
    await shots('1-first-page');
    await page.type('#main .box', '/di');
    await page.keyboard.press('Tab');
    expect(await seen(page, '.usage')).toContain('/diagnose connection refused on api-1');
    await page.keyboard.type('gateway timeout on till');
    await page.keyboard.press('Enter');
    first = await arrived('Looking: “gateway timeout on till”');
    await openThread(first);
    await says(page, '#thread .message', 'Looking');
    await page.waitForFunction(() => /[1-9]\d* checks? done/u.test(document.querySelector<HTMLElement>('#thread')?.innerText ?? ''));
    await shot('2-looking-light');
    const answer = await answered();
    expect(answer).toContain('Root cause');
    expect(answer).toContain('accept-queue-overflow');
    expect(answer).toContain('Wrong cause');
    await says(page, `#main [data-ts="${first}"]`, 'Root cause confirmed');
    await shots('3-answer');
  },
  MOST_TEST_MS,
);

test(
  'everything as a file in the thread, a vote, and once more',
  async () => {
    await press('Show everything');
    await says(page, '#thread .file', '.txt');
    await page.click('#thread .file-show');
    await says(page, 'dialog[open] pre', 'accept-queue-overflow');
    await shots('4-file');
    await page.keyboard.press('Escape');
    await gone(page, 'dialog');
    await press('Right cause');
    await says(page, '#thread .message', 'Right cause, says @Ana');
    await shot('5-vote-light');
    await press('Run again');
    await says(page, `#main [data-ts="${first}"]`, 'run 2 by @Ana');
    expect(await answered(2)).toContain('accept-queue-overflow');
    await says(page, `#main [data-ts="${first}"]`, 'Root cause confirmed');
    await closeThread();
  },
  MOST_TEST_MS,
);

test(
  'without words a form asks; it is filled in and sent',
  async () => {
    await send('/diagnose');
    await page.waitForSelector('dialog[open] select');
    await shots('6-form');
    await page.select('dialog [data-key="faultline_symptom/faultline_symptom"]', 'upstream-timeout');
    await page.select('dialog [data-key="faultline_where/faultline_where"]', 'service:till');
    await page.click('dialog [data-key="submit"]');
    await gone(page, 'dialog');
    const card = await arrived('upstream-timeout on till');
    await openThread(card);
    expect(await answered()).toContain('accept-queue-overflow');
    await closeThread();
  },
  MOST_TEST_MS,
);

test(
  'an item of the panel is mended and another broken; an alert that somebody pasted is diagnosed from its menu',
  async () => {
    await page.click('[data-key="press wrong-address"]');
    await says(page, '.panel-broken', 'orders: wrong address');
    await page.waitForFunction(() => document.querySelectorAll('.panel-broken').length === 1);
    await shots('7-panel');
    await chooseActor('Ben');
    await send('FIRING: connection refused on orders');
    const alert = await arrived('FIRING');
    await page.hover(`#main [data-ts="${alert}"]`);
    await page.click(`#main [data-ts="${alert}"] [data-key="more"]`);
    await page.waitForSelector('.menu');
    await shot('8-menu-light');
    await page.evaluate(() => {
      for (const item of document.querySelectorAll<HTMLElement>('.menu-item'))
        if (item.textContent?.includes('Diagnose this')) item.click();
    });
    await openThread(alert);
    expect(await answered()).toContain('wrong-interface');
    expect(await seen(page, '#thread')).toContain('by @Ben');
    await shots('9-alert');
  },
  MOST_TEST_MS,
);

test(
  'mentioned in a thread, the bot answers there',
  async () => {
    await send('@Faultline connection refused on orders', '#thread .box');
    expect(await answered(2)).toContain('wrong-interface');
    await closeThread();
  },
  MOST_TEST_MS,
);

test(
  '/faultline answers to the person alone',
  async () => {
    for (const [words, answer] of [
      ['help', 'What to type'],
      ['status', 'running since'],
      ['hosts', 'api-2'],
      ['playbooks', 'symptoms'],
    ] as const) {
      await send(`/faultline ${words}`);
      await page.waitForFunction(
        what => {
          const last = [...document.querySelectorAll<HTMLElement>('#main .message')].at(-1);
          return last?.matches('.message-ephemeral') && last.innerText.includes(what);
        },
        {},
        answer,
      );
      await shots(`10-${words}`);
    }
    await send('/faultline audit api-3');
    const card = await arrived('audit on api-3');
    await openThread(card);
    await answered();
    await shots('11-audit');
    await closeThread();
  },
  MOST_TEST_MS,
);

test(
  'the home tab shows what was asked and how the bot is',
  async () => {
    await page.click('.entry[href="#/app/home"]');
    await says(page, '.home', 'The bot');
    expect(await seen(page, '.home')).toContain('gateway timeout on till');
    await shots('12-home');
  },
  MOST_TEST_MS,
);

test(
  'Ctrl-C takes everything away',
  async () => {
    const { exit, left } = await demo.interrupt();
    expect(left).toEqual([]);
    expect(exit).toBe(0);
    problems.length = 0;
  },
  MOST_TEST_MS,
);
