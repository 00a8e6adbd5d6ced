import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Logger } from '../flow/ports.js';
import { untrusted } from './blocks/untrusted.js';
import { sayTrouble, troubleOf } from './messenger/trouble.js';
import { type Timing, within } from './timing.js';

/** The workspace that the bot belongs to, as `auth.test` says. */
export interface Home {
  readonly team: string;
  readonly enterprise?: string;
}

/** Who may ask. Both empty: every full member of the workspace. */
export interface Askers {
  readonly users: readonly string[];
  /** Ids of user groups, `S…`. */
  readonly groups: readonly string[];
}

/** Who does something in the chat, as its payload says. */
export interface Caller {
  readonly user: string;
  readonly team?: string;
  readonly enterprise?: string;
}

/** Whether somebody may use the bot; a refusal is one or two sentences for the person. */
export type Admission = { readonly kind: 'welcome' } | { readonly kind: 'refused'; readonly why: string };

// users.info of a profile that changes once a year; a guest who becomes a member waits this long at most.
const PROFILE_MS = 10 * 60_000;
const GROUP_MS = 5 * 60_000;
// Who approves a change is asked for almost anew; two who press at once are one question.
const APPROVERS_MS = 30_000;
const MOST_PROFILES = 2_000;
const MOST_NAME = 80;
// The card must be seen within a second. Looking is read-only, so a slow answer does not hold it up.
const PATIENCE_MS = 300;

const profileSchema = z.object({
  name: z.string().optional(),
  real_name: z.string().optional(),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  team_id: z.string().optional(),
  enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
});

type Standing = 'member' | 'guest' | 'bot' | 'deactivated' | 'foreign';

interface Profile {
  readonly standing: Standing;
  readonly name: string;
}

const SAYS: Readonly<Record<Exclude<Standing, 'member'>, string>> = {
  guest: 'Guests of this workspace can’t use Faultline. Ask a full member to look.',
  bot: 'Faultline answers people, not bots. Ask a person to type the command.',
  deactivated: 'Your account is deactivated, so Faultline can’t take your question.',
  foreign: 'Faultline answers only people of the workspace it is installed in. Ask a colleague there to look.',
};

/** Of somebody who is to take care of an incident. */
const CANNOT_CARE: Partial<Readonly<Record<Standing, string>>> = {
  bot: 'That is a bot. Choose a person.',
  deactivated: 'That account is deactivated. Choose somebody else.',
};

const UNCLEAR = 'I can’t tell which organisation you belong to, because Slack does not answer. Try again in a minute.';

const refused = (why: string): Admission => ({ kind: 'refused', why });
const WELCOME: Admission = { kind: 'welcome' };

/** Full name before display name before login: it is read outside Slack. */
function nameIn({ name, real_name, profile }: z.infer<typeof profileSchema>): string {
  const names = [profile?.real_name, real_name, profile?.display_name, name].map(each => untrusted(each ?? '', MOST_NAME));
  return names.find(each => each !== '') ?? '';
}

interface Kept<T> {
  readonly value: T;
  readonly at: number;
}

/** The user groups that somebody belongs to, of those that were asked for, and those that Slack did not tell of. */
export interface Belonging {
  readonly groups: readonly string[];
  readonly unread: readonly string[];
}

/** Knows who may use the bot. Asks Slack about a person at most once in ten minutes, and never lets a slow answer delay a diagnosis. */
export class People {
  readonly #client: WebClient;
  readonly #home: () => Home | undefined;
  readonly #askers: Askers;
  readonly #approvers: readonly string[];
  readonly #timing: Timing;
  readonly #logger: Logger;
  readonly #profiles = new Map<string, Kept<Profile>>();
  readonly #asking = new Map<string, Promise<Profile | undefined>>();
  readonly #groups = new Map<string, Kept<readonly string[]>>();

  constructor(options: {
    readonly client: WebClient;
    readonly home: () => Home | undefined;
    readonly askers: Askers;
    /** User groups whose members may decide on remedies; absent: none. */
    readonly approvers?: readonly string[];
    readonly timing: Timing;
    readonly logger: Logger;
  }) {
    this.#client = options.client;
    this.#home = options.home;
    this.#askers = options.askers;
    this.#approvers = options.approvers ?? [];
    this.#timing = options.timing;
    this.#logger = options.logger;
  }

