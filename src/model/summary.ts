import type { OutcomeWord, VerdictWord } from './diagnosis.js';
import type { GapReason } from './fact.js';
import type { Review } from './review.js';

/**
 * A diagnosis put into words for people, the same for the terminal and the chat. Every text in it is harmless to print (no control,
 * no bidirectional characters, one line, at most about 1000 characters) but is still data: no renderer may take it for markup.
 */
export interface Summary {
  readonly outcome: OutcomeWord;
  /** `Root cause confirmed`, `I don't know`, … */
  readonly headline: string;
  /** The answer in one sentence, host first: `app1: The kernel killed node for lack of memory`. Never empty. */
  readonly sentence: string;
  readonly symptom: { readonly id: string; readonly title: string };
  /** `api-1:8080`, in the order of the visits: asked first, then followed. */
  readonly places: readonly [string, ...string[]];
  readonly checks: number;
  /** Seconds since the epoch, and milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Gaps that are the same for several checks of a host, or on several hosts, are one. */
  readonly gaps: readonly SummaryGap[];
  /** Where the time of a request goes, one sentence for each host: `gw: a request takes 3.0 s, most of it waiting for the first byte`. */
  readonly timing: readonly string[];
  /** Pages with the traces of that time. */
  readonly traces: readonly { readonly host: string; readonly url: string }[];
  /** How the asked host differs from others like it, and from itself when it was well; absent where there are none. */
  readonly comparison?: SummaryComparison;
  readonly measured: readonly { readonly title: string; readonly host: string; readonly parts: readonly string[] }[];
  /** The roots, or what was traced to; empty when nothing is established. */
  readonly findings: readonly Finding[];
  /** What nothing found means, in words that cannot be taken for "all is well"; absent with findings. */
  readonly nothing?: string;
  /** Where the trail leaves what could be looked at. */
  readonly frontiers: readonly string[];
  /** What lies on a chain and is no finding itself. */
  readonly effects: readonly NamedLine[];
  readonly alsoFound: readonly NamedLine[];
  readonly open: readonly NamedLine[];
  readonly ruledOut: readonly RuledOut[];
  /** Only of an audit. */
  readonly review?: SummaryReview;
}

export interface SummaryComparison {
  /** `app1 beside app2, and beside itself on 2026-11-26 14:02`. */
  readonly title: string;
  /** Never empty: where nothing differs, it says so. */
  readonly lines: readonly string[];
}

/** A review, and how it stands in one sentence each. */
export interface SummaryReview extends Review {
  /** `1 of 24 measures is high.` */
  readonly resourcesSay: string;
  /** `5 of 28 settings differ from what is recommended.` */
  readonly settingsSay: string;
}

export interface SummaryGap {
  /** Hosts where the same could not be checked for the same reason. Never empty. */
  readonly hosts: readonly string[];
  /** Never empty. */
  readonly checks: readonly string[];
  /** What the check looks at, when it is one and the playbooks have it; else empty. */
  readonly title: string;
  readonly reason: GapReason;
  /** The reason for people: `not allowed`. */
  readonly inWords: string;
  readonly detail: string;
  readonly hint: string;
}

/** One established instance and what it stands on. */
export interface Finding {
  /** `oom-kill@api-1`, with what it is about where two would be alike. */
  readonly name: string;
  readonly fault: string;
  readonly host: string;
  readonly title: string;
  readonly verdict: VerdictWord;
  readonly evidence: readonly EvidenceLine[];
  readonly advice: string;
  /** From the root to the outermost effect, by name and title; it leads to the symptom. Never empty. */
  readonly chain: readonly NamedLine[];
  readonly remedies: readonly string[];
  /** What the fault is, in general; empty when the playbook does not say. */
  readonly explain: string;
  /** `man 2 listen`, `https://…`: where to read more. */
  readonly references: readonly string[];
}

export interface EvidenceLine {
  readonly side: 'for' | 'against';
  readonly says: string;
  /** Absent when there is nothing to cite, or when the line before has cited the same. */
  readonly source?: { readonly host: string; readonly command: string; readonly exit: number; readonly at: number; readonly line: string };
}

export interface NamedLine {
  readonly name: string;
  readonly says: string;
}

/** What was looked for and is not there, or hardly. */
export interface RuledOut extends NamedLine {
  readonly fault: string;
  readonly host: string;
  /** `evidence` speaks against it; there is no `object` on the host that it could be about; or there is `too-little` for it. */
  readonly because: 'evidence' | 'no-object' | 'too-little';
  /** More of the same fault on the same host, ruled out in the same way; what is said is of the first. */
  readonly alike: number;
}
