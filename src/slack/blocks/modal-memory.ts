import type { Place } from '../../model/incident.js';
import { untrusted } from './untrusted.js';

/** What a modal must not forget while a person fills it in. */
export interface ModalMemory {
  /** Absent on the App Home: the answer goes to the asking person directly. */
  readonly place?: Place;
  /** What was typed before. */
  readonly words: string;
}

/** Most characters of `private_metadata` (@slack/types 3.2.0). */
const MOST_METADATA = 3000;

export function writeMemory({ place, words }: ModalMemory): string {
  const written = (most: number): string => JSON.stringify({ ...(place ? { place } : {}), words: untrusted(words, most) });
  let most = 2000;
  while (written(most).length > MOST_METADATA) most = Math.floor(most * 0.8);
  return written(most);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `writeMemory` wrote; undefined when it is something else. */
export function readMemory(text: string): ModalMemory | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(read) || typeof read.words !== 'string') return undefined;
  const { place, words } = read;
  if (place === undefined) return { words };
  if (!isObject(place) || typeof place.channel !== 'string') return undefined;
  return { words, place: { channel: place.channel, ...(typeof place.thread === 'string' ? { thread: place.thread } : {}) } };
}