  /** Whether the caller may use the bot. Never throws; what cannot be learnt is decided on the safe side of a read-only bot. */
  async admit(caller: Caller): Promise<Admission> {
    const isUnclear = this.#home()?.enterprise !== undefined && caller.enterprise === undefined && this.#isForeign(caller.team, undefined);
    if (!isUnclear && this.#isForeign(caller.team, caller.enterprise)) return refused(SAYS.foreign);
    const standing = (await this.#profileOf(caller.user))?.standing;
    // Another workspace, and nobody says whose: a stranger's or a sister's. Only the profile tells.
    if (isUnclear && standing === undefined) return refused(UNCLEAR);
    if (standing && standing !== 'member') return refused(SAYS[standing]);
    const { users, groups } = this.#askers;
    if (users.length === 0 && groups.length === 0) return WELCOME;
    if (users.includes(caller.user)) return WELCOME;
    for (const group of groups) if ((await this.#membersOf(group))?.includes(caller.user)) return WELCOME;
    // A list was written on purpose: when a group can't be read, its members are not guessed.
    return refused(
      'You are not on the list of people who may ask Faultline. Its operator keeps that list in faultline.yml, under slack.askers.',
    );
  }

  /** The name that people know somebody by, for pages outside Slack; the id while Slack does not tell. */
  async nameOf(user: string): Promise<string> {
    return (await this.#profileOf(user))?.name ?? user;
  }

  /** Why somebody can't take care of an incident, in one sentence; undefined when they can, or when nobody knows. */
  async whyNotResponsible(user: string): Promise<string | undefined> {
    const standing = (await this.#profileOf(user))?.standing;
    return standing && CANNOT_CARE[standing];
  }

  /** The groups of approvers that somebody belongs to now. What Slack does not tell is no belonging. */
  async groupsOf(user: string): Promise<Belonging> {
    const groups: string[] = [];
    const unread: string[] = [];
    for (const group of this.#approvers) {
      const members = await this.#membersOf(group, { freshMs: APPROVERS_MS, trustsOld: false });
      if (!members) unread.push(group);
      else if (members.includes(user)) groups.push(group);
    }
    return { groups, unread };
  }

  #isForeign(team: string | undefined, enterprise: string | undefined): boolean {
    const home = this.#home();
    if (!home || !team || team === home.team) return false;
    return !home.enterprise || enterprise !== home.enterprise;
  }

  async #profileOf(user: string): Promise<Profile | undefined> {
    const now = this.#timing.clock.now() * 1000;
    const kept = this.#profiles.get(user);
    if (kept && kept.at + PROFILE_MS > now) return kept.value;
    const asking = this.#asking.get(user) ?? this.#ask(user);
    // Whatever was known before is better than nothing: a guest stays a guest while Slack is slow.
    return (await within(PATIENCE_MS, asking, this.#timing)) ?? kept?.value;
  }

  #ask(user: string): Promise<Profile | undefined> {
    const asking = this.#client.users
      .info({ user })
      .then(answer => {
        const { data } = profileSchema.safeParse(answer.user);
        const profile = data && { standing: this.#standingIn(data), name: nameIn(data) || user };
        if (profile) this.#keep(user, profile);
        return profile;
      })
      .catch((error: unknown) => {
        this.#logger.warn({ user, why: sayTrouble(troubleOf(error)) }, 'users.info gave no answer; deciding by the workspace id alone');
        return undefined;
      })
      .finally(() => this.#asking.delete(user));
    this.#asking.set(user, asking);
    return asking;
  }

  #standingIn(profile: z.infer<typeof profileSchema>): Standing {
    if (profile.deleted) return 'deactivated';
    if (profile.is_stranger || this.#isForeign(profile.team_id, profile.enterprise_user?.enterprise_id)) return 'foreign';
    if (profile.is_restricted || profile.is_ultra_restricted) return 'guest';
    return profile.is_bot ? 'bot' : 'member';
  }

  #keep(user: string, value: Profile): void {
    this.#profiles.delete(user);
    this.#profiles.set(user, { value, at: this.#timing.clock.now() * 1000 });
    const oldest = this.#profiles.keys().next().value;
    if (this.#profiles.size > MOST_PROFILES && oldest !== undefined) this.#profiles.delete(oldest);
  }

  async #membersOf(group: string, { freshMs, trustsOld } = { freshMs: GROUP_MS, trustsOld: true }): Promise<readonly string[] | undefined> {
    const now = this.#timing.clock.now() * 1000;
    const kept = this.#groups.get(group);
    if (kept && kept.at + freshMs > now) return kept.value;
    try {
      const { users = [] } = await this.#client.usergroups.users.list({ usergroup: group });
      this.#groups.set(group, { value: users, at: now });
      return users;
    } catch (error) {
      this.#logger.warn({ group, why: sayTrouble(troubleOf(error)) }, 'the members of a user group cannot be read (scope usergroups:read)');
      return trustsOld ? kept?.value : undefined;
    }
  }
}
