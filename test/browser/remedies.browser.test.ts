import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import type { RemedyRequest } from '../../src/model/remedy-request.js';
import { hostileRequest, OFFERS, requestIn, requestOf, WAITING } from '../slack/blocks/remedy-scenes.js';
import { type MemoryRemedyDesk, memoryRemedyDesk } from '../slack/memory-remedy-desk.js';
import { eventually, type Scene, says as saysIn, scene } from '../slack/scene.js';
import { lowContrast } from './contrast.js';
import { compilePage, launchBrowser, says } from './page-lab.js';

// What a remedy looks like to people, drawn by the real bot in the workspace. Pictures go to the folder FAULTLINE_SHOTS, when it is set.
const SHOTS = process.env.FAULTLINE_SHOTS;

let compiled: ReturnType<typeof compilePage>;
let at: Scene;
let desk: MemoryRemedyDesk;
let browser: Browser;
let page: Page;
let incident: string;
const problems: string[] = [];

beforeAll(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  compiled = compilePage();
  desk = memoryRemedyDesk(WAITING.request.at + 10);
  desk.offered = OFFERS;
  at = await scene('socket', { remedyDesk: desk, pageFolder: compiled.folder, rates: 'off' });
  desk.announcer = at.adapter.remedyAnnouncer;
  desk.approvers.add(at.ana);
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', error => problems.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.setViewport({ width: 1440, height: 1300 });
  await wear('light');
  await page.goto(at.workspace.pageUrl);
  await says(page, '.beginning', 'This is the beginning of #incidents');
  await at.type('/diagnose connection refused on api-1');
  await at.seen(saysIn('connection refused on api-1', 'public'));
  incident = at.desk.only().id;
  await at.desk.answer(incident);
  await page.waitForSelector('#main .reply-bar');
  await page.click('#main .reply-bar');
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

/** The page in both colours; the thread's end is in sight. */
async function shots(name: string): Promise<void> {
  for (const colours of SHOTS ? (['light', 'dark'] as const) : []) {
    await wear(colours);
    await page.$$eval('#thread .message', messages => messages.at(-1)?.scrollIntoView({ block: 'end' }));
    await page.screenshot({ path: join(SHOTS ?? '', `${name}-${colours}.png`) });
  }
  await wear('light');
}

const here = (request: RemedyRequest): RemedyRequest => ({
  ...request,
  incident: { id: incident, run: 1, place: { channel: at.incidents } },
  by: { id: at.workspace.userId('ben') },
  createdAt: Date.now() / 1000,
});

test('below the answer stand its remedies, with their risk in words', async () => {
  await says(page, '#thread .message', 'Medium risk · on api-1');
  await says(page, '#thread .message', 'Steps for a person · on gw');
  await shots('offers');
});

test('the message says what is run where, and asks once more before it is approved', async () => {
  const state = { ...WAITING, request: { ...WAITING.request, by: at.workspace.userId('ben'), needed: 1 }, approvals: [] };
  await desk.show(here(requestOf(state)));
  await says(page, '#thread .message', '$ faultline-root sysctl-set net.core.somaxconn 128 1024');
  await shots('waits');
  for (const button of (await page.$$('#thread button')).reverse())
    if (await button.evaluate(element => element.textContent?.trim() === 'Approve')) {
      await button.click();
      break;
    }
  await says(page, '.dialog', 'Approve and run this now?');
  await says(page, '.dialog', 'faultline-root sysctl-set net.core.somaxconn 128 1024');
  await shots('confirm');
  await page.click('[data-confirm]');
  await eventually(() => desk.asked.length > 0, 'the desk is asked');
  await says(page, '#thread .message', 'Approved: Raises the limit');
});

test('afterwards the same message has what became of it, before and after', async () => {
  await desk.show(here(requestIn('kept')));
  await says(page, '#thread .message', 'Verified and kept');
  await says(page, '#thread table', 'the queue of port 8080 has 3 of 1024');
  await shots('kept');
});

test('hostile text of a host changes nothing but the words', async () => {
  await desk.show(here({ ...hostileRequest('failed', 'run'), id: 'rem-hostile890abcdef' }));
  await says(page, '#thread .message', 'GET /<!channel>');
  const links = await page.$$eval('#thread .message a', all => all.map(link => link.getAttribute('href') ?? ''));
  expect(links.filter(href => /evil|bank/u.test(href))).toEqual([]);
  await shots('hostile');
});

test.each(['light', 'dark'] as const)('everything can be read in %s', async colours => {
  await wear(colours);
  expect(await page.evaluate(lowContrast)).toEqual([]);
});
