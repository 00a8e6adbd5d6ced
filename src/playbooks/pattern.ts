import { RE2JS } from 're2js';

/** A compiled RE2 pattern, or the reason why RE2 refuses it. Linear time: host text is not to be trusted with backtracking. */
export type Pattern = { readonly ok: true; readonly test: (text: string) => boolean } | { readonly ok: false; readonly why: string };

/** Compiles an RE2 pattern; `test` finds it anywhere in the text. */
export function compilePattern(source: string): Pattern {
  try {
    const compiled = RE2JS.compile(source);
    return { ok: true, test: text => compiled.matcher(text).find() };
  } catch (error) {
    return {
      ok: false,
      why: error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/^error parsing regexp: /, '') : String(error),
    };
  }
}

/** True when the pattern has a `|` outside every group: then `^a|b$` anchors neither side. */
function splitsAtTop(source: string): boolean {
  let depth = 0;
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const char = source[i];
    if (char === '\\') i++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '|' && depth === 0) return true;
  }
  return false;
}

/** Values that no parameter may have, whatever the playbook says: an option, a second line. */
const HOSTILE = ['-x', '--help', 'a\nb', '1\n2', '/a\n/b'];

/** What is wrong with a parameter's `allow:` pattern, or undefined when it is safe. */
export function allowFault(source: string): string | undefined {
  const compiled = compilePattern(source);
  if (!compiled.ok) return `RE2 does not take the pattern ${source}: ${compiled.why}`;
  if (!source.startsWith('^') || !source.endsWith('$') || source.endsWith('\\$') || splitsAtTop(source)) {
    return `the pattern ${source} must be anchored at both ends: ^(?:…)$, so that the whole value is checked`;
  }
  try {
    new RegExp(source, 'u');
  } catch {
    return `the pattern ${source} has a backslash before a character that needs none; leave it out`;
  }
  const hostile = HOSTILE.find(value => compiled.test(value));
  if (hostile === undefined) return undefined;
  return hostile.startsWith('-')
    ? `the pattern ${source} lets a value begin with "-", which a command would take for an option`
    : `the pattern ${source} lets a value span lines`;
}
