import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers one request. What it throws is logged, and answered with 500 when nothing was answered yet. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** One exact path, and what each method does there. `GET` also answers `HEAD`. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'POST', Handle>>>;
}
