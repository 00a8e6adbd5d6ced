import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** A whole answer of plain text; a line feed ends it, for people with curl. */
export function answerText(response: ServerResponse, status: number, says: string, headers: OutgoingHttpHeaders = {}): void {
  answer(response, status, 'text/plain; charset=utf-8', `${says}\n`, headers);
}

/** A whole answer of JSON. */
export function answerJson(response: ServerResponse, status: number, value: object, headers: OutgoingHttpHeaders = {}): void {
  answer(response, status, 'application/json', JSON.stringify(value), headers);
}

/** A whole answer; nothing when somebody answered already, or nobody is there any more. */
export function answer(response: ServerResponse, status: number, type: string, body: string, headers: OutgoingHttpHeaders = {}): void {
  if (response.headersSent || response.destroyed) return;
  response
    .writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' })
    .end(body);
}
