import { randomBytes } from 'node:crypto';
import type { SandboxClock } from './clock.js';

/** Names for everything in the workspace: readable ones for what people see, unguessable ones for what opens something. */
export interface Ids {
  /** `F0SBX00001`: Slack's form, a letter that says what it names and then capitals and digits. */
  readonly next: (letter: string) => string;
  /** A message's `ts`: seconds and six digits, never the same twice, always rising. */
  readonly ts: () => string;
  /** 128 bits, in hexadecimal digits. */
  readonly secret: () => string;
  readonly uuid: () => string;
}

/** Gives ids by counting; no two workspaces share secrets. */
export function createIds(clock: SandboxClock): Ids {
  let count = 0;
  let lastMicros = 0;
  const secret = () => randomBytes(16).toString('hex');
  return {
    next: letter => {
      count += 1;
      return `${letter}0SBX${count.toString(36).toUpperCase().padStart(5, '0')}`;
    },
    ts: () => {
      lastMicros = Math.max(lastMicros + 1, Math.floor(clock.now()) * 1000);
      return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
    secret,
    uuid: () => {
      const hex = secret();
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
  };
}
