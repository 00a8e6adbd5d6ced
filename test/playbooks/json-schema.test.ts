import { playbookJsonSchema } from '../../src/playbooks/json-schema.js';

interface Part {
  readonly type?: string;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly oneOf?: readonly Part[];
}

const schema: Part = JSON.parse(JSON.stringify(playbookJsonSchema()));

test('one alternative for each kind of file, each strict', () => {
  expect(schema.oneOf?.map(kind => kind.required?.[0])).toEqual(['check', 'fault', 'symptom', 'remedy', 'setting', 'resource', 'case']);
  expect(schema.oneOf?.every(kind => kind.additionalProperties === false && kind.type === 'object')).toBe(true);
});

test('keys with a default are not required, and keys are described', () => {
  const check = schema.oneOf?.[0];
  expect(check?.required).toEqual(['check', 'title', 'try', 'fields']);
  expect(check?.properties?.sample).toMatchObject({
    enum: ['once', 'twice'],
    default: 'once',
    description: expect.stringContaining('window'),
  });
});
