import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('conditions/', import.meta.url);

/** What a condition's header says of it: where to ask, and what a true diagnosis answers. */
export interface Condition {
  readonly name: string;
  readonly about: string;
  /** The words a person would type. */
  readonly words: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Faults that must come out as roots; empty for the healthy control and where the cause can't be seen. */
  readonly roots: readonly Expectation[];
  /** Effects that must come out as `tracedTo` when the cause can't be seen. */
  readonly tracedTo: readonly Expectation[];
  /** The chain of causes that must be printed, when the condition is about one. */
  readonly chain?: readonly string[];
  /** Who diagnoses it in the lab run: logins. Without the line: all of them. */
  readonly lookedAtBy: readonly string[];
  /** Faults that are there as well: effects of the root, or true findings beside it. */
  readonly alsoFound: readonly string[];
}

export interface Expectation {
  readonly fault: string;
  readonly host: string;
}

export function conditionNames(): string[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.sh'))
    .map(file => file.slice(0, -'.sh'.length))
    .sort();
}

/** Reads the header of conditions/NAME.sh: lines `# key: value` before the first empty line. Throws when a needed key is missing. */
export function readCondition(name: string): Condition {
  const header = readFileSync(new URL(`${name}.sh`, folder), 'utf8').split('\n\n', 1)[0] ?? '';
  const value = (key: string) => new RegExp(`^# ${key}: *(.+)$`, 'm').exec(header)?.[1]?.trim();
  const needed = (key: string) => {
    const text = value(key);
    if (text === undefined) throw new Error(`test/lab/conditions/${name}.sh: its header has no line '# ${key}: …'`);
    return text;
  };
  const list = (key: string) => value(key)?.split(/[ ,]+/) ?? [];
  const host = needed('host');
  // `oom-kill@app1` names the host where it is not the one that was asked about.
  const expectation = (text: string): Expectation => {
    const [fault = text, at = host] = text.split('@');
    return { fault, host: at };
  };
  return {
    name,
    about: needed('about'),
    words: needed('symptom').split(' '),
    host,
    port: Number(needed('port')),
    url: needed('url'),
    roots: list('roots').map(expectation),
    tracedTo: list('traced-to').map(expectation),
    ...(value('chain') ? { chain: value('chain')?.split(' -> ') ?? [] } : {}),
    lookedAtBy: value('looked-at-by') ? list('looked-at-by') : ['root', 'faultline', 'plain', 'noss'],
    alsoFound: list('also-found'),
  };
}
