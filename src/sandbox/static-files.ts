import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, resolve, sep } from 'node:path';

/** Only what stands in the page's own folder runs; nothing but pictures comes from elsewhere; nothing may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: https:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export const PAGE_HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Serves a file of the folder, `index.html` for `/`. Gives false when there is none. */
export async function serveFile(folder: string, path: string, response: ServerResponse): Promise<boolean> {
  const root = resolve(folder);
  const wanted = pathInside(root, path === '/' ? '/index.html' : path);
  const type = wanted === undefined ? undefined : TYPES[extname(wanted)];
  if (wanted === undefined || type === undefined) return false;
  const bytes = await readFile(wanted).catch(() => undefined);
  if (!bytes) return false;
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
  return true;
}

function pathInside(root: string, path: string): string | undefined {
  try {
    const wanted = resolve(root, `.${decodeURIComponent(path)}`);
    return wanted.startsWith(`${root}${sep}`) && !wanted.includes('\0') ? wanted : undefined;
  } catch {
    return undefined;
  }
}
