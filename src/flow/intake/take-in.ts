import type { AlertSignal } from '../../model/alert.js';
import type { SignalStore } from '../ports/alert-store.js';
import type { Later } from '../ports.js';
import { type SettleTools, settleGroup } from './settle-group.js';
import type { StormWatch } from './storm-watch.js';

export interface TakeInTools extends SettleTools {
  readonly signals: Pick<SignalStore, 'waiting'>;
  readonly storms: StormWatch;
  readonly later: Later;
}

export interface TakeIn {
  /** Begins to settle what waits; only the one that holds the lease. */
  readonly start: () => void;
  /** A signal was kept. */
  readonly wake: () => void;
  /** Resolves when what is under way has ended; the rest waits for the next start. */
  readonly stop: () => Promise<void>;
}

/** Signals looked at in one go: those of one group among them become one change. */
const AT_ONCE = 500;
/** Another replica may have kept one. Seconds. */
const POLL_SECONDS = 2;
/** Waits after a failure, in seconds: a database is back within minutes, and the alerts of that time must not wait for long. */
const WAITS = [1, 2, 5];
/** After so many groups in succession it is the store, and not one of them. */
const MOST_FAILURES = 3;
/** Somebody else changes the same story now and then; more often in succession, it is waited for. */
const MOST_STALE = 5;

type Group = readonly [AlertSignal, ...AlertSignal[]];

/** An embedded database answers without the loop having its turn: others (Slack's three seconds, the next webhook) must get theirs. */
const breath = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** By their group, in the order of the oldest signal of each. */
function byGroup(signals: readonly AlertSignal[]): readonly Group[] {
  const groups = new Map<string, [AlertSignal, ...AlertSignal[]]>();
  for (const signal of signals) {
    const key = JSON.stringify([signal.group.receiver, signal.group.key]);
    const group = groups.get(key);
    if (group) group.push(signal);
    else groups.set(key, [signal]);
  }
  return [...groups.values()];
}

/**
 * Settles the signals that wait, in the order in which they were kept, for as long as it runs. A signal is never lost and never settled twice:
 * it waits in the store until the transaction that settles it. A failure is logged and tried again; one group's failure holds up no other.
 */
export function takeIn(tools: TakeInTools): TakeIn {
  const { signals, storms, later, logger } = tools;
  let isOn = false;
  let woken = false;
  let pausing: { readonly endsWhenWoken: boolean; readonly end: () => void } | undefined;
  let underWay: Promise<void> = Promise.resolve();

  function pause(seconds: number, endsWhenWoken: boolean): Promise<void> {
    return new Promise(resolve => {
      if (!isOn || (endsWhenWoken && woken)) {
        resolve();
        return;
      }
      const end = (): void => {
        callOff();
        pausing = undefined;
        resolve();
      };
      const callOff = later(seconds, end);
      pausing = { endsWhenWoken, end };
    });
  }

  async function settle(group: Group): Promise<'settled' | 'stale' | 'failed'> {
    try {
      return await settleGroup(group, tools);
    } catch (error) {
      logger.error({ error, signal: group[0].id }, 'the signals of a group could not be settled; they wait, and are tried again');
      return 'failed';
    }
  }

  /** One time through what waits. */
  async function pass(): Promise<'idle' | 'busy' | 'stale' | 'failed'> {
    const waiting = await signals.waiting(AT_ONCE);
    const ended = new Set<'settled' | 'stale' | 'failed'>();
    let failures = 0;
    for (const group of byGroup(waiting)) {
      if (!isOn || failures >= MOST_FAILURES) break;
      const outcome = await settle(group);
      ended.add(outcome);
      failures = outcome === 'failed' ? failures + 1 : 0;
      await breath();
    }
    await storms.tick();
    if (ended.has('failed')) return 'failed';
    if (ended.has('stale') && !ended.has('settled')) return 'stale';
    return waiting.length > 0 ? 'busy' : 'idle';
  }

  async function run(): Promise<void> {
    let failed = 0;
    let stale = 0;
    while (isOn) {
      woken = false;
      let ended: Awaited<ReturnType<typeof pass>>;
      try {
        ended = await pass();
      } catch (error) {
        logger.error({ error }, 'the alerts that wait could not be read; trying again soon');
        ended = 'failed';
      }
      stale = ended === 'stale' ? stale + 1 : 0;
      failed = ended === 'failed' || stale > MOST_STALE ? failed + 1 : 0;
      if (failed > 0) await pause(WAITS[Math.min(failed, WAITS.length) - 1] ?? 5, false);
      else if (ended === 'idle') await pause(POLL_SECONDS, true);
    }
  }

  return {
    start: () => {
      if (isOn) return;
      isOn = true;
      underWay = run();
    },
    wake: () => {
      woken = true;
      if (pausing?.endsWhenWoken) pausing.end();
    },
    stop: async () => {
      isOn = false;
      pausing?.end();
      await underWay;
    },
  };
}
