import type { SlackJson } from './page-api.js';

/** Slack's no to a call of the Web API: `{ok: false, error}`, with whatever belongs to it. */
export class Refusal extends Error {
  readonly answer: SlackJson;

  constructor(error: string, more: SlackJson = {}) {
    super(error);
    this.name = 'Refusal';
    this.answer = { ok: false, error, ...more };
  }
}

/** The same, with the whole answer made already. */
export function refuseWith(answer: SlackJson): Refusal {
  const { ok: _, error, ...more } = answer;
  return new Refusal(typeof error === 'string' ? error : 'fatal_error', more);
}
