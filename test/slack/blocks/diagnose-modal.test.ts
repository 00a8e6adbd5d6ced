import { FIELD } from '../../../src/slack/action-ids.js';
import { type Asked, diagnoseModal, loadingModal } from '../../../src/slack/blocks/diagnose-modal.js';
import { viewProblems } from '../limits.js';
import { KNOWN } from './scenes.js';

const memory = { place: { channel: 'C1' }, words: 'it is down' };
const asked = (known: Partial<Asked['known']> = {}, more: Partial<Asked> = {}): Asked => ({
  kind: 'ask',
  known: { words: 'it is down', ...known },
  symptoms: [],
  missing: [],
  says: [],
  ...more,
});
const field = (view: ReturnType<typeof diagnoseModal>, id: string) => view.blocks.find(block => block.block_id === id);

describe('the modal', () => {
  test('a skeleton opens at once', () => {
    expect(viewProblems({ ...loadingModal(memory) })).toEqual([]);
  });

  test('what fits the words comes first, what is known is filled in', () => {
    const view = diagnoseModal(asked({ hosts: ['api-1'], port: '8080' }, { symptoms: ['connection-refused'] }), KNOWN, memory);
    expect(viewProblems({ ...view })).toEqual([]);
    expect(field(view, FIELD.symptom)).toMatchObject({
      element: {
        type: 'static_select',
        option_groups: [{ options: [{ value: 'connection-refused' }] }, {}],
        initial_option: { value: 'connection-refused' },
      },
    });
    expect(field(view, FIELD.where)).toMatchObject({ element: { type: 'static_select', initial_option: { value: 'host:api-1' } } });
    expect(field(view, FIELD.port)).toMatchObject({ optional: true, element: { initial_value: '8080' } });
  });

  test('a known service is chosen, a missing port is needed', () => {
    const view = diagnoseModal(asked({ service: 'checkout' }, { missing: ['port'] }), KNOWN, memory);
    expect(field(view, FIELD.where)).toMatchObject({ element: { initial_option: { value: 'service:checkout' } } });
    expect(field(view, FIELD.port)).toMatchObject({ optional: false });
  });

  test('two candidates: none is chosen for the person', () => {
    const view = diagnoseModal(asked({}, { symptoms: ['connection-refused', 'connect-timeout'] }), KNOWN, memory);
    expect(JSON.stringify(field(view, FIELD.symptom))).not.toContain('initial_option');
  });

  test.each([
    [
      'more than 100 hosts',
      { ...KNOWN, hosts: Array.from({ length: 101 }, (_, index) => ({ name: `h${index}`, address: 'x' })) },
      ['h7'],
      'h7',
    ],
    ['a host that nobody declared', KNOWN, ['web-9'], 'web-9'],
    ['several hosts', KNOWN, ['api-1', 'api-2'], 'api-1, api-2'],
    ['a name too long for an option', { ...KNOWN, hosts: [{ name: 'h'.repeat(80), address: 'x' }] }, ['h'.repeat(80)], 'h'.repeat(80)],
  ])('%s: the place is typed, with what was typed before', (_, known, hosts, initial) => {
    const view = diagnoseModal(asked({ hosts }), known, memory);
    expect(viewProblems({ ...view })).toEqual([]);
    expect(field(view, FIELD.where)).toMatchObject({ element: { type: 'plain_text_input', initial_value: initial } });
  });

  test('300 symptoms, hostile words and no inventory keep all limits', () => {
    const bad = '<!channel>&\u202e'.repeat(400);
    const symptoms = Array.from({ length: 300 }, (_, index) => ({ id: `s-${index}`, title: bad, asks: [], phrases: [] }));
    const says = Array.from({ length: 50 }, () => bad);
    const known = { words: bad, hosts: [bad], service: bad, port: bad, url: bad, params: [bad], symptom: bad };
    for (const things of [
      { ...KNOWN, symptoms },
      { symptoms: [], faults: [], hosts: [], services: [] },
    ])
      expect(viewProblems({ ...diagnoseModal(asked(known, { symptoms: ['s-299', 'nobody'], says }), things, { words: bad }) })).toEqual([]);
  });
});
