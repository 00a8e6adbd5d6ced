import type { IncomingMessage } from 'node:http';
import { isObject, parsed } from './json.js';
import type { SlackJson } from './page-api.js';

/** Thrown when a request carries more than the caller takes. */
export class TooLarge extends Error {}

/** The whole body of a request, at most `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    size += bytes.length;
    if (size > most) throw new TooLarge(`more than ${most} bytes`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** Arguments that forms carry as JSON in a text. */
const JSON_FIELDS = new Set(['blocks', 'attachments', 'metadata', 'view', 'files', 'chunks', 'loading_messages', 'message', 'payload']);

/** The arguments of a Web API call: a form, JSON, or multipart; arguments in the address too. */
export async function readArguments(contentType: string, body: Buffer, query: URLSearchParams): Promise<SlackJson> {
  const fromQuery = formArguments(query);
  if (contentType.startsWith('application/json')) {
    const value = parsed(body.toString('utf8'));
    return { ...fromQuery, ...(isObject(value) ? value : {}) };
  }
  if (contentType.startsWith('multipart/form-data')) return { ...fromQuery, ...(await multipart(contentType, body)) };
  return { ...fromQuery, ...formArguments(new URLSearchParams(body.toString('utf8'))) };
}

function formArguments(fields: URLSearchParams): SlackJson {
  return Object.fromEntries(
    [...fields].map(([key, value]) => {
      const json = JSON_FIELDS.has(key) && /^\s*[[{]/u.test(value) ? parsed(value) : undefined;
      return [key, json ?? value];
    }),
  );
}

async function multipart(contentType: string, body: Buffer): Promise<SlackJson> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  const texts = new URLSearchParams();
  const files: Record<string, unknown> = {};
  for (const [key, value] of form) {
    if (typeof value === 'string') texts.append(key, value);
    else files[key] = { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return { ...formArguments(texts), ...files };
}
