import { answer } from './answer.js';
import type { Route } from './route.js';

/** All metrics as text, and the content type that tells a scraper their format. */
export interface Exposition {
  readonly type: string;
  readonly text: string;
}

/** `GET /metrics`. It is open to whoever reaches the port: no label holds what strangers wrote. */
export function metricsRoute(read: () => Promise<Exposition>): Route {
  return {
    path: '/metrics',
    methods: {
      GET: async (_, response) => {
        const { type, text } = await read();
        answer(response, 200, type, text);
      },
    },
  };
}
