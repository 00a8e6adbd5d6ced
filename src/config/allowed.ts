/** One kind of value that a person types: its whole-text pattern and what it is in words. */
export interface Allowed {
  readonly pattern: RegExp;
  /** Most characters. */
  readonly most: number;
  readonly means: string;
}

/**
 * What names, addresses and parameters may look like. These values end up in argv, in log queries and on screens; although none of them
 * is ever read by a shell, nothing here lets through a quote, a blank at the start, a line break, `$` or `;`, nor a leading `-` that a
 * command would take for an option.
 */
export const allowed = {
  name: { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/, most: 63, means: 'letters, digits, dots, dashes, underscores' },
  address: { pattern: /^[A-Za-z0-9:][A-Za-z0-9._:-]*(%[A-Za-z0-9._-]+)?$/, most: 253, means: 'an IP address or a DNS name' },
  user: { pattern: /^[A-Za-z0-9_][A-Za-z0-9._@\\-]*\$?$/, most: 64, means: 'a login name' },
  // systemd.unit(5): letters, digits and :-_.\ and @ for instances.
  unit: { pattern: /^[A-Za-z0-9_:][A-Za-z0-9_:.@\\-]*$/, most: 255, means: 'a systemd unit such as checkout.service' },
  url: {
    pattern: /^https?:\/\/[A-Za-z0-9[][A-Za-z0-9._~:/?#[\]@!&*+,=%-]*$/,
    most: 2048,
    means: 'an http:// or https:// address without a login, blanks, quotes, $ ; or brackets other than []',
  },
  path: { pattern: /^\/[A-Za-z0-9._/@+:-]+$/, most: 1024, means: 'an absolute path of letters, digits and . _ / @ + : -' },
  parameter: {
    pattern: /^[A-Za-z0-9_@%+=:,./[][A-Za-z0-9_ @%+=:,./[\]-]*$/,
    most: 256,
    means: 'letters, digits, blanks and _ @ % + = : , . / [ ] -',
  },
  parameterName: { pattern: /^[a-z][a-z0-9_]*$/, most: 40, means: 'a name in small letters, digits and _' },
} as const satisfies Record<string, Allowed>;

/** Host text and 10 kB of paste stay readable in one line of a terminal: printable, quoted, at most 40 characters. */
export function quote(text: string): string {
  const printable = JSON.stringify(text.slice(0, 40)).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '?');
  return text.length > 40 ? `${printable}… (${text.length} characters)` : printable;
}

/** Undefined when `text` is allowed; else a sentence with the bad value, what is expected and the pattern. */
export function refusal(what: string, text: string, rule: Allowed): string | undefined {
  if (text.length > rule.most) return `${what} ${quote(text)} is too long: at most ${rule.most} characters are accepted.`;
  if (rule.pattern.test(text)) return undefined;
  return `${what} ${quote(text)} is not accepted: give ${rule.means} (${rule.pattern.source}).`;
}
