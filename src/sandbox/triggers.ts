import type { SandboxClock } from './clock.js';
import type { Ids } from './ids.js';

/** A trigger id opens one modal, for 3 seconds (docs.slack.dev, interactivity). */
const TRIGGER_MS = 3000;

export interface Triggers {
  readonly give: (user: string, channel: string | undefined) => string;
  /** Uses a trigger up; a refusal in Slack's words otherwise. */
  readonly take: (
    id: string,
  ) =>
    | { readonly kind: 'taken'; readonly user: string; readonly channel: string | undefined }
    | { readonly kind: 'refused'; readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };
}

export function createTriggers(clock: SandboxClock, ids: Ids): Triggers {
  const given = new Map<string, { readonly user: string; readonly channel: string | undefined; readonly until: number; used: boolean }>();
  return {
    give: (user, channel) => {
      const id = `${Math.floor(clock.now())}.${given.size + 1}.${ids.secret()}`;
      given.set(id, { user, channel, until: clock.now() + TRIGGER_MS, used: false });
      return id;
    },
    take: id => {
      const trigger = given.get(id);
      if (!trigger) return { kind: 'refused', error: 'invalid_trigger_id' };
      if (trigger.used) return { kind: 'refused', error: 'exchanged_trigger_id' };
      if (clock.now() > trigger.until) return { kind: 'refused', error: 'expired_trigger_id' };
      trigger.used = true;
      return { kind: 'taken', user: trigger.user, channel: trigger.channel };
    },
  };
}
