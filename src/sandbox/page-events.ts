import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageEvent } from './page-api.js';
import { type PageParts, stateOf } from './page-routes.js';
import { PAGE_HEADERS } from './static-files.js';

/** A comment now and then, so that nothing on the way takes the stream for dead. */
const ALIVE_MS = 15_000;

/** Server-sent events for one person's page, until it goes away. */
export function serveEvents(parts: PageParts, user: string, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'text/event-stream; charset=utf-8', connection: 'keep-alive' });
  const send = (event: PageEvent) => {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const stop = parts.world.page.listen(user, event => {
    if (event === 'state') send({ kind: 'state', state: stateOf(parts, user) });
    else send(event);
  });
  const alive = setInterval(() => response.write(': alive\n\n'), ALIVE_MS);
  request.on('close', () => {
    clearInterval(alive);
    stop();
  });
  response.on('error', stop);
  send({ kind: 'hello' });
}
