import { LineCounter, parseDocument } from 'yaml';
import { explain, keyText, valueAt } from './explain.js';
import { jsonSchema } from './json-schema.js';
import type { ConfigProblem } from './problem.js';
import { type Config, configSchema, type ResolveSecret } from './schema.js';
import { Secret } from './secret.js';
import { type Slip, slips } from './slips.js';
import { placeOf } from './yaml-place.js';

/** What reading a file gave. `absent` and `unreadable` carry one sentence. */
export type FileText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent'; readonly says: string }
  | { readonly kind: 'unreadable'; readonly says: string };
type ReadFile = (path: string) => FileText;

export interface LoadRequest {
  /** The file's name as the operator knows it; goes into every problem. */
  readonly path: string;
  readonly text: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the files that `file:` names; a relative one is relative to the configuration file. */
  readonly readFile: ReadFile;
}

export type Loaded =
  | {
      readonly kind: 'loaded';
      readonly config: Config;
      /** Declared secrets that are not there. Fatal for what uses them (`serve`), of no concern to `diagnose`. */
      readonly unset: readonly ConfigProblem[];
      /** The place in the file of a mistake that was found later (`HostDirectory.problems`). */
      readonly locate: (slip: Slip) => ConfigProblem;
    }
  | { readonly kind: 'refused'; readonly problems: readonly [ConfigProblem, ...ConfigProblem[]] };

/** Text to Config: all problems at once, each with its place, the bad value and what to write instead. Never throws. */
export function loadConfig(request: LoadRequest): Loaded {
  const lines = new LineCounter();
  const document = parseDocument(request.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const problem = (steps: readonly (string | number)[], says: string, atKey = false): ConfigProblem => {
    const shown = atKey ? steps.slice(0, -1) : steps;
    return { file: request.path, ...placeOf(document, lines, steps, atKey), key: keyText(shown), says };
  };
  const refused = (problems: readonly ConfigProblem[]): Loaded | undefined => {
    const [first, ...more] = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    return first && { kind: 'refused', problems: [first, ...more] };
  };

  const unreadable = document.errors.map((error): ConfigProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { file: request.path, line, column: col, key: '', says: `this is not valid YAML: ${error.message}` };
  });
  const stopped = refused(unreadable);
  if (stopped) return stopped;

  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    // The library refuses alias bombs by throwing.
    const says = `this YAML cannot be expanded: ${error instanceof Error ? error.message : 'unknown reason'}`;
    return { kind: 'refused', problems: [{ file: request.path, line: 1, column: 1, key: '', says }] };
  }

  const parsed = configSchema(resolver(request)).safeParse(raw);
  const problems = slips(raw).map(slip => problem(slip.steps, slip.says));
  for (const issue of parsed.error?.issues ?? []) {
    const steps = issue.path.map(step => (typeof step === 'number' ? step : String(step)));
    const unknown = issue.code === 'unrecognized_keys';
    const sentences = explain(issue, raw, unknown ? knownKeys(steps) : []);
    for (const [i, says] of sentences.entries()) {
      if (unknown) problems.push(problem([...steps, issue.keys[i] ?? ''], says, true));
      else problems.push(problem(steps, says, issue.code === 'invalid_key'));
    }
  }
  const bad = refused(problems);
  if (bad) return bad;
  if (!parsed.success) throw new Error('zod refused without an issue'); // cannot happen; the compiler does not know
  const unset = unsetSecrets(parsed.data).map(({ steps, says }) => problem(steps, says));
  return { kind: 'loaded', config: parsed.data, unset, locate: ({ steps, says }) => problem(steps, says) };
}

/** The configuration without any file: no hosts but those of ~/.ssh/config, no services. */
export function defaultConfig(): Config {
  return configSchema(resolver({ path: '', env: {}, readFile: () => ({ kind: 'absent', says: '' }) })).parse({});
}

function resolver({ env, readFile }: Pick<LoadRequest, 'path' | 'env' | 'readFile'>): ResolveSecret {
  return reference => {
    const colon = reference.indexOf(':');
    const name = reference.slice(colon + 1);
    switch (reference.slice(0, colon)) {
      case 'text':
        return Secret.of(name);
      case 'env': {
        const value = env[name];
        return value
          ? Secret.of(value)
          : Secret.unset(`the environment variable ${name} is not set; export it, or write file:PATH instead`);
      }
      default: {
        const read = readFile(name);
        if (read.kind !== 'text') return Secret.unset(read.says);
        // Editors and `echo` end a file with a line break; it is never part of a token.
        const value = read.text.replace(/\r?\n$/, '');
        return value === '' ? Secret.unset(`the file ${name} is empty; put the secret in it`) : Secret.of(value);
      }
    }
  };
}

function unsetSecrets(value: unknown, steps: readonly (string | number)[] = []): { steps: readonly (string | number)[]; says: string }[] {
  if (value instanceof Secret) return value.missing === undefined ? [] : [{ steps, says: value.missing }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, below]) => unsetSecrets(below, [...steps, Array.isArray(value) ? Number(key) : key]));
}

/** The keys that the schema accepts at a path, read off its JSON form. */
function knownKeys(steps: readonly (string | number)[]): string[] {
  let here: unknown = jsonSchema();
  for (const step of steps) {
    here = valueAt(here, typeof step === 'number' ? ['items'] : ['properties', step]) ?? valueAt(here, ['additionalProperties']);
  }
  return Object.keys(valueAt(here, ['properties']) ?? {});
}
