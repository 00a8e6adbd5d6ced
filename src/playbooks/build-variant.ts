import type { Parser } from '../model/parser.js';
import type { Field, Problem, Variant, VariantWay } from '../model/playbook.js';
import { ROOT_LOOKS } from '../model/root-look.js';
import { ROOT_COMMAND } from '../model/root-verb.js';
import { commandWords, hidingProblems } from './command-words.js';
import type { TextProblem } from './condition-reads.js';
import { compilePattern } from './pattern.js';
import { queryParts } from './query-parts.js';
import type { YamlFile } from './read-yaml.js';
import type { VariantSource } from './schema-check.js';
import { suggest } from './suggest.js';
import { secondsOf } from './units.js';

export interface VariantSurroundings {
  /** Where the variant stands in its file. */
  readonly path: readonly PropertyKey[];
  readonly file: YamlFile;
  readonly params: readonly string[];
  readonly fields: readonly Field[];
  readonly parsers: ReadonlyMap<string, Parser>;
}

type Built = { readonly ok: true; readonly variant: Variant } | { readonly ok: false; readonly problems: readonly Problem[] };

const WAYS = ['run', 'read', 'sh', 'connect', 'http', 'tls', 'promql'] as const;

/** What the bot's own probes print: one JSON object per attempt. */
const PROBE_ALIVE = '^\\{';

/** A value: an answer without any series is a gap, and never a zero. */
const PROMQL_ALIVE = '"values?":\\s*\\[|"result":\\s*\\[\\s*[0-9]';

const isProbe = ({ kind }: VariantWay): boolean => kind === 'connect' || kind === 'http' || kind === 'tls';

type Report = (message: string, steps: readonly PropertyKey[], index?: number) => void;

/** `privilege` and the text name the same looks of faultline-root, or the rules for sudo would be too few or too many. */
function privilegeOf({ privilege = [], sh = '' }: VariantSource, report: Report): readonly string[] {
  for (const [index, look] of privilege.entries())
    if (!ROOT_LOOKS.includes(look))
      report(`${ROOT_COMMAND} does not know "${look}"${suggest(look, ROOT_LOOKS, 'It looks at')}`, ['privilege', index]);
  const used = new Set([...sh.matchAll(/\blook-[a-z-]+/g)].map(([look]) => look));
  for (const look of used)
    if (!privilege.includes(look)) report(`this uses ${look}: write privilege: [${[...used].join(', ')}] beside it.`, ['sh']);
  for (const [index, look] of privilege.entries()) if (!used.has(look)) report(`nothing in sh uses "${look}".`, ['privilege', index]);
  return privilege;
}

