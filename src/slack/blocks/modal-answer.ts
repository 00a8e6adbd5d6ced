import type { Question } from '../../model/incident.js';
import { FIELD, type FieldId } from '../action-ids.js';
import { untrusted } from './untrusted.js';

/** What a person filled in. Data still to be checked: nothing here is known to exist. */
export type ModalAnswer = Omit<Question, 'words'>;

function placesOf(typed: string): Pick<Question, 'hosts' | 'service'> {
  const [, kind, name] = /^(host|service):(.+)$/u.exec(typed) ?? [];
  if (kind === 'service' && name !== undefined) return { hosts: [], service: name };
  if (kind === 'host' && name !== undefined) return { hosts: [name] };
  return { hosts: typed.split(/[\s,;]+/u).filter(part => part !== '') };
}

/** Reads the fields of the modal (by block id). `services`: a typed name that is one of them and no host means the service. */
export function readModalAnswer(values: Readonly<Record<string, string>>, services: readonly string[]): ModalAnswer {
  const value = (field: FieldId): string => (values[field] ?? '').trim();
  const places = placesOf(value(FIELD.where));
  const [only = '', ...more] = places.hosts;
  const where = more.length === 0 && services.includes(only) ? { hosts: [], service: only } : places;
  return {
    symptom: value(FIELD.symptom),
    ...where,
    ...(value(FIELD.port) === '' ? {} : { port: value(FIELD.port) }),
    ...(value(FIELD.url) === '' ? {} : { url: value(FIELD.url) }),
    params: value(FIELD.params)
      .split(/\s+/u)
      .filter(part => part !== ''),
  };
}

/** Words with which a sentence about a field begins (config/bind-target.ts). */
const ABOUT: readonly (readonly [RegExp, FieldId])[] = [
  [/^(?:port|service \S+ is declared on port)\b/iu, FIELD.port],
  [/^url\b/iu, FIELD.url],
  [/^(?:parameter|--param|unit)\b/iu, FIELD.params],
  [/\bsymptoms?\b/iu, FIELD.symptom],
];

/** Most characters below a field. */
const MOST_ERROR = 300;

/** What is wrong with the answer, below the field that it is about; by block id, as `response_action: errors` wants it. */
export function modalErrors(says: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const sentence of says) {
    const field = ABOUT.find(([pattern]) => pattern.test(sentence))?.[1] ?? FIELD.where;
    errors[field] = untrusted(errors[field] === undefined ? sentence : `${errors[field]} ${sentence}`, MOST_ERROR);
  }
  return errors;
}
