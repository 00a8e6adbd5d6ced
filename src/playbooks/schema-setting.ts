import { z } from 'zod';
import { kebabId, text } from './schema-parts.js';

const recommended = z.strictObject({
  value: text.describe('For people: 4096 or more'),
  when: text.describe('Condition (CEL): true when the host has it so'),
  why: text.describe('What it is good for, and what another value costs'),
});

const notAdvised = z.strictObject({
  often: text.describe('What is often advised'),
  because: text.describe('Why it is not advised here'),
});

/** A setting that an audit looks at: its present value, and the one that is recommended, with the reason. */
export const settingSchema = z
  .strictObject({
    setting: kebabId.describe('Id of the setting'),
    instead_of: kebabId.optional().describe('Id of a setting, such as one of ours, that this one replaces'),
    title: text,
    name: text.describe('As an administrator writes it: net.core.somaxconn'),
    now: text.describe('Its present value: {{ expression }} fills in values'),
    concerns: text.optional().describe('Condition: a host of which it is false is not asked'),
    recommended: recommended.optional(),
    not_advised: notAdvised.optional(),
    felt: z
      .strictObject({ when: text.describe('Condition'), says: text.describe('Sentence') })
      .optional()
      .describe('What is seen on a host where another value is felt already'),
    references: z.array(text).default([]),
  })
  .refine(({ recommended: a, not_advised: b }) => (a === undefined) !== (b === undefined), {
    error: 'a setting has either recommended: or not_advised:.',
  })
  .describe('A setting');

export type SettingSource = z.output<typeof settingSchema>;
