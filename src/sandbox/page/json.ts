import type { SlackJson } from '../page-api.js';

// Blocks come from bots: nothing in them is believed before it is looked at.

function isObject(value: unknown): value is SlackJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is something else. */
export function objectOf(value: unknown): SlackJson {
  return isObject(value) ? value : {};
}

/** The object below the key, or undefined when there is none. */
export function objectAt(from: SlackJson, key: string): SlackJson | undefined {
  const value = from[key];
  return isObject(value) ? value : undefined;
}

/** The objects of the list below the key; none when it is no list. */
export function objectsAt(from: SlackJson, key: string): readonly SlackJson[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The text below the key; empty when it is no text. */
export function textAt(from: SlackJson, key: string): string {
  const value = from[key];
  return typeof value === 'string' ? value : '';
}

/** The texts of the list below the key. */
export function textsAt(from: SlackJson, key: string): readonly string[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter(entry => typeof entry === 'string') : [];
}

/** The number below the key, also when it is written as a text. */
export function numberAt(from: SlackJson, key: string): number | undefined {
  const value = from[key];
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** True only for a real `true` below the key. */
export function flagAt(from: SlackJson, key: string): boolean {
  return from[key] === true;
}

/** The words of the text object (`plain_text` or `mrkdwn`) below the key, as they stand there. */
export function wordsAt(from: SlackJson, key: string): string {
  return textAt(objectOf(from[key]), 'text');
}
