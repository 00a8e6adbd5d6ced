import { z } from 'zod';

/** What a modal about an incident must not forget: the incident, and where its card was when the button was pressed. */
export interface IncidentMemory {
  readonly incident: string;
  readonly channel: string;
  /** The thread that the card begins or stands in. */
  readonly thread?: string;
}

const schema = z.object({
  incident: z.string().regex(/^inc-[A-Za-z0-9]{1,64}$/u),
  channel: z.string().regex(/^[A-Z][A-Z0-9]{1,40}$/u),
  thread: z.string().max(40).optional(),
});

/** For `private_metadata`, which takes 3,000 characters: ids only, some 100. */
export function writeIncidentMemory(memory: IncidentMemory): string {
  return JSON.stringify(memory);
}

/** What `writeIncidentMemory` wrote; undefined when it is something else. */
export function readIncidentMemory(text: string): IncidentMemory | undefined {
  try {
    const { incident, channel, thread } = schema.parse(JSON.parse(text));
    return { incident, channel, ...(thread === undefined ? {} : { thread }) };
  } catch {
    return undefined;
  }
}
