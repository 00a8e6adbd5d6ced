/** What a button of an answer is about. */
export interface ButtonSubject {
  readonly incident: string;
  readonly run: number;
}

/** The opaque value of a button: names the run, and nothing that a person could misuse. */
export function buttonValue({ incident, run }: ButtonSubject): string {
  return `${incident}:${run}`;
}

/** What a button's value names; undefined when it is not one of ours. */
export function readButtonValue(value: string): ButtonSubject | undefined {
  const [, incident, run] = /^(inc-[A-Za-z0-9]{1,64}):([1-9]\d{0,5})$/u.exec(value) ?? [];
  return incident === undefined || run === undefined ? undefined : { incident, run: Number(run) };
}

/** The incident that a button of a card names; undefined when the value is none of ours. */
export function readIncidentValue(value: string): string | undefined {
  return /^inc-[A-Za-z0-9]{1,64}$/u.exec(value)?.[0];
}

/** What a button of a storm's digest is about. */
export interface MemberSubject {
  readonly storm: string;
  readonly incident: string;
}

export function memberValue({ storm, incident }: MemberSubject): string {
  return `${storm}:${incident}`;
}

/** What `memberValue` wrote; undefined when it is something else. */
export function readMemberValue(value: string): MemberSubject | undefined {
  const [, storm, incident] = /^(storm-[A-Za-z0-9]{1,64}):(inc-[A-Za-z0-9]{1,64})$/u.exec(value) ?? [];
  return storm === undefined || incident === undefined ? undefined : { storm, incident };
}
