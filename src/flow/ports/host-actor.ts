import type { HostTrouble } from '../../model/capture.js';
import type { InventoryHost } from '../../model/host.js';
import type { Argv } from '../../model/remedy-plan.js';

/** How a command ended that was to change something. */
export type Acted =
  /** It ran; `output` is what it printed on both streams, bounded: data of the host. */
  | { readonly kind: 'ended'; readonly exit: number; readonly output: string; readonly isCut: boolean }
  /** It certainly did not begin: the host was not reached, or is not the one that was verified before. */
  | { readonly kind: 'not-begun'; readonly says: string }
  /** The line broke, or no answer came in time: nobody knows what it did. Never to be taken for failure, and never tried again. */
  | { readonly kind: 'lost'; readonly says: string; readonly output: string };

export interface ActOptions {
  /** After that long the host itself ends the command, and a little later it is `lost`. */
  readonly timeoutSeconds: number;
  /** Fingerprint of the host key that must answer (`identify`): another one runs nothing. */
  readonly hostKey: string;
  readonly onOutput?: (chunk: string) => void;
}

type Identified =
  /** `SHA256:…` of the key that was verified; `local` for this machine. */
  { readonly kind: 'known'; readonly hostKey: string } | { readonly kind: 'trouble'; readonly trouble: HostTrouble };

/** Carries out argv on hosts. No shell reads an argument. Never throws for a host's trouble. */
export interface HostActor {
  readonly identify: (host: InventoryHost) => Promise<Identified>;
  /** A first word `faultline-root` is the script for root: with `sudo -n` where the login is not root. */
  readonly act: (host: InventoryHost, argv: Argv, options: ActOptions) => Promise<Acted>;
}