function wayOf(source: VariantSource, report: Report): VariantWay | undefined {
  const take = (problems: readonly TextProblem[], key: string): void => {
    for (const { message, index } of problems) report(message, [key], index);
  };
  if (source.run !== undefined) {
    const words = commandWords(source.run);
    if (!words.ok) {
      take(words.problems, 'run');
      return undefined;
    }
    take(hidingProblems(words.argv.join(' ')), 'run');
    return { kind: 'run', argv: words.argv };
  }
  if (source.read !== undefined) {
    const files = typeof source.read === 'string' ? [source.read] : source.read;
    for (const name of files) if (!/^(?:\/|\{\{)/.test(name)) report(`"${name}" is not an absolute file name; begin it with /.`, ['read']);
    return { kind: 'read', files };
  }
  if (source.sh !== undefined) {
    take(hidingProblems(source.sh), 'sh');
    const hole = /\{\{\s*\w+\s*\}\}/.exec(source.sh);
    if (hole) report(`a parameter never stands in a shell text. Write "$1" here and args: ['${hole[0]}'].`, ['sh'], hole.index);
    return {
      kind: 'sh',
      needs: source.needs ?? [],
      text: source.sh,
      args: (source.args ?? []).map(String),
      privilege: privilegeOf(source, report),
      ...(source.shown_as === undefined ? {} : { shownAs: source.shown_as }),
    };
  }
  if (source.connect !== undefined) return { kind: 'connect', ...source.connect, port: String(source.connect.port) };
  if (source.http !== undefined) return { kind: 'http', ...source.http };
  if (source.tls !== undefined) return { kind: 'tls', ...source.tls };
  if (source.promql !== undefined) {
    const { query, range } = source.promql;
    const read = queryParts(query);
    for (const { message, index } of read.problems) report(message, ['promql', 'query'], index);
    const span = range && rangeOf(range, report);
    return { kind: 'promql', query: read.parts, ...(span ? { range: span } : {}) };
  }
  return undefined;
}

/** Prometheus refuses more points of one series than 11,000; a check needs far fewer. */
const MOST_POINTS = 1_000;

function rangeOf(source: { readonly for: string; readonly step: string }, report: Report): { seconds: number; step: number } | undefined {
  const seconds = secondsOf(source.for) ?? 0;
  const step = secondsOf(source.step) ?? 0;
  if (step < 1 || seconds < 2 * step) report('a range has a step of at least 1s, and is at least two steps long.', ['promql', 'range']);
  else if (seconds / step > MOST_POINTS)
    report(`these are ${Math.round(seconds / step)} values of one series; at most ${MOST_POINTS} are asked for. Make the step longer.`, [
      'promql',
      'range',
    ]);
  else return { seconds, step };
  return undefined;
}

/** Every text of a variant that parameters may stand in. */
function textsOf(way: VariantWay): readonly string[] {
  switch (way.kind) {
    case 'run':
      return way.argv;
    case 'read':
      return way.files;
    case 'sh':
      return way.args;
    case 'connect':
      return [way.address, way.port];
    case 'http':
    case 'tls':
      return [way.url];
    case 'promql':
      // As a hole again, so that names are looked up in one place.
      return way.query.flatMap(part => (part.kind === 'param' ? [`{{${part.name}}}`] : []));
  }
}

function parserOf(
  source: VariantSource,
  way: VariantWay,
  report: Report,
): { readonly name: string; readonly options: unknown } | undefined {
  if (source.parse === undefined) {
    if (isProbe(way)) return { name: `probe_${way.kind}`, options: undefined };
    if (way.kind === 'promql') return { name: way.range ? 'prom_range' : 'prom_instant', options: undefined };
    report('"parse" is missing: the name of the parser that reads the output.', []);
    return undefined;
  }
  if (typeof source.parse === 'string') return { name: source.parse, options: undefined };
  const [entry, ...others] = Object.entries(source.parse);
  if (!entry || others.length > 0) {
    report('parse has one entry: {name: options}.', ['parse']);
    return undefined;
  }
  return { name: entry[0], options: entry[1] };
}

/** The fields that a variant gives: those it names, or all declared ones that its parser knows; lists come with their rows. */
function givesOf(source: VariantSource, parser: Parser, fields: readonly Field[], report: Report): readonly string[] {
  const declared = fields.map(field => field.name);
  const known = parser.gives === 'declared' ? declared : Object.keys(parser.gives);
  const wanted = source.gives ?? declared.filter(name => known.includes(name));
  for (const [index, name] of (source.gives ?? []).entries()) {
    if (!declared.includes(name)) report(`fields: does not declare "${name}"${suggest(name, declared, 'Declared')}`, ['gives', index]);
    else if (!known.includes(name))
      report(`the parser ${parser.name} does not give "${name}"${suggest(name, known, 'It gives')}`, ['gives', index]);
  }
  const lists = fields
    .filter(field => field.type === 'list' && wanted.some(name => name.startsWith(`${field.name}.`)))
    .map(field => field.name);
  return [...new Set([...lists, ...wanted])];
}

/** Makes one `try:` entry, or tells everything that is wrong with it. */
export function buildVariant(source: VariantSource, around: VariantSurroundings): Built {
  const problems: Problem[] = [];
  const report: Report = (message, steps, index = 0) => {
    problems.push({ place: around.file.placeOf([...around.path, ...steps], index), message });
  };
  const ways = WAYS.filter(way => source[way] !== undefined);
  if (ways.length !== 1) {
    report(
      ways.length === 0
        ? `this needs one of ${WAYS.join(', ')}.`
        : `this has ${ways.join(' and ')}; a variant is one of them. Write two variants.`,
      [],
    );
    return { ok: false, problems };
  }
  const way = wayOf(source, report);
  if (!way) return { ok: false, problems };
  if (way.kind !== 'sh')
    for (const key of ['needs', 'args', 'privilege', 'shown_as'] as const)
      if (source[key] !== undefined) report(`"${key}" goes with sh: only.`, [key]);
  for (const text of textsOf(way)) {
    for (const [hole, name = ''] of text.matchAll(/\{\{\s*([^}]*?)\s*\}\}/g)) {
      if (!around.params.includes(name))
        report(`${hole} is not a parameter of this check${suggest(name, around.params, 'Declared')}`, [
          way.kind === 'sh' ? 'args' : way.kind,
        ]);
    }
  }
  const alive = source.alive ?? (way.kind === 'promql' ? PROMQL_ALIVE : isProbe(way) ? PROBE_ALIVE : undefined);
  if (alive === undefined) {
    report(
      '"alive" is missing: a pattern that some line of the output always matches (a header), so that an empty answer is not taken for "nothing wrong".',
      [],
    );
  } else {
    const pattern = compilePattern(alive);
    if (!pattern.ok) report(`RE2 does not take the pattern ${alive}: ${pattern.why}.`, ['alive']);
    else if (pattern.test('')) report(`the pattern ${alive} matches an empty line too, so that it is no sign of life.`, ['alive']);
  }
  const named = parserOf(source, way, report);
  const parser = named && around.parsers.get(named.name);
  if (named && !parser)
    report(
      `there is no parser "${named.name}"${suggest(named.name, [...around.parsers.keys()], 'Parsers')}`,
      source.parse === undefined ? [] : ['parse'],
    );
  const wrongOptions = named && parser?.checkOptions?.(named.options);
  if (named && wrongOptions !== undefined) report(`parse: ${named.name}: ${wrongOptions}`, ['parse']);
  const gives = parser ? givesOf(source, parser, around.fields, report) : [];
  if (problems.length > 0 || alive === undefined || !named) return { ok: false, problems };
  return { ok: true, variant: { way, alive, okExit: source.ok_exit, parser: named, gives } };
}
