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

/** What a button of an offered remedy is about. */
export interface OfferSubject extends ButtonSubject {
  readonly offer: string;
}

export function offerValue({ offer, ...subject }: OfferSubject): string {
  return `${buttonValue(subject)}:${offer}`;
}

/** What `offerValue` wrote; undefined when it is something else. */
export function readOfferValue(value: string): OfferSubject | undefined {
  const [, answer = '', offer] = /^([^:]+:\d+):(\S{1,200})$/u.exec(value) ?? [];
  const subject = readButtonValue(answer);
  return subject && offer !== undefined ? { ...subject, offer } : undefined;
}

/** What a button of a remedy is about: a request, and the plan that its message showed. */
export interface RemedySubject {
  readonly request: string;
  /** SHA-256 in hexadecimal digits. */
  readonly digest: string;
}

export function remedyValue({ request, digest }: RemedySubject): string {
  return `${request}:${digest}`;
}

/** What `remedyValue` wrote; undefined when it is something else. */
export function readRemedyValue(value: string): RemedySubject | undefined {
  const [, request, digest] = /^(rem-[A-Za-z0-9]{1,64}):([0-9a-f]{64})$/u.exec(value) ?? [];
  return request === undefined || digest === undefined ? undefined : { request, digest };
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
