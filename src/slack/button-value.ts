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
