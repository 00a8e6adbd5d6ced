import type { Question } from '../model/incident.js';
import { completeParts } from './complete-parts.js';
import type { KnownNames } from './known-names.js';
import { matchSymptom, type SymptomMatch, tokensOf } from './match.js';
import { isTyped, type NamedParts, namedParts } from './named-parts.js';
import { plainWords } from './plain-words.js';

/** What was understood, and what is missing. */
export type ReadWords =
  | { readonly kind: 'ready'; readonly question: Question; readonly notes: readonly string[] }
  | {
      readonly kind: 'ask';
      readonly known: Partial<Question> & { readonly words: string };
      /** All symptoms, the likeliest first; empty: it is known. */
      readonly symptoms: readonly string[];
      readonly missing: readonly ('symptom' | 'host' | 'port' | 'url')[];
      readonly says: readonly string[];
    }
  | { readonly kind: 'refused'; readonly says: readonly string[] };

const MOST_SHOWN = 80;
const shown = (text: string): string => `“${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text}”`;

function vocabularyOf(symptoms: KnownNames['symptoms']): ReadonlySet<string> {
  return new Set(symptoms.flatMap(({ id, phrases }) => [id, ...phrases].flatMap(tokensOf)));
}

/** The symptom, and the names that are not words of its phrase after all. */
function understood(
  parts: NamedParts,
  known: KnownNames,
): { readonly match: SymptomMatch; readonly parts: NamedParts; readonly words: string } {
  const { maybe, rest, symptom } = parts;
  const all = rest.join(' ');
  const first = matchSymptom(symptom ?? all, known.symptoms);
  const claimed = new Set(first.kind === 'matched' && symptom === undefined ? tokensOf(first.reason) : []);
  const names = maybe.filter(({ word }) => !tokensOf(word).every(token => claimed.has(token)));
  if (names.length === 0) return { match: first, parts, words: all };
  const words = rest.filter(word => !names.some(name => name.word === word)).join(' ');
  const named = {
    ...parts,
    hosts: [...new Set([...parts.hosts, ...names.flatMap(({ named }) => (named.kind === 'host' ? [named.name] : []))])],
    services: [...new Set([...parts.services, ...names.flatMap(({ named }) => (named.kind === 'service' ? [named.name] : []))])],
    ports: [...new Set([...parts.ports, ...names.flatMap(({ named }) => named.port ?? [])])],
  };
  return { match: first.kind === 'matched' ? first : matchSymptom(words, known.symptoms), parts: named, words };
}

/** Two values where one is wanted: in a line that was typed a mistake, in the text of an alert no answer. */
function doubts({ services, ports, urls }: NamedParts): readonly string[] {
  const several: readonly (readonly [string, readonly string[]])[] = [
    ['services', services],
    ['ports', ports],
    ['URLs', urls],
  ];
  return several.flatMap(([what, values]) =>
    values.length > 1 ? [`Several ${what} are named (${values.slice(0, 5).join(', ')}): ask about one at a time.`] : [],
  );
}

function symptomSays(match: SymptomMatch, words: string, known: KnownNames): readonly string[] {
  const titles = (ids: readonly string[]): string =>
    ids.map(id => known.symptoms.find(symptom => symptom.id === id)?.title ?? id).join(', ');
  if (match.kind === 'matched') return [];
  if (words === '') return ['What do you see? Choose a symptom.'];
  if (match.kind === 'ambiguous') return [`${shown(words)} fits several symptoms: ${titles(match.candidates)}. Which one is it?`];
  if (match.nearest.length === 0) return [`${shown(words)} is no symptom that I know. Choose the one that comes nearest.`];
  return [`${shown(words)} is no symptom that I know. The nearest: ${titles(match.nearest)}.`];
}

function symptomsFor(match: SymptomMatch, known: KnownNames): readonly string[] {
  if (match.kind === 'matched') return [];
  const first = match.kind === 'ambiguous' ? match.candidates : match.nearest;
  return [...new Set([...first, ...known.symptoms.map(({ id }) => id)])];
}

/**
 * Understands what a person typed or what an alert says: `connection refused on api-1`, `502 on checkout`, `slow response url=https://… on gw`.
 * Never guesses a symptom; the only host or service that fits is taken, and said. Any text gives an answer.
 */
export function readWords(text: string, known: KnownNames): ReadWords {
  const words = plainWords(text);
  const named = namedParts(words, known, vocabularyOf(known.symptoms));
  const { match, parts, words: left } = understood(named, known);
  const doubt = doubts(parts);
  if (doubt.length > 0 && isTyped(words)) return { kind: 'refused', says: doubt };
  const symptom = match.kind === 'matched' ? known.symptoms.find(({ id }) => id === match.symptom) : undefined;
  const { hosts, service, port, url, params, missing, says, notes } = completeParts(parts, symptom?.asks ?? ['host'], known);
  const said = {
    words,
    hosts,
    params,
    ...(service === undefined ? {} : { service }),
    ...(port === undefined ? {} : { port }),
    ...(url === undefined ? {} : { url }),
  };
  if (symptom && missing.length === 0) return { kind: 'ready', question: { ...said, symptom: symptom.id }, notes };
  return {
    kind: 'ask',
    known: { ...said, ...(symptom ? { symptom: symptom.id } : {}) },
    symptoms: symptomsFor(match, known),
    missing: symptom ? missing : ['symptom', ...missing],
    says: [...symptomSays(match, parts.symptom ?? left, known), ...says],
  };
}
