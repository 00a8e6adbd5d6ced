import { z } from 'zod';
import { kebabId, snakeId, text, textOrNumber } from './schema-parts.js';

/** A symptom: what people see, and the faults that can produce it. */
export const symptomSchema = z
  .strictObject({
    symptom: kebabId.describe('Id of the symptom'),
    title: text,
    phrases: z
      .array(textOrNumber)
      .min(1, { error: 'a symptom needs at least one phrase to be recognised by.' })
      .describe('What people and alerts say'),
    not_phrases: z.array(textOrNumber).default([]).describe('Words that mean something else although a phrase fits'),
    alerts: z
      .array(
        z.strictObject({
          source: z.enum(['alertmanager', 'grafana']).optional().describe('Only alerts of this sender; by default of any'),
          when: text.describe('Condition over alert.labels and alert.annotations'),
          port_from: text
            .optional()
            .describe('Label such as instance whose port is the one that the alert is about, and not that of an exporter'),
        }),
      )
      .default([])
      .describe('Alerts that mean this symptom'),
    asks: z
      .array(z.enum(['host', 'port', 'url', 'unit']))
      .default(['host'])
      .describe('What must be known of the target'),
    consider: z.array(kebabId).min(1, { error: 'a symptom must consider at least one fault.' }).describe('Faults that can produce it'),
    if_nothing: text
      .optional()
      .describe('What it says when every fault was looked for and none is there; by default that the cause is something else'),
    reviews: z
      .array(z.enum(['settings', 'resources']))
      .default([])
      .describe('What is reviewed beside the faults, whatever is wrong: settings, resources'),
    show: z.array(snakeId).default([]).describe('Checks to run and show although no fault reads them'),
  })
  .describe('A symptom');

export type SymptomSource = z.output<typeof symptomSchema>;
