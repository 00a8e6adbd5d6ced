import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import type { Run } from '../../src/model/incident.js';
import type { AlertIncident } from '../../src/slack/blocks/alert-card.js';
import { AROUND, alertIncident, FIRED, hostileStory, memberOf, STORM, storyOf } from '../slack/blocks/alert-scenes.js';
import { captureOf, inWords, replayed } from '../slack/blocks/captures.js';
import { type MemoryAlertDesk, memoryAlertDesk } from '../slack/memory-alert-desk.js';
import { eventually, type Scene, scene } from '../slack/scene.js';
import { lowContrast } from './contrast.js';
import { compilePage, gone, launchBrowser, says, seen } from './page-lab.js';

// What alerts look like to people, drawn by the real bot in the workspace. Pictures go to the folder FAULTLINE_SHOTS, when it is set.
const SHOTS = process.env.FAULTLINE_SHOTS;

let compiled: ReturnType<typeof compilePage>;
let at: Scene;
let alerts: MemoryAlertDesk;
let browser: Browser;
let page: Page;
let incident: AlertIncident;
const problems: string[] = [];

/** A picture like a graph. */
async function drawnGraph(): Promise<Uint8Array> {
  const sheet = await browser.newPage();
  await sheet.setViewport({ width: 800, height: 320 });
  await sheet.setContent(
    '<body style="margin:0"><svg width="800" height="320"><rect width="800" height="320" fill="#fff"/><path d="M40 280 L300 270 L420 80 L780 60" fill="none" stroke="#1d6fd1" stroke-width="3"/><path d="M40 180 H780" stroke="#cf222e" stroke-dasharray="6"/></svg>',
  );
  const png = await sheet.screenshot({ type: 'png' });
  await sheet.close();
  return png;
}

beforeAll(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  compiled = compilePage();
  alerts = memoryAlertDesk();
  at = await scene('socket', { alertDesk: alerts, pageFolder: compiled.folder, rates: 'off' });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', error => problems.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.setViewport({ width: 1440, height: 1000 });
  await wear('light');
  await page.goto(at.workspace.pageUrl);
  await says(page, '.beginning', 'This is the beginning of #incidents');
});
afterEach(() => expect(problems).toEqual([]));
afterAll(async () => {
  await browser?.close();
  await at?.close();
  compiled?.remove();
});

function wear(colours: 'light' | 'dark'): Promise<void> {
  return page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: colours },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}

/** The page in both colours and on a phone, with that element in its middle. */
async function shots(name: string, centre?: string): Promise<void> {
  if (!SHOTS) return;
  const shot = async (file: string): Promise<void> => {
    if (centre) await page.$eval(centre, element => element.scrollIntoView({ block: 'center' }));
    await page.screenshot({ path: join(SHOTS, file) });
  };
  for (const colours of ['light', 'dark'] as const) {
    await wear(colours);
    await shot(`${name}-${colours}.png`);
    await page.setViewport({ width: 390, height: 844 });
    await shot(`${name}-phone-${colours}.png`);
    await page.setViewport({ width: 1440, height: 1000 });
  }
  await wear('light');
}

async function press(words: string): Promise<void> {
  const buttons = await page.$$('#main button');
  for (const button of buttons.reverse())
    if (await button.evaluate((element, what) => element.textContent?.trim() === what, words)) return button.click();
  throw new Error(`there is no button ${words}`);
}

test('the card says what fires, what the cause is, who takes care of it and what happened', async () => {
  const investigation = await replayed(captureOf('chain-oom-bad-gateway'));
  const run: Run = { number: 1, by: { id: 'alerts' }, startedAt: FIRED + 1, state: { kind: 'answered', at: FIRED + 9, investigation } };
  const story = storyOf({
    acknowledged: { by: { id: at.ana }, at: FIRED + 90 },
    assigned: { to: { id: at.workspace.userId('ben') }, by: { id: at.ana }, at: FIRED + 95 },
  });
  incident = { ...alertIncident(story, run), place: { channel: at.incidents } };
  await at.adapter.announcer.show(incident, inWords(investigation), {
    ...AROUND,
    timeline: AROUND.timeline.map(entry => ({ ...entry, ...(entry.by ? { by: { id: at.ana } } : {}) })),
  });
  await says(page, '.message', 'Critical: HighErrorRate');
  const text = await seen(page, '.message');
  expect(text).toContain('Firing since');
  expect(text).toContain('The kernel killed node for lack of memory');
  expect(text).toContain('Assigned to @Ben Okafor, by @Ana Sousa');
  expect(text).toContain('Opened by alerts');
  expect(text).not.toContain('@alerts');
  await shots('card');
});

test('a graph is seen in the thread, with its alternative text', async () => {
  const graph = {
    png: await drawnGraph(),
    title: 'Share of failed requests',
    alt: 'Errors of checkout rise from 0% to 12%; the alert fires at 5%',
    link: 'http://prometheus.example/graph',
  };
  await at.adapter.alertAnnouncer.showGraph(incident, incident.runs[0], graph);
  await page.waitForSelector('#main .reply-bar');
  await page.click('#main .reply-bar');
  await page.waitForSelector('#thread .block-image img');
  const picture = await page.waitForFunction(() => {
    const image = document.querySelector<HTMLImageElement>('#thread .block-image img');
    return image?.complete && image.naturalWidth > 0 ? { alt: image.alt, width: image.naturalWidth } : undefined;
  });
  expect(await picture.jsonValue()).toEqual({ alt: graph.alt, width: 800 });
  await shots('graph', '#thread .block-image');
  await page.focus('#thread .box');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#thread[hidden]');
});

test('silence: a window with exactly what will be silent; resolve: asks before it does it', async () => {
  await press('Silence…');
  await says(page, '.dialog', 'service="checkout"');
  await shots('silence');
  await page.keyboard.press('Escape');
  await gone(page, '.dialog');
  await press('Assign…');
  await says(page, '.dialog', 'Who takes care of it?');
  await shots('assign');
  await page.keyboard.press('Escape');
  await gone(page, '.dialog');
  await press('Resolve');
  await says(page, '.dialog', 'Resolve this incident?');
  await shots('resolve');
  await page.click('[data-confirm]');
  await eventually(() => alerts.asked.length > 0, 'the desk is asked');
  expect(alerts.asked).toEqual([['close', incident.id, { id: at.ana }]]);
});

test('a storm is one message with its biggest incidents, each to be opened', async () => {
  await at.adapter.alertAnnouncer.showStorm(
    STORM,
    { channel: at.incidents },
    Array.from({ length: 30 }, (_, index) => memberOf(index)),
  );
  await says(page, '.message', 'Alert storm: 212 incidents');
  await says(page, '.message', 'and 197 more');
  await shots('storm');
});

test('hostile labels change nothing but the words', async () => {
  const hostile = { ...alertIncident(hostileStory()), id: 'inc-hostile890abcdef', place: { channel: at.incidents } };
  await at.adapter.announcer.show(hostile, undefined);
  await says(page, '.message', 'GET /<!channel>');
  expect(
    await page.$$eval('#main .message a', links =>
      links.map(link => link.getAttribute('href') ?? '').filter(href => /evil|bank/u.test(href)),
    ),
  ).toEqual([]);
  await shots('hostile');
});

test.each(['light', 'dark'] as const)('everything can be read in %s', async colours => {
  await wear(colours);
  expect(await page.evaluate(lowContrast)).toEqual([]);
});
