/** Bounds of one line: a log is read by people and paid for by the byte. */
const MAX_TEXT = 4000;
const MAX_DEPTH = 6;
const MAX_ENTRIES = 50;
const MAX_CAUSES = 5;

/** A secret shorter than this would take ordinary words out of the log; no token of anything is so short. */
const MIN_SECRET = 4;

// Control and bidirectional characters can forge or hide lines in a viewer; line breaks and tabs stay, as JSON writes them harmlessly.
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Takes every secret out of a text and makes it harmless to print. */
export type CleanText = (text: string) => string;

/** @param secrets the values themselves; also found percent-encoded and in base64, as they stand in URLs and headers */
export function cleaner(secrets: readonly string[]): CleanText {
  const forms = secrets
    .filter(secret => secret.length >= MIN_SECRET)
    .flatMap(secret => [secret, encodeURIComponent(secret.toWellFormed()), Buffer.from(secret).toString('base64')])
    .map(form => form.replace(HARMFUL, ''));
  // Longest first: a secret that holds another one must not leave its rest behind.
  const sorted = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return text => {
    // What is invisible goes first, since it could hide a secret; the cut comes last, since it could leave half of one.
    const without = sorted.reduce((left, secret) => left.replaceAll(secret, '[secret]'), text.replace(HARMFUL, ''));
    return without.length > MAX_TEXT ? `${without.slice(0, MAX_TEXT)}… (${without.length} characters)` : without;
  };
}

function isError(value: object): value is { name: unknown; message: unknown; stack?: unknown; cause?: unknown; code?: unknown } {
  // By its shape: an error of another realm is no `instanceof Error`.
  return value instanceof Error || ('stack' in value && 'message' in value && 'name' in value);
}

/** A value as it may be logged: plain, bounded, without secrets. Never throws, whatever getters or circles are in it. */
export function cleanValue(value: unknown, clean: CleanText, depth = 0, above: readonly object[] = []): unknown {
  switch (typeof value) {
    case 'string':
      return clean(value);
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    case 'bigint':
    case 'symbol':
      return clean(String(value));
    case 'function':
      return '[function]';
    case 'object':
      break;
  }
  if (value === null) return null;
  if (above.includes(value)) return '[circle]';
  if (depth >= MAX_DEPTH) return '[deeper]';
  const within = [...above, value];
  try {
    if (value instanceof Date) return Number.isFinite(value.getTime()) ? value.toISOString() : '[no time]';
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (isError(value)) return cleanError(value, clean, within);
    if (Array.isArray(value)) {
      const some = value.slice(0, MAX_ENTRIES).map(each => cleanValue(each, clean, depth + 1, within));
      return value.length > MAX_ENTRIES ? [...some, `[${value.length - MAX_ENTRIES} more]`] : some;
    }
    if ('toJSON' in value && typeof value.toJSON === 'function') return cleanValue(value.toJSON(), clean, depth + 1, within);
    const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
    return Object.fromEntries(
      entries.slice(0, MAX_ENTRIES).map(([key, each]) => [clean(String(key)), cleanValue(each, clean, depth + 1, within)]),
    );
  } catch {
    return '[unreadable]';
  }
}

function cleanError(
  { name, message, stack, code, cause }: { name: unknown; message: unknown; stack?: unknown; cause?: unknown; code?: unknown },
  clean: CleanText,
  above: readonly object[],
): unknown {
  return {
    name: clean(String(name)),
    message: clean(String(message)),
    ...(code === undefined ? {} : { code: clean(String(code)) }),
    ...(typeof stack === 'string' ? { stack: clean(stack) } : {}),
    ...(cause === undefined ? {} : { cause: above.length > MAX_CAUSES ? '[deeper]' : cleanValue(cause, clean, 0, above) }),
  };
}
