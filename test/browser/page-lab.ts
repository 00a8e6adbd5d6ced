import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { type StubWorkspace, startStub } from '../sandbox/page/stub-workspace.js';

/** Debian's own; elsewhere `CHROMIUM` names one. */
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

interface View {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly calm?: boolean;
  /** A phone: touch, and a narrow window. */
  readonly phone?: boolean;
  /** After the address: `#/app/home`. */
  readonly at?: string;
}

export interface PageLab {
  readonly stub: StubWorkspace;
  /** Opens the page and closes the one before: a browser has six connections for one host, and each page keeps one for its events. */
  readonly open: (view?: View) => Promise<Page>;
  /** Errors of the page's code and refusals of its content security policy, since the last time. */
  readonly problems: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Compiles the page as it is now, and a folder to serve it from. */
export function compilePage(): { readonly folder: string; readonly remove: () => void } {
  const out = mkdtempSync(join(tmpdir(), 'faultline-page-'));
  execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.page.json', '--outDir', out], { stdio: 'pipe' });
  execFileSync(process.execPath, ['src/sandbox/page/copy-static.js', join(out, 'page')], { stdio: 'pipe' });
  return { folder: join(out, 'page'), remove: () => rmSync(out, { recursive: true, force: true }) };
}

export function launchBrowser(): ReturnType<typeof puppeteer.launch> {
  return puppeteer.launch({ executablePath: CHROMIUM, headless: true, args: ['--no-sandbox', '--lang=en'] });
}

export async function startPageLab(): Promise<PageLab> {
  const compiled = compilePage();
  const stub = await startStub(compiled.folder);
  const browser = await launchBrowser();
  let last: Page | undefined;
  let problems: string[] = [];
  return {
    stub,
    open: async ({ width, height = 860, dark = false, calm = true, phone = false, at = '' } = {}) => {
      await last?.close();
      const page = await browser.newPage();
      last = page;
      page.setDefaultTimeout(10_000);
      page.on('pageerror', error => problems.push(String(error)));
      page.on('console', message => {
        // What the network refuses is the test's own doing (a workspace that is away).
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) problems.push(message.text());
      });
      await page.setViewport({ width: width ?? (phone ? 390 : 1440), height, hasTouch: phone, isMobile: phone });
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: calm ? 'reduce' : 'no-preference' },
      ]);
      await page.emulateTimezone('UTC');
      // The scene's own day, so that "today" is today.
      await page.evaluateOnNewDocument(() => {
        const real = Date.now.bind(Date);
        const offset = 1_795_270_200_000 - real();
        Date.now = () => real() + offset;
      });
      await page.goto(stub.url + at);
      await page.waitForSelector('#waiting[hidden]');
      await page.waitForSelector('.message, .home .blocks, .beginning');
      return page;
    },
    problems: () => {
      const found = problems;
      problems = [];
      return found;
    },
    close: async () => {
      await browser.close();
      await stub.close();
      compiled.remove();
    },
  };
}

/** The words of the first element that matches, as they are seen. */
export function seen(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, element => (element instanceof HTMLElement ? element.innerText : '').replace(/\s+/gu, ' ').trim());
}

export function seenAll(page: Page, selector: string): Promise<readonly string[]> {
  return page.$$eval(selector, elements =>
    elements.map(element => (element instanceof HTMLElement ? element.innerText : '').replace(/\s+/gu, ' ').trim()),
  );
}

/** Waits until the element says the words. */
export async function says(page: Page, selector: string, words: string): Promise<void> {
  await page.waitForFunction(
    (where, what) =>
      [...document.querySelectorAll<HTMLElement>(where)].some(element => element.innerText.replace(/\s+/gu, ' ').includes(what)),
    {},
    selector,
    words,
  );
}

/** Waits until nothing matches any more. */
export async function gone(page: Page, selector: string): Promise<void> {
  await page.waitForFunction(where => document.querySelector(where) === null, {}, selector);
}
