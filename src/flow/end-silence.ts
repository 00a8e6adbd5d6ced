import type { Person } from '../model/incident.js';
import type { AlertStory, Silence, TimelineEntry } from '../model/story.js';
import { changeStory } from './change-story.js';
import type { StoryStore } from './ports/alert-store.js';
import type { Silencer } from './ports/alertmanager.js';
import type { Measures } from './ports/measures.js';
import type { Clock, IncidentStore } from './ports.js';

export interface SilenceTools {
  readonly incidents: Pick<IncidentStore, 'find'>;
  readonly stories: Pick<StoryStore, 'change'>;
  readonly silencer: Silencer;
  readonly measures: Pick<Measures, 'silence'>;
  readonly clock: Clock;
}

/** Silences of a story that nobody has ended and whose time is not up. */
export function activeSilences({ silences }: Pick<AlertStory, 'silences'>, now: number): readonly Silence[] {
  return silences.filter(({ endedAt, until }) => endedAt === undefined && until > now);
}

/** Notes that a silence has ended; that it is noted already is fine. */
export async function noteEnded(incident: string, id: string, says: string, by: Person | undefined, tools: SilenceTools): Promise<void> {
  const at = tools.clock.now();
  const entry: TimelineEntry = { at, kind: 'silence-ended', says, ...(by ? { by } : {}) };
  await changeStory(
    incident,
    story => {
      const there = story.silences.find(silence => silence.id === id && silence.endedAt === undefined);
      if (!there) return { kind: 'refused', says: 'It is noted already.' };
      const silences = story.silences.map(silence => (silence === there ? { ...silence, endedAt: Math.min(at, silence.until) } : silence));
      return { kind: 'to', story: { ...story, silences }, entries: [entry] };
    },
    tools,
  );
}

/** Ends a silence in Alertmanager, then notes it. Gives what Alertmanager refused, one sentence; undefined: it has ended. */
export async function endSilence(
  incident: string,
  { id }: Silence,
  says: string,
  by: Person | undefined,
  tools: SilenceTools,
): Promise<string | undefined> {
  const ended = await tools.silencer.end(id);
  if (ended.kind === 'refused') {
    tools.measures.silence('refused');
    return ended.says;
  }
  tools.measures.silence('ended');
  await noteEnded(incident, id, says, by, tools);
  return undefined;
}
