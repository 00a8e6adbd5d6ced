import type { InputBlock, KnownBlock, ModalView, PlainTextInput, PlainTextOption, StaticSelect } from '@slack/types';
import type { KnownThings, Reading } from '../../flow/ports.js';
import { FIELD, type FieldId, VIEW } from '../action-ids.js';
import { type ModalMemory, writeMemory } from './modal-memory.js';
import { list, plainText, richText, section, words } from './rich.js';
import { untrusted } from './untrusted.js';

type OptionGroups = NonNullable<StaticSelect['option_groups']>;

/** What the words left open. */
export type Asked = Extract<Reading, { kind: 'ask' }>;

/** Slack takes 100 options, and 75 characters for the text and the value of each. */
const MOST_OPTIONS = 100;
const MOST_OPTION = 75;
const MOST_TYPED = 500;
const MOST_SENTENCES = 6;

/** What stands in the modal for the moment until it is known what to ask: a trigger id is good for 3 s only. */
export function loadingModal(memory: ModalMemory): ModalView {
  return {
    type: 'modal',
    callback_id: VIEW.diagnose,
    title: plainText('Diagnose', 24),
    close: plainText('Cancel', 24),
    private_metadata: writeMemory(memory),
    blocks: [richText(section(words('🔎 One moment: reading your words and the inventory…')))],
  };
}

function option(text: string, value: string): PlainTextOption {
  return { text: plainText(untrusted(text, MOST_OPTION), MOST_OPTION), value };
}

/** Groups with at most 100 options in all; an empty group is refused by Slack. */
function groups(all: readonly (readonly [string, readonly PlainTextOption[]])[]): OptionGroups {
  let room = MOST_OPTIONS;
  return all.flatMap(([label, options]) => {
    const shown = options.slice(0, room);
    room -= shown.length;
    return shown.length > 0 ? [{ label: plainText(label, MOST_OPTION), options: shown }] : [];
  });
}

function select(action: FieldId, placeholder: string, option_groups: OptionGroups, chosen: string | undefined): StaticSelect {
  const initial = option_groups.flatMap(({ options }) => options).find(({ value }) => value === chosen);
  return {
    type: 'static_select',
    action_id: action,
    placeholder: plainText(placeholder, 150),
    option_groups,
    ...(initial ? { initial_option: initial } : {}),
  };
}

function typed(action: FieldId, placeholder: string, initial: string | undefined): PlainTextInput {
  const value = untrusted(initial ?? '', MOST_TYPED);
  return {
    type: 'plain_text_input',
    action_id: action,
    max_length: MOST_TYPED,
    placeholder: plainText(placeholder, 150),
    ...(value === '' ? {} : { initial_value: value }),
  };
}

function input(block_id: FieldId, label: string, element: StaticSelect | PlainTextInput, optional: boolean, hint?: string): InputBlock {
  return { type: 'input', block_id, label: plainText(label, 2000), element, optional, ...(hint ? { hint: plainText(hint, 2000) } : {}) };
}

function symptomInput(asked: Asked, { symptoms }: KnownThings): InputBlock {
  // A value that had to be cut would name nothing: what is too long for an option is left to be typed.
  const offered = symptoms.filter(({ id }) => id.length <= MOST_OPTION);
  const asOption = ({ id, title }: KnownThings['symptoms'][number]): PlainTextOption => option(title, id);
  const near = asked.symptoms.flatMap(id => offered.filter(symptom => symptom.id === id));
  const rest = offered.filter(symptom => !near.includes(symptom));
  const element =
    offered.length === 0
      ? typed(FIELD.symptom, 'connection refused', asked.known.symptom)
      : select(
          FIELD.symptom,
          'What do people see?',
          groups([
            ['Fits your words', near.map(asOption)],
            [near.length > 0 ? 'Everything else' : 'Known symptoms', rest.map(asOption)],
          ]),
          asked.known.symptom ?? (near.length === 1 ? near[0]?.id : undefined),
        );
  return input(FIELD.symptom, 'What is wrong?', element, false);
}

function whereInput({ known }: Asked, { hosts, services }: KnownThings): InputBlock {
  const hostOptions = hosts.map(({ name }) => option(name, `host:${name}`));
  const serviceOptions = services.map(({ name, hosts: on }) => option(`${name} (on ${on.join(', ')})`, `service:${name}`));
  const all = [...hostOptions, ...serviceOptions];
  const fits = all.length > 0 && all.length <= MOST_OPTIONS && all.every(({ value = '' }) => value.length <= MOST_OPTION);
  const asked = known.hosts ?? [];
  const one = asked[0] ?? '';
  const chosen = known.service === undefined || asked.length > 0 ? `host:${one}` : `service:${known.service}`;
  // A host that is not in the list was typed, as were several at once: neither may be lost in a list to choose from.
  if (fits && asked.length <= 1 && (one === '' || all.some(({ value }) => value === chosen)))
    return input(
      FIELD.where,
      'Where?',
      select(
        FIELD.where,
        'A host or a service',
        groups([
          ['Services', serviceOptions],
          ['Hosts', hostOptions],
        ]),
        chosen,
      ),
      false,
    );
  const initial = asked.length > 0 ? asked.join(', ') : known.service;
  return input(
    FIELD.where,
    'Where?',
    typed(FIELD.where, 'api-1', initial),
    false,
    'Names of hosts, or of one service, as the inventory has them; several hosts with commas between.',
  );
}

/** Asks for what the words left open, with everything that is known filled in. */
export function diagnoseModal(asked: Asked, known: KnownThings, memory: ModalMemory): ModalView {
  const says = asked.says.slice(0, MOST_SENTENCES).map(sentence => section(words(untrusted(sentence, 300))));
  const quoted = untrusted(asked.known.words, 300);
  const blocks: KnownBlock[] = [
    ...(quoted === '' ? [] : [richText({ type: 'rich_text_quote', elements: [words(quoted)] })]),
    ...(says.length === 0 ? [] : [richText(list('bullet', says))]),
    symptomInput(asked, known),
    whereInput(asked, known),
    input(FIELD.port, 'Port', typed(FIELD.port, '8080', asked.known.port), !asked.missing.includes('port')),
    input(FIELD.url, 'URL', typed(FIELD.url, 'http://10.0.0.11:8080/healthz', asked.known.url), !asked.missing.includes('url')),
    input(
      FIELD.params,
      'More values',
      typed(FIELD.params, 'unit=checkout.service', asked.known.params?.join(' ')),
      true,
      'As name=value, with blanks between.',
    ),
  ];
  return {
    type: 'modal',
    callback_id: VIEW.diagnose,
    title: plainText('Diagnose', 24),
    submit: plainText('Find the cause', 24),
    close: plainText('Cancel', 24),
    private_metadata: writeMemory(memory),
    blocks,
  };
}
