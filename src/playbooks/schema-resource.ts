import { z } from 'zod';
import { kebabId, text } from './schema-parts.js';

const measures = z
  .array(
    z.strictObject({
      says: text.describe('What was measured; {{ expression }} fills in values'),
      says_not: text.optional().describe('The same when it is not high'),
      high: text.describe('Condition (CEL): true when it is more than a healthy host has'),
    }),
  )
  .default([]);

/** A resource that work can wait for, as the USE method asks: how much is used, what waits for it, what went wrong. */
export const resourceSchema = z
  .strictObject({
    resource: kebabId.describe('Id of the resource'),
    instead_of: kebabId.optional().describe('Id of a resource, such as one of ours, that this one replaces'),
    title: text,
    utilisation: measures.describe('How much of it is used'),
    saturation: measures.describe('How much work waits for it'),
    errors: measures.describe('What it refused or lost'),
  })
  .refine(({ utilisation, saturation, errors }) => utilisation.length + saturation.length + errors.length > 0, {
    error: 'a resource needs at least one measure under utilisation:, saturation: or errors:.',
  })
  .describe('A resource');

export type ResourceSource = z.output<typeof resourceSchema>;
