import type { Incident } from '../../model/incident.js';
import { periodically } from '../periodically.js';
import type { RemedyDesk } from '../ports/remedy-desk.js';
import { refuse } from './audit-entry.js';
import { decideRemedy } from './decide-remedy.js';
import { moveRemedy } from './move-remedy.js';
import { offersOf } from './offers.js';
import { prepareRemedy } from './prepare-remedy.js';
import { proceed } from './proceed.js';
import { ITSELF, type RemedyDeskTools } from './remedy-tools.js';
import { showRemedy } from './show-remedy.js';
import { verifyGuided } from './verify-guided.js';

export interface OpenRemedies {
  readonly desk: RemedyDesk;
  /** A run of the incident was answered: what was asked for on older answers is out of date. For `RunWatcher.ended`. Never throws. */
  readonly runEnded: (incident: Incident) => Promise<void>;
  /** Only the one that holds the lease: goes on with what a killed process left, expires what nobody decided. */
  readonly start: () => void;
  /** Resolves when what runs on hosts has ended, or after so many seconds; the rest is found out by the next process. */
  readonly stop: (graceSeconds: number) => Promise<void>;
}

/** Seconds between looks for what expired or waits for its turn. */
const TEND_SECONDS = 10;
/** A request of the command line belongs to the process that made it, unless that has not moved it for so long. */
const COMMAND_LINE_SECONDS = 900;

/** Characters of a stranger's value in the audit log; those that the bot gives out are some 150 long. */
const MOST_VALUE = 300;

/** Puts the flows of remedies together: the desk for the chat, and what goes on behind it. Nothing runs before `start` but what people ask for. */
export function openRemedies(tools: RemedyDeskTools): OpenRemedies {
  const { remedies, visits, floors, logger, clock, later } = tools;
  const show = showRemedy(tools);
  const active = new Map<string, Promise<void>>();
  const preparing = new Set<string>();
  let isOn = true;

  /** By one caller at a time: twice is once. */
  function begin(id: string): void {
    if (!isOn || active.has(id)) return;
    const done = proceed(id, tools, show)
      .catch((error: unknown) => {
        logger.error({ error, request: id }, `a remedy could not go on; it is tried again in ${TEND_SECONDS} s`);
        return false;
      })
      .then(isFurther => {
        active.delete(id);
        // Another one may wait for this host.
        if (isFurther) tending.soon();
      });
    active.set(id, done);
  }

  async function tend(): Promise<void> {
    await show.unshown();
    for (const { request, changedAt } of await remedies.open()) {
      if (request.incident === undefined && clock.now() - changedAt < COMMAND_LINE_SECONDS) continue;
      const { state } = request;
      if (state.kind === 'requested' && clock.now() < state.request.expiresAt) continue;
      begin(request.id);
    }
  }
  const tending = periodically('looking after remedies', TEND_SECONDS, tend, { later, logger });

  const desk: RemedyDesk = {
    offers: ({ runs }, number) => {
      const state = runs.find(run => run.number === number)?.state;
      return state?.kind === 'answered' ? offersOf(state.investigation.diagnosis, visits.playbooks, floors).map(({ offer }) => offer) : [];
    },
    prepare: async (incident, run, offer, by) => {
      const key = `${incident} ${run} ${offer}`;
      if (preparing.has(key)) return { kind: 'refused', says: 'its plan is being made already; it comes as a message in the thread' };
      preparing.add(key);
      try {
        return await prepareRemedy(incident, run, offer, by, tools, show);
      } finally {
        preparing.delete(key);
      }
    },
    approve: async (id, digest, by) => {
      const { pressed, kept } = await decideRemedy(id, { kind: 'approve', digest }, by, tools);
      if (kept) await show.now(id);
      if (kept?.request.state.kind === 'approved') begin(id);
      return pressed;
    },
    reject: async (id, by) => {
      const { pressed, kept } = await decideRemedy(id, { kind: 'reject' }, by, tools);
      if (kept) await show.now(id);
      return pressed;
    },
    verifyGuided: (id, by) => verifyGuided(id, by, tools, show),
    misplaced: ({ by, button, channel, value }) =>
      refuse(
        {
          who: by.id,
          where: '',
          why: 'I don’t have this request any more, or its message is from another channel. /faultline approvals lists what waits',
          details: { button, channel, value: value.slice(0, MOST_VALUE) },
        },
        tools,
      ),
    find: async id => (await remedies.find(id))?.request,
    pending: async limit => (await remedies.waiting(limit)).map(({ request }) => request),
  };

  return {
    desk,
    runEnded: async ({ id, runs }) => {
      try {
        const last = runs.at(-1) ?? runs[0];
        if (last.state.kind !== 'answered') return;
        for (const { request } of await remedies.ofIncident(id)) {
          if (!request.incident || request.incident.run >= last.number) continue;
          if (request.state.kind !== 'requested' && request.state.kind !== 'approved') continue;
          const why = 'there is a newer answer: take the remedy that it offers';
          await moveRemedy(request.id, { kind: 'supersede', why }, { who: ITSELF, why }, tools);
          await show.now(request.id);
        }
      } catch (error) {
        logger.error({ error, incident: id }, 'older requests for remedies could not be closed');
      }
    },
    start: tending.start,
    stop: async graceSeconds => {
      await tending.stop();
      isOn = false;
      let callOff = (): void => undefined;
      const over = new Promise<void>(resolve => {
        callOff = later(graceSeconds, resolve);
      });
      await Promise.race([Promise.all(active.values()), over]);
      callOff();
    },
  };
}
