/**
 * One text for one value (RFC 8785): keys sorted by UTF-16 code units, no blanks, numbers and strings as JSON.stringify writes them.
 * Keys whose value is undefined are left out, as JSON does. Throws a TypeError for what JSON can't hold (NaN, a function, a Map, half
 * a surrogate pair), since two values must never share a text.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('half of a surrogate pair has no canonical JSON');
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON`);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no canonical JSON`);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('only plain objects have a canonical JSON');
  const entries = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([key, inner]) => (inner === undefined ? [] : [`${canonicalJson(key)}:${canonicalJson(inner)}`]));
  return `{${entries.join(',')}}`;
}
