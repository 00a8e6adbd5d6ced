/** What to run on one host: the checks of a playbook with their parameters bound. Values only; `hosts/` carries it out. */

/** One way to make a check, parameters bound. argv elements are never read by a shell. */
export type PlannedVariant =
  | { readonly kind: 'run'; readonly argv: readonly [string, ...string[]]; readonly okExit: readonly number[] }
  /** Files (globs allowed) read as `grep -aH '' FILES`: each line comes back as `path:line`. */
  | { readonly kind: 'read'; readonly files: readonly string[] }
  /** A fixed shell text of the playbook; parameters arrive as `$1`, `$2`, … and never inside the text. */
  | {
      readonly kind: 'sh';
      /** What a person would type to see the same; reports show it in place of the text. */
      readonly shownAs?: string;
      readonly needs: readonly string[];
      readonly text: string;
      readonly args: readonly string[];
      readonly okExit: readonly number[];
    }
  /** TCP connects from the bot itself, spread over the window. */
  | { readonly kind: 'connect'; readonly address: string; readonly port: number; readonly attempts: number }
  /** HTTP requests from the bot itself, spread over the window. */
  | { readonly kind: 'http'; readonly url: string; readonly attempts: number }
  /** TLS handshakes of the bot itself, with what different clients offer, spread over the window. Nothing is requested. */
  | { readonly kind: 'tls'; readonly url: string }
  /** A question to Prometheus: of this moment, or of the last `seconds` up to it, one value every `step` seconds. */
  | { readonly kind: 'promql'; readonly query: string; readonly range?: { readonly seconds: number; readonly step: number } };

/** One check to make on one host. `key` is unique within the plan: the check id, plus its parameters if any. */
export interface PlannedCheck {
  readonly key: string;
  readonly check: string;
  readonly title: string;
  readonly sample: 'once' | 'twice';
  readonly cost: 'cheap' | 'normal' | 'heavy';
  readonly timeoutSeconds: number;
  /** Most bytes of stdout that are kept. */
  readonly capBytes: number;
  readonly variants: readonly PlannedVariant[];
}

/** All checks for one visit to one host. */
export interface CheckPlan {
  readonly host: string;
  /** Least time between the two looks of `sample: twice`, in seconds of host uptime. */
  readonly windowSeconds: number;
  readonly checks: readonly PlannedCheck[];
}
