import { type ButtonSubject, readButtonValue } from '../button-value.js';
import type { ListenerTools } from '../tools.js';

/**
 * What a pressed button is about; undefined when its value is none of ours, or names an answer that does not stand in the channel where it
 * was pressed. A value travels through the person's client: whoever learnt an incident's id must not get at another channel's evidence.
 */
export async function pressedSubject(
  value: string,
  channel: string | undefined,
  { standsIn }: Pick<ListenerTools, 'standsIn'>,
): Promise<ButtonSubject | undefined> {
  const subject = readButtonValue(value);
  return subject && channel && (await standsIn(`${subject.incident}/answer-${subject.run}`, channel)) ? subject : undefined;
}
