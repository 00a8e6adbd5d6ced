import { z } from 'zod';
import { duration, evidenceId, text, textOrNumber } from './schema-parts.js';

const valueName = z.string().regex(/^[a-z][a-z0-9_]*$/, {
  error: issue => `"${String(issue.input)}" is not a name: write lower-case words with underscores, such as new_limit.`,
});

const words = z.array(textOrNumber, { error: 'a command is a list with one element per word; no shell reads it.' }).min(1);
const commands = z.array(words, { error: 'this is a list of commands, each a list with one element per word: [[true]].' }).min(1);

const allow = text.optional().describe('Anchored RE2 pattern that the whole value must match; by default that of its type');

/** What a value may look like. `rule` is a line of the firewall check, without its counters. */
const valueType = z.enum(['number', 'text', 'unit', 'pid', 'port', 'nice', 'nofile', 'rule', 'word']);

/** A remedy: a change that removes a fault, with the way back and the proof. */
export const remedySchema = z
  .strictObject({
    remedy: z
      .string()
      .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, {
        error: issue => `"${String(issue.input)}" does not name a remedy: write fault/name, such as disk-full/rotate-logs.`,
      })
      .describe('Id: the fault that it removes, and a name'),
    do: text.describe('What it does, one sentence for people'),
    risk: z.enum(['none', 'low', 'medium', 'high']).describe('How much it can break; the floors of code and configuration only raise it'),
    needs: z
      .record(
        valueName,
        z.strictObject({
          from: z
            .union([text, z.array(text).min(1)])
            .describe('Expression (CEL) in the words of the fault; several: the first that is known on the host'),
          type: valueType,
          allow,
        }),
      )
      .default({})
      .describe('Values of the finding: {unit: {from: u.unit, type: unit}}'),
    read: z
      .record(
        valueName,
        z.strictObject({
          file: text.optional().describe('Absolute file name'),
          run: words.optional().describe('Command that prints it'),
          type: valueType,
          allow,
        }),
      )
      .default({})
      .describe('Current values, read on the host when the plan is made and right before it acts'),
    set: z
      .record(
        valueName,
        z.strictObject({
          type: z.enum(['number', 'text']),
          value: textOrNumber.describe('A number, `double of NAME`, `half of NAME`, `NAME plus N`; or a text'),
          min: z.number().optional(),
          max: z.number().optional(),
          step: z.number().positive().default(1),
          allow,
        }),
      )
      .default({})
      .describe('New values; a person may choose others within the bounds'),
    precheck: commands.optional().describe('Commands that must end with exit code 0 before anything is changed'),
    run: commands.optional().describe('Commands that make the change, in order; `faultline-root VERB …` for what needs root'),
    undo: commands.optional().describe('Commands that take it back, in order'),
    no_undo: text.optional().describe('Why nothing can take it back, for people'),
    guided: z
      .array(text)
      .min(1)
      .optional()
      .describe('Instead of run: exact steps for a person; {{ expression }} in the words of the fault'),
    verify: z
      .strictObject({
        after: duration.default('5s').describe('How long the change needs to show'),
        gone: z.array(evidenceId).min(1).describe('Lines of evidence that must not speak for the fault any more'),
      })
      .describe('The proof that it helped'),
    warn: text.optional().describe('What the person who approves must know'),
    confirm_within: duration
      .optional()
      .describe('The undo is armed on the host before the change and fires after this time unless disarmed'),
  })
  .describe('A remedy');

export type RemedySource = z.output<typeof remedySchema>;
