import { z } from 'zod';
import type { OutcomeWord, VerdictWord } from '../model/diagnosis.js';
import { instanceName, kebabId, text } from './schema-parts.js';

const verdictWords = [
  'confirmed',
  'likely',
  'possible',
  'unlikely',
  'undetermined',
  'ruled-out',
  'contradictory',
] as const satisfies readonly VerdictWord[];
const outcomeWords = [
  'root-cause-confirmed',
  'root-cause-likely',
  'traced',
  'undetermined',
  'none-of-these',
] as const satisfies readonly OutcomeWord[];

/** A case: a recorded capture and what must be concluded from it. */
export const caseSchema = z
  .strictObject({
    case: kebabId.describe('Id of the case'),
    title: text,
    capture: z
      .union([text, z.array(text).min(1)], { error: 'this must be a file name or a list of them.' })
      .describe('Recorded by faultline diagnose --record, relative to this file'),
    symptom: kebabId.describe('Symptom to examine'),
    expect: z.strictObject({
      outcome: z.enum(outcomeWords),
      roots: z.array(instanceName).default([]).describe('Exactly these root causes'),
      traced_to: z.array(instanceName).default([]).describe('Exactly these effects, when no cause could be established'),
      chain: z.array(z.array(instanceName).min(1)).optional().describe('Exactly these chains, each from root to outermost effect'),
      ruled_out: z.array(instanceName).default([]).describe('These must be ruled out'),
      verdicts: z.record(instanceName, z.enum(verdictWords)).default({}).describe('Verdict word of single faults'),
      never: z.array(kebabId).default([]).describe('Faults that must be neither root nor traced to'),
    }),
    twins: z
      .boolean()
      .default(true)
      .describe('Whether the capture is also judged with checks taken away, which must never name another root'),
  })
  .describe('A case');

export type CaseSource = z.output<typeof caseSchema>;
