import { z } from 'zod';
import { byteSize, command, duration, fieldName, snakeId, text, textOrNumber } from './schema-parts.js';

const param = z.strictObject({
  type: z
    .enum(['text', 'port', 'path', 'url', 'address', 'unit'])
    .describe('What kind of value it is; decides the pattern when there is no allow'),
  allow: z.string().optional().describe('Anchored RE2 pattern that a value must match; required for type text'),
  default: z
    .union([z.string(), z.number()], { error: 'this must be a text or a number.' })
    .optional()
    .describe('Value when neither the target nor --param gives one'),
});

const variant = z
  .strictObject({
    run: command.optional().describe('Command to run, without a shell; {{param}} fills one whole or part of one word'),
    read: z
      .union([text, z.array(text).min(1)], { error: 'this must be a file name or a list of them.' })
      .optional()
      .describe('Files to read; globs are allowed'),
    sh: text.optional().describe('Fixed POSIX sh text; parameters arrive as "$1", "$2" from args'),
    connect: z
      .strictObject({ address: text, port: textOrNumber, attempts: z.int().min(1).max(20).default(5) })
      .optional()
      .describe('TCP connects that the bot itself makes'),
    http: z
      .strictObject({ url: text, attempts: z.int().min(1).max(20).default(3) })
      .optional()
      .describe('HTTP requests that the bot itself makes'),
    tls: z.strictObject({ url: text }).optional().describe('TLS handshakes that the bot itself makes, as new and as old clients do'),
    promql: z
      .strictObject({
        query: text.describe('PromQL; {{param}} stands inside a "quoted" label value, and is quoted there'),
        range: z
          .strictObject({
            for: duration.describe('How far back'),
            step: duration.default('15s').describe('Time between two values'),
          })
          .optional()
          .describe('The past up to now, instead of the present moment'),
      })
      .optional()
      .describe('A question to Prometheus (prometheus.url in faultline.yml)'),
    needs: z.array(text).optional().describe('Commands that must exist for sh'),
    privilege: z
      .array(text)
      .optional()
      .describe('What sh has faultline-root look at by sudo where the login is not root; `faultline access sudoers` allows it'),
    shown_as: text.optional().describe('What a person would type to see the same as sh; reports show it in place of the text'),
    args: z.array(textOrNumber).optional().describe('What sh gets as "$1", "$2"'),
    alive: text.optional().describe('Sign of life: RE2 pattern that some line of the output must match, else the check gave nothing'),
    ok_exit: z.array(z.int().min(0).max(255)).min(1).default([0]).describe('Exit codes that are findings, not failures'),
    parse: z
      .union([text, z.record(z.string(), z.unknown())], { error: 'this must be the name of a parser, or {name: options}.' })
      .optional()
      .describe('Parser that reads the output: its name, or {name: options}'),
    gives: z.array(fieldName).optional().describe('Fields that this variant gives; without it, all that the parser gives'),
  })
  .describe('One way to make the check; the first that can run is used');

const field = z.strictObject({
  type: z.enum(['number', 'text', 'bool', 'time', 'list']).describe('time: seconds since the epoch'),
  unit: text.optional().describe('Base unit: s, bytes, ratio, or what is counted'),
  means: text.optional().describe('One line for people'),
  one_of: z.array(text).min(1).optional().describe('All the texts it can be; conditions that compare with another one are refused'),
});

/** A check: one thing to look at on a host, with its commands and fields. */
export const checkSchema = z
  .strictObject({
    check: snakeId.describe('Id of the check; conditions read <check>.<field>'),
    title: text.describe('What it looks at, for people'),
    sample: z.enum(['once', 'twice']).default('once').describe('twice: looked at at both ends of the window, for counters'),
    cost: z.enum(['cheap', 'normal', 'heavy']).default('cheap').describe('What it costs the host'),
    timeout: duration.default('5s').describe('Longest time of one look'),
    cap: byteSize.default('64kB').describe('Most output that is kept'),
    hint: z.string().trim().optional().describe('What the operator can do when it is missing or denied'),
    params: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_]*$/, {
          error: issue => `"${String(issue.input)}" is not a parameter name: write lower-case words with underscores.`,
        }),
        param,
      )
      .default({})
      .describe('Parameters; port, address, url, unit and error_log come from the target, others from --param'),
    try: z.array(variant).min(1, { error: 'a check needs at least one way to make it.' }).describe('Ways to make the check, in order'),
    fields: z.record(fieldName, field).describe('What conditions may read'),
  })
  .describe('A check');

export type CheckSource = z.output<typeof checkSchema>;
export type VariantSource = CheckSource['try'][number];
