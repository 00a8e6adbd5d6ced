import type { HostTrouble } from '../model/capture.js';
import { randomMark } from './batch-script.js';
import type { OpenShell } from './channel.js';
import { hostText, troubleOf } from './failures.js';

/** What a first contact with a host shows. */
export interface HostProbe {
  readonly kind: 'reached';
  /** Numeric user id that checks will run as. */
  readonly uid: number;
  /** Name of the operating system, as in os-release. */
  readonly os: string;
  /** How long it took from the start, in milliseconds. */
  readonly ms: number;
  /** `SHA256:…` of the host key that was accepted; empty for this machine itself. */
  readonly hostKeyFingerprint: string;
}

const ANSWER_MS = 10_000;

/** Opens a shell and asks it who it is. Without a fork, so that it works on a host that is out of processes. */
export async function probeShell(
  name: string,
  open: OpenShell,
  hostKeyFingerprint: () => Promise<string>,
): Promise<HostProbe | HostTrouble> {
  const startedAt = performance.now();
  try {
    const nonce = randomMark();
    const fingerprint = await hostKeyFingerprint();
    const channel = await open(nonce);
    let text = '';
    channel.onStdout(chunk => {
      if (text.length < 65_536) text += chunk.toString('utf8');
    });
    channel.onStderr(() => undefined);
    const deadline = setTimeout(() => channel.destroy(true), ANSWER_MS);
    channel.write(probeScript(nonce));
    await channel.closed;
    clearTimeout(deadline);
    const [, uid, os] = new RegExp(`^${nonce} (-?\\d{1,10}) (.*)$`, 'm').exec(text) ?? [];
    if (uid === undefined) {
      return {
        kind: 'no-session',
        says: `${name} let the bot log in, but its shell gives no answer`,
        hint: 'the account needs /bin/sh and a login shell that runs commands',
      };
    }
    return {
      kind: 'reached',
      uid: Number(uid),
      os: os === undefined || os === '' ? 'unknown' : hostText(os),
      ms: Math.round(performance.now() - startedAt),
      hostKeyFingerprint: fingerprint,
    };
  } catch (error) {
    return troubleOf(error);
  }
}

function probeScript(nonce: string): string {
  return `{ UI=-1; while read -r k v _; do case $k in Uid:) UI=$v; break ;; esac; done </proc/self/status
OS=; while read -r l; do case $l in PRETTY_NAME=*) OS=\${l#*=}; OS=\${OS#[\\"\\']}; OS=\${OS%[\\"\\']} ;; esac; done </etc/os-release
printf '\\n%s %s %s\\n' ${nonce} "$UI" "$OS"; exit 0; } 2>/dev/null
`;
}
