import type { Symptom } from '../model/playbook.js';

/** What an operator says of alerts with certain labels. What it leaves out is found as for any other alert. */
export interface AlertRule {
  /** Each label must have exactly this value. */
  readonly match: Readonly<Record<string, string>>;
  readonly symptom?: string | undefined;
  readonly host?: string | undefined;
  readonly service?: string | undefined;
  readonly port?: number | undefined;
  /** Where its incidents are told. */
  readonly channel?: string | undefined;
}

/** What alerts are read with. */
export interface ReadingTools {
  /** The first one that fits counts. */
  readonly rules: readonly AlertRule[];
  /** Names of the labels that name a host, and a service; the first that names a known one counts. */
  readonly labels: { readonly host: readonly string[]; readonly service: readonly string[] };
  readonly hosts: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  readonly services: readonly { readonly name: string; readonly hosts: readonly string[]; readonly port?: number; readonly url?: string }[];
  readonly symptoms: readonly Pick<Symptom, 'id' | 'title' | 'asks' | 'alerts'>[];
  /** Which symptom words mean, and by which phrase; undefined: none for certain. */
  readonly symptomOfWords: (words: string) => { readonly symptom: string; readonly reason: string } | undefined;
}
