import { z } from 'zod';
import { evidenceId, kebabId, text } from './schema-parts.js';

const weight = z.enum([
  'for weak',
  'for moderate',
  'for strong',
  'for conclusive',
  'against weak',
  'against moderate',
  'against strong',
  'against conclusive',
  'none',
]);

const variableName = z.string().regex(/^[a-z][a-z0-9_]*$/, {
  error: issue => `"${String(issue.input)}" is not a name: write lower-case letters, such as row.`,
});

const evidence = z.strictObject({
  id: evidenceId.describe('Unique in this fault'),
  when: text.describe('Condition (CEL) over the fields of checks'),
  if_true: weight.optional().describe('What it does to the fault when true: for or against, and how strongly'),
  if_false: weight.optional().describe('The same when false; none when silence proves nothing (logs). Unknown never counts'),
  says: text.describe('Sentence when true; {{ expression }} fills in values'),
  says_not: text.optional().describe('Sentence when false'),
  signal: text.optional().describe('Lines with the same signal count once; by default those that read the same checks'),
});

/** A fault: a condition of the world, with the evidence for and against it. */
export const faultSchema = z
  .strictObject({
    fault: kebabId.describe('Id of the fault'),
    title: text.describe('One line; {{ expression }} fills in values'),
    explain: text.describe('What happens and why, for someone who has not seen it before'),
    role: z.enum(['cause', 'effect']).describe('An effect is never announced as the root cause'),
    prior: z.enum(['common', 'occasional', 'rare']).describe('How often it is the cause before anything was looked at'),
    for_each: z
      .record(variableName, text)
      .refine(entries => Object.keys(entries).length === 1, { error: 'for_each has one entry: {name: check.list}.' })
      .optional()
      .describe('{row: check.list}: one instance for each row'),
    only: text.optional().describe('Condition: keeps only the rows that this fault can be about'),
    if_nothing: text
      .optional()
      .describe(
        'What is true when there is no such row, for people: no service on this host has failed. By default "no sign of it on this host"',
      ),
    about: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_]*$/, {
          error: issue => `"${String(issue.input)}" is not a name: write lower-case words with underscores.`,
        }),
        text,
      )
      .describe('What an instance is about, such as {port: row.port}; {} when it is about the host'),
    evidence: z.array(evidence).min(1, { error: 'a fault needs at least one line of evidence.' }),
    leads_to: z
      .array(
        z.strictObject({
          fault: kebabId,
          seen_from: z.enum(['same_host', 'callers']).describe('callers: the effect is seen on another host, whose upstream is this one'),
          where: text.optional().describe('Condition over cause and effect, their about maps; without it, equal keys must be equal'),
        }),
      )
      .default([]),
    often_caused_by: z.array(kebabId).default([]),
    look_at: z
      .strictObject({
        host: text.describe('Expression: the address to follow'),
        port: text.describe('Expression: the port there'),
        ask: z.array(kebabId).min(1).describe('Symptoms to examine there'),
        because: text,
        limit: z.int().min(1).max(10).default(3),
      })
      .optional(),
    symptoms: z.array(kebabId).default([]).describe('Symptoms of other files that should consider this fault as well'),
    advice: text.describe('What to do about it; {{ expression }} fills in values'),
    references: z.array(text).default([]),
    remedies: z
      .array(kebabId)
      .default([])
      .describe('Names of remedies in the order in which they are offered; each is a file of its own, `remedy: fault/name`'),
  })
  .describe('A fault');

export type FaultSource = z.output<typeof faultSchema>;
