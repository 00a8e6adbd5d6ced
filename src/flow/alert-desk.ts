import { silenceMatchers } from '../alerting/silence-matchers.js';
import type { Person } from '../model/incident.js';
import type { Silence } from '../model/story.js';
import { type Changing, changeStory } from './change-story.js';
import { activeSilences, endSilence, type SilenceTools } from './end-silence.js';
import type { ExportIncident } from './export-incident.js';
import type { AlertDesk, Pressed } from './ports/alert-desk.js';
import type { StoryStore } from './ports/alert-store.js';
import type { Silencer } from './ports/alertmanager.js';
import type { Desk, Logger } from './ports.js';
import type { ShowStory } from './show-story.js';

export interface AlertDeskTools extends Omit<SilenceTools, 'silencer'> {
  readonly stories: Pick<StoryStore, 'change'>;
  /** Absent: no Alertmanager is configured. */
  readonly silencer?: Silencer;
  readonly desk: Pick<Desk, 'rerun'>;
  readonly show: ShowStory;
  readonly exported: ExportIncident;
  readonly logger: Logger;
}

/** What Alertmanager's pages show, and no longer than that is useful. */
const MOST_REASON = 500;
/** Shorter than a minute has run out before it is seen; longer than 90 days nobody remembers it. */
const SHORTEST_SECONDS = 60;
const LONGEST_SECONDS = 90 * 86_400;

const refused = (says: string): Extract<Pressed, { kind: 'refused' }> => ({ kind: 'refused', says });
const NO_ALERTMANAGER = 'No Alertmanager is configured, so nothing can be silenced: set alertmanager.url in faultline.yml.';

function timeSays(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * 86_400 ? `${Math.round(seconds / 360) / 10} h` : `${Math.round(seconds / 86_400)} d`;
}

/** What people do with incidents of alerts. A press that is refused says why; the store's failures are thrown. */
export function alertDesk(tools: AlertDeskTools): AlertDesk {
  const { incidents, stories, silencer, desk, show, clock, logger, measures } = tools;
  const silences = silencer ? { ...tools, silencer } : undefined;

  async function change(id: string, make: Parameters<typeof changeStory>[1]): Promise<Pressed> {
    const pressed = await changeStory(id, make, { incidents, stories });
    if (pressed.kind === 'done') await show(id);
    return pressed;
  }

  /** Ends what is active; gives what was refused, one sentence each. */
  async function endAll(id: string, says: string, by: Person): Promise<{ readonly ended: number; readonly refused: readonly string[] }> {
    const story = (await incidents.find(id))?.story;
    const all: string[] = [];
    let ended = 0;
    for (const silence of story ? activeSilences(story, clock.now()) : []) {
      const why = silences ? await endSilence(id, silence, says, by, silences) : NO_ALERTMANAGER;
      if (why === undefined) ended++;
      else all.push(why);
    }
    return { ended, refused: all };
  }

  return {
    canSilence: silencer !== undefined,

    acknowledge: (id, by) =>
      change(id, (story): Changing => {
        if (story.acknowledged) return refused('It is acknowledged already.');
        if (story.state.kind === 'closed') return refused('This incident is closed already.');
        const at = clock.now();
        return {
          kind: 'to',
          story: { ...story, acknowledged: { by, at } },
          entries: [{ at, kind: 'acknowledged', by, says: 'Acknowledged.' }],
        };
      }),

    assign: (id, to, by) =>
      change(id, (story): Changing => {
        if (story.state.kind === 'closed') return refused('This incident is closed already.');
        if (story.assigned?.to.id === to.id) return refused('It is assigned to this person already.');
        const at = clock.now();
        return {
          kind: 'to',
          story: { ...story, assigned: { to, by, at } },
          entries: [{ at, kind: 'assigned', by, says: to.id === by.id ? 'Took it on.' : `Assigned to ${to.id}.` }],
        };
      }),

    matchers: async id => {
      const story = (await incidents.find(id))?.story;
      return story ? (silenceMatchers(story) ?? []) : undefined;
    },

    silence: async (id, { seconds, reason, author }, by) => {
      if (!silencer) return refused(NO_ALERTMANAGER);
      if (!(seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS)) return refused('A silence lasts from one minute to 90 days.');
      const story = (await incidents.find(id))?.story;
      if (!story) return refused('This is no incident of alerts that I know.');
      if (story.state.kind !== 'firing') return refused('Its alerts do not fire any more, so there is nothing to silence.');
      const from = clock.now();
      if (activeSilences(story, from).length > 0) return refused('It is silenced already: end that silence first.');
      const matchers = silenceMatchers(story);
      if (!matchers)
        return refused('Its alerts have no label in common, so a silence would match others too. Make one in Alertmanager itself.');
      const until = from + seconds;
      const why = reason.trim().slice(0, MOST_REASON) || 'No reason was given.';
      const made = await silencer.silence({ matchers, from, until, author, reason: `${why} (Faultline, ${id})` });
      measures.silence(made.kind === 'silenced' ? 'made' : 'refused');
      if (made.kind === 'refused') return made;
      const silence: Silence = { id: made.id, by, reason: why, matchers, from, until };
      const entry = { at: from, kind: 'silenced', by, says: `Silenced for ${timeSays(seconds)}: ${why}` } as const;
      let kept: Pressed;
      try {
        kept = await change(id, (now): Changing => {
          if (now.state.kind === 'closed') return refused('This incident was closed meanwhile.');
          if (activeSilences(now, from).length > 0) return refused('Somebody silenced it at the same moment.');
          return { kind: 'to', story: { ...now, silences: [...now.silences, silence] }, entries: [entry] };
        });
      } catch (error) {
        logger.error({ error, incident: id, silence: made.id }, 'a silence was made but could not be kept; it is ended again');
        kept = refused('The silence could not be kept with the incident, so it was ended again. Try it again in a minute.');
      }
      // A silence that no incident knows of would outlive it.
      if (kept.kind === 'refused') await silencer.end(made.id);
      return kept;
    },

    endSilences: async (id, by) => {
      const { ended, refused: all } = await endAll(id, 'The silence was ended.', by);
      if (ended > 0) await show(id);
      if (all[0] !== undefined) return refused(all[0]);
      return ended > 0 ? { kind: 'done' } : refused('It has no silence that could be ended.');
    },

    close: async (id, by) => {
      const pressed = await change(id, (story): Changing => {
        if (story.state.kind === 'closed') return refused('This incident is closed already.');
        const at = clock.now();
        return {
          kind: 'to',
          story: { ...story, state: { kind: 'closed', since: at, by } },
          entries: [{ at, kind: 'closed', by, says: 'Closed.' }],
        };
      });
      if (pressed.kind === 'refused') return pressed;
      const { ended, refused: all } = await endAll(id, 'The silence ended with the incident.', by);
      if (ended > 0) await show(id);
      for (const says of all) logger.warn({ incident: id }, `a silence of a closed incident could not be ended yet: ${says}`);
      return pressed;
    },

    openFromStorm: async (id, by) => {
      const pressed = await changeStory(
        id,
        (story): Changing => {
          if (!story.storm) return refused('It has its own thread already.');
          if (story.storm.opened) return refused('It was opened already: its thread is in the channel.');
          return {
            kind: 'to',
            story: { ...story, storm: { ...story.storm, opened: true } },
            entries: [{ at: clock.now(), kind: 'storm', by, says: 'It gets its own thread.' }],
          };
        },
        { incidents, stories },
      );
      if (pressed.kind === 'done') {
        await show(id);
        await desk.rerun(id, by);
      }
      return pressed;
    },

    exported: tools.exported,
  };
}
