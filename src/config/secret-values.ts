import type { Config } from './schema.js';
import { Secret } from './secret.js';

/** Every secret of the configuration that is there, in clear: for the log, which must never show one. */
export function secretValues(config: Config): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof Secret) {
      const held: unknown = value.missing === undefined ? value.reveal() : undefined;
      // Where the store is, is no secret unless a password may be in it.
      if (typeof held === 'string' && !held.startsWith('sqlite:')) found.push(held);
    } else if (value !== null && typeof value === 'object') for (const each of Object.values(value)) walk(each);
  };
  walk(config);
  return found;
}
