import type { Parser } from '../model/parser.js';
import type { Check, CheckParam, Field, Place, Problem, Variant } from '../model/playbook.js';
import { buildVariant } from './build-variant.js';
import type { CheckShape } from './language.js';
import { allowFault, compilePattern } from './pattern.js';
import type { YamlFile } from './read-yaml.js';
import type { CheckSource } from './schema-check.js';
import { bytesOf, secondsOf } from './units.js';

/** What a parameter may look like when its file does not say. None lets a value begin with a dash or hold a blank. */
const ALLOW: Readonly<Record<Exclude<CheckParam['type'], 'text'>, string>> = {
  port: '^[0-9]{1,5}$',
  address: '^[A-Za-z0-9:\\[][A-Za-z0-9.:%_\\[\\]-]{0,252}$',
  url: "^https?://[A-Za-z0-9.:_\\[\\]-]+(?:/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?$",
  unit: '^[A-Za-z0-9_][A-Za-z0-9@._:-]*$',
  path: '^/[A-Za-z0-9@._/-]+$',
};

/** A host must not be held up, and a capture must stay small, whatever a playbook says. */
const MAX_TIMEOUT_SECONDS = 60;
const MAX_CAP_BYTES = 4 * 2 ** 20;

function buildParams(source: CheckSource, file: YamlFile, problems: Problem[]): Record<string, CheckParam> {
  const params: Record<string, CheckParam> = {};
  for (const [name, param] of Object.entries(source.params)) {
    const place = file.placeOf(['params', name, 'allow']);
    const allow = param.allow ?? (param.type === 'text' ? undefined : ALLOW[param.type]);
    if (allow === undefined) {
      problems.push({
        place,
        message: `the parameter "${name}" of type text needs allow: an anchored RE2 pattern such as ^[a-z0-9-]+$, which every value must match.`,
      });
      continue;
    }
    const wrong = allowFault(allow);
    if (wrong !== undefined) {
      problems.push({ place, message: `${wrong}.` });
      continue;
    }
    const value = param.default === undefined ? undefined : String(param.default);
    const pattern = compilePattern(allow);
    if (value !== undefined && value !== '' && pattern.ok && !pattern.test(value)) {
      problems.push({ place: file.placeOf(['params', name, 'default']), message: `the default "${value}" does not match allow: ${allow}` });
    }
    params[name] = { type: param.type, allow, ...(value === undefined ? {} : { default: value }) };
  }
  return params;
}

function buildFields(source: CheckSource, file: YamlFile, problems: Problem[]): CheckShape['fields'] {
  return Object.entries(source.fields).map(([name, { type, unit, means, one_of }]) => {
    const parent = name.split('.')[0] ?? '';
    const parentType = name === parent ? undefined : source.fields[parent]?.type;
    if (parentType !== undefined && parentType !== 'list') {
      problems.push({
        place: file.placeOfKey(['fields'], name),
        message: `"${parent}" is a ${parentType}, so it has no "${name}". Declare ${parent}: {type: list}, or leave "${parent}" out.`,
      });
    }
    if (name.endsWith('.line'))
      problems.push({
        place: file.placeOfKey(['fields'], name),
        message: `every row has "line" already: the text that it was read from. Leave "${name}" out.`,
      });
    if (one_of && type !== 'text')
      problems.push({ place: file.placeOf(['fields', name, 'one_of']), message: `one_of is for texts, and "${name}" is a ${type}.` });
    return { name, type, ...(unit ? { unit } : {}), ...(means ? { means } : {}), ...(one_of ? { oneOf: one_of } : {}) };
  });
}

/** Fields that no variant gives, or that the parser gives with another type. */
function fieldProblems(
  fields: readonly Field[],
  variants: readonly Variant[],
  parsers: ReadonlyMap<string, Parser>,
  file: YamlFile,
): Problem[] {
  const problems: Problem[] = [];
  for (const { name, type } of fields) {
    const place = file.placeOfKey(['fields'], name);
    let isGiven = false;
    for (const { parser, gives } of variants) {
      const given = parsers.get(parser.name)?.gives;
      if (given === undefined) continue;
      if (gives.includes(name)) isGiven = true;
      const theirs = given === 'declared' ? type : Object.hasOwn(given, name) ? given[name] : undefined;
      if (theirs !== undefined && theirs !== type)
        problems.push({ place, message: `"${name}" is declared as ${type}, and the parser ${parser.name} gives a ${theirs}.` });
    }
    if (!isGiven && variants.length > 0)
      problems.push({
        place,
        message: `no variant gives "${name}": neither a parser nor gives: names it. Conditions on it would never be known.`,
      });
  }
  return problems;
}

