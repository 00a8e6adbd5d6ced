const NAMED: Readonly<Record<string, string>> = { good: '#2eb886', warning: '#daa038', danger: '#a30200' };

/** The colour of an attachment's bar; undefined unless it is one of Slack's three words or a hex colour. */
export function barColour(colour: string): string | undefined {
  const named = Object.hasOwn(NAMED, colour) ? NAMED[colour] : undefined;
  if (named !== undefined) return named;
  return /^#?[0-9a-f]{6}$|^#?[0-9a-f]{3}$/iu.test(colour) ? `#${colour.replace('#', '')}` : undefined;
}
