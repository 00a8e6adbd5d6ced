import type { WebApi } from './web-api.js';

/** Stands for a server that cannot be asked, because its settings cannot be used: `says` tells which. */
export function unusableApi(url: string, says: string): WebApi {
  return { url, ask: () => Promise.resolve({ kind: 'unreachable', says }), close: () => Promise.resolve() };
}