function listProblems(
  fields: readonly Field[],
  variants: readonly Variant[],
  parsers: ReadonlyMap<string, Parser>,
  file: YamlFile,
): Problem[] {
  const declared = new Map(fields.map(field => [field.name, field.type]));
  const wanted = new Set<string>();
  for (const { parser } of variants) {
    const given = parsers.get(parser.name)?.gives;
    if (given === undefined || given === 'declared') continue;
    for (const [name, type] of Object.entries(given)) {
      if (type === 'list' && !declared.has(name) && fields.some(field => field.name.startsWith(`${name}.`))) wanted.add(name);
    }
  }
  return [...wanted].map(name => ({
    place: file.placeOf(['fields']),
    message: `"${name}" is a list; declare it as well: ${name}: {type: list}.`,
  }));
}

/** Prometheus is asked by the bot and keeps the past itself: such a check is neither for a host nor for two looks. */
function promqlProblems({ try: variants, sample }: CheckSource, file: YamlFile): Problem[] {
  const asking = variants.filter(({ promql }) => promql !== undefined);
  if (asking.length === 0) return [];
  const problems: Problem[] = [];
  const other = variants.findIndex(({ promql }) => promql === undefined);
  if (other >= 0)
    problems.push({
      place: file.placeOf(['try', other]),
      message: 'a check that asks Prometheus has only promql variants: what a host says itself is another check.',
    });
  if (sample === 'twice')
    problems.push({ place: file.placeOf(['sample']), message: 'Prometheus is asked once; its past is read with promql: {range: …}.' });
  return problems;
}

export interface BuiltCheck {
  readonly check: Check;
  readonly shape: CheckShape;
  readonly problems: readonly Problem[];
}

/** Makes a check of its source. The shape serves conditions even when there are problems, so that one mistake is told once. */
export function buildCheck(source: CheckSource, file: YamlFile, parsers: ReadonlyMap<string, Parser>): BuiltCheck {
  const problems: Problem[] = [];
  const place: Place = file.placeOfKey([], 'check');
  const params = buildParams(source, file, problems);
  const fields = buildFields(source, file, problems);
  const variants: Variant[] = [];
  for (const [index, variant] of source.try.entries()) {
    const built = buildVariant(variant, { path: ['try', index], file, params: Object.keys(source.params), fields, parsers });
    if (built.ok) variants.push(built.variant);
    else problems.push(...built.problems);
  }
  if (variants.length === source.try.length)
    problems.push(...listProblems(fields, variants, parsers, file), ...fieldProblems(fields, variants, parsers, file));
  problems.push(...promqlProblems(source, file));
  const timeoutSeconds = secondsOf(source.timeout) ?? 0;
  if (timeoutSeconds <= 0 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
    problems.push({
      place: file.placeOf(['timeout']),
      message: `a look takes more than 0 and at most ${MAX_TIMEOUT_SECONDS} s; this says ${source.timeout}.`,
    });
  }
  const capBytes = bytesOf(source.cap) ?? 0;
  if (capBytes <= 0 || capBytes > MAX_CAP_BYTES) {
    problems.push({
      place: file.placeOf(['cap']),
      message: `cap is more than 0 and at most ${MAX_CAP_BYTES} bytes; this says ${source.cap}.`,
    });
  }
  const { check: id, title, sample, cost, hint = '' } = source;
  const plain: Field[] = fields.map(({ oneOf: _, ...field }) => field);
  return {
    check: { id, place, title, sample, cost, timeoutSeconds, capBytes, hint, params, variants, fields: plain },
    shape: { id, fields },
    problems,
  };
}
