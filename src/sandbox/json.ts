import type { SlackJson } from './page-api.js';

/** What stands in Slack's JSON is not trusted: these readers give a value of the asked type, or nothing. */

export function isObject(value: unknown): value is SlackJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: SlackJson, key: string): SlackJson | undefined {
  const found = value[key];
  return isObject(found) ? found : undefined;
}

export function textAt(value: SlackJson, key: string): string | undefined {
  const found = value[key];
  return typeof found === 'string' ? found : undefined;
}

export function listAt(value: SlackJson, key: string): readonly unknown[] | undefined {
  const found = value[key];
  return Array.isArray(found) ? found : undefined;
}

/** The objects of a list; anything else in it is left out. */
export function objectsAt(value: SlackJson, key: string): readonly SlackJson[] {
  return (listAt(value, key) ?? []).filter(isObject);
}

/** A list of texts, or one text with commas, as Slack's form encoding has it. */
export function textsAt(value: SlackJson, key: string): readonly string[] {
  const found = value[key];
  if (typeof found === 'string') return found.split(',').filter(part => part !== '');
  return Array.isArray(found) ? found.filter(part => typeof part === 'string') : [];
}

/** A number, also when a form sent it as text. */
export function numberAt(value: SlackJson, key: string): number | undefined {
  const found = value[key];
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** `true`, `"true"` and `"1"` are yes. */
export function flagAt(value: SlackJson, key: string): boolean {
  const found = value[key];
  return found === true || found === 'true' || found === '1' || found === 1;
}

/** The JSON in a text; nothing when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
