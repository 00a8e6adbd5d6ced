import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Place, Problem } from '../model/playbook.js';

/** A playbook file is small; more than this is a mistake (a capture in the wrong folder) or an attack. */
const MAX_CHARACTERS = 256 * 1024;

export interface PlaybookText {
  readonly path: string;
  readonly text: string;
}

/** One YAML file with its values and the way back from a value to where it was written. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** Where the value at `path` stands; `index` counts characters into a text. A missing value gives its nearest parent. */
  readonly placeOf: (path: readonly PropertyKey[], index?: number) => Place;
  /** Where the key itself stands. */
  readonly placeOfKey: (path: readonly PropertyKey[], key: string) => Place;
  /** True when YAML took ` #…` behind this plain text for a comment. */
  readonly isCut: (path: readonly PropertyKey[]) => boolean;
}

const QUOTE = 'Put the text in quotes: single quotes around it, and a single quote inside it written twice.';

/** Says what is wrong in the words of someone who wrote a condition, not a YAML document. */
function advice(error: YAMLError, line: string): string {
  const text = line.trim();
  switch (error.code) {
    case 'TAG_RESOLVE_FAILED':
      return `YAML takes a value that begins with "!" for a tag: ${text}. ${QUOTE}`;
    case 'DUPLICATE_KEY':
      return `the same key stands twice: ${text}. Remove one of them.`;
    case 'TAB_AS_INDENT':
      return `a tab indents this line: ${text}. YAML wants spaces.`;
    case 'MULTIPLE_DOCS':
      return 'a second document begins here (---). Write one file for each check, fault, symptom, remedy or case.';
    case 'MISSING_CHAR':
      if (/quote/.test(error.message)) return `a quote is opened and not closed: ${text}. A quote inside a quoted text is written twice.`;
      break;
    default:
  }
  if (text.includes('{{')) return `YAML can't read this line: ${text}. ${QUOTE}`;
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') return `YAML takes the second ": " of this line for a key: ${text}. ${QUOTE}`;
  if (error.code === 'BAD_SCALAR_START' || /: +[@%`]/.test(text)) return `a value can't begin like this: ${text}. ${QUOTE}`;
  const why = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
  return `this is not YAML: ${why}. The line: ${text}`;
}

/** One mistake makes YAML stumble many times: a tab spoils all that follows, and one message per line is enough. */
function leading(errors: readonly YAMLError[], lineOf: (error: YAMLError) => number): readonly YAMLError[] {
  const tabs = errors.filter(error => error.code === 'TAB_AS_INDENT');
  const kept = tabs.length > 0 ? tabs : errors;
  return kept.filter((error, index) => kept.findIndex(other => lineOf(other) === lineOf(error)) === index);
}

function filePlaces(
  path: string,
  text: string,
  document: Document,
  lines: LineCounter,
): Pick<YamlFile, 'placeOf' | 'placeOfKey' | 'isCut'> {
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file: path, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const nodeAt = (steps: readonly PropertyKey[]): unknown => (steps.length === 0 ? document.contents : document.getIn(steps, true));
  return {
    placeOf: (steps, index = 0) => {
      for (let length = steps.length; length >= 0; length--) {
        const node = nodeAt(steps.slice(0, length));
        if (!isNode(node) || !node.range) continue;
        const [start, end] = node.range;
        if (length < steps.length || index === 0 || !isScalar(node)) return at(start);
        // A folded or escaped text does not stand in the file as its value does; then its beginning must do.
        const inside = text.slice(start, end).indexOf(String(node.value));
        return at(inside < 0 ? start : start + inside + index);
      }
      return { file: path, line: 1, column: 1 };
    },
    placeOfKey: (steps, key) => {
      const map = nodeAt(steps);
      const pair = isMap(map) ? map.items.find(item => isPair(item) && isScalar(item.key) && String(item.key.value) === key) : undefined;
      return isNode(pair?.key) && pair.key.range ? at(pair.key.range[0]) : at(isNode(map) && map.range ? map.range[0] : 0);
    },
    isCut: steps => {
      const node = nodeAt(steps);
      return isScalar(node) && node.type === 'PLAIN' && typeof node.comment === 'string';
    },
  };
}

/** Reads one YAML file. All that YAML itself finds wrong comes back at once, with advice. */
export function readYaml(source: PlaybookText): { readonly file?: YamlFile; readonly problems: readonly Problem[] } {
  const whole: Place = { file: source.path, line: 1, column: 1 };
  if (source.text.length > MAX_CHARACTERS) {
    return {
      problems: [{ place: whole, message: `the file has ${source.text.length} characters; a playbook has at most ${MAX_CHARACTERS}.` }],
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: true, logLevel: 'error' });
  const rows = source.text.split('\n');
  const errors = leading([...document.errors, ...document.warnings], error => lines.linePos(error.pos[0]).line);
  const problems = errors.map(error => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { place: { file: source.path, line, column: col }, message: advice(error, rows[line - 1] ?? '') };
  });
  if (problems.length > 0) return { problems };
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { file: { path: source.path, value, ...filePlaces(source.path, source.text, document, lines) }, problems: [] };
  } catch (error) {
    return {
      problems: [{ place: whole, message: `the file can't be unfolded: ${error instanceof Error ? error.message : String(error)}.` }],
    };
  }
}
