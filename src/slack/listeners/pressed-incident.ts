import { readIncidentValue } from '../button-value.js';
import type { ListenerTools } from '../tools.js';

/** As `pressedSubject`, of a button on an incident's card: the incident, when its card stands in that channel. */
export async function pressedIncident(
  value: string,
  channel: string | undefined,
  { standsIn }: Pick<ListenerTools, 'standsIn'>,
): Promise<string | undefined> {
  const incident = readIncidentValue(value);
  return incident && channel && (await standsIn(`${incident}/card`, channel)) ? incident : undefined;
}
