import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import ssh2, { type AnyAuthMethod } from 'ssh2';
import { HostFailure } from './failures.js';
import { fingerprint } from './host-keys.js';

/** What to log in with, and how to name it in a message. */
export interface LoginKeys {
  readonly methods: AnyAuthMethod[];
  readonly offered: readonly string[];
}

/**
 * Gathers the ways to log in: the key files in order, then the agent. A missing file is passed over, as ssh does with its defaults; a file that
 * cannot be used is named in `offered`, or is the failure itself when nothing else is left.
 */
export async function loadLoginKeys(
  name: string,
  user: string,
  files: readonly string[],
  agentSocket: string | undefined,
): Promise<LoginKeys> {
  const methods: AnyAuthMethod[] = [];
  const offered: string[] = [];
  let unusable: HostFailure | undefined;
  for (const file of files) {
    const key = await readKey(name, file);
    if (key instanceof HostFailure) {
      unusable ??= key;
      offered.push(`${file} (not usable: ${key.message})`);
    } else if (key === undefined) offered.push(`${file} (no such file)`);
    else {
      methods.push({ type: 'publickey', username: user, key: key.text });
      offered.push(`${file} (${key.fingerprint})`);
    }
  }
  if (agentSocket !== undefined && agentSocket !== '') {
    // ssh2 gives up altogether when the agent's socket is dead, so it is tried first.
    if (await answers(agentSocket)) {
      methods.push({ type: 'agent', username: user, agent: agentSocket });
      offered.push('the keys of the SSH agent');
    } else offered.push(`no SSH agent (nothing answers at ${agentSocket})`);
  }
  if (methods.length > 0) return { methods, offered };
  throw (
    unusable ??
    new HostFailure(
      'auth-failed',
      `there is no key to log in to ${name} as ${user}${offered.length === 0 ? '' : `: ${offered.join(', ')}`}`,
      'set identity_file in faultline.yml, or start an SSH agent and set SSH_AUTH_SOCK',
    )
  );
}

async function readKey(name: string, file: string): Promise<{ text: string; fingerprint: string } | HostFailure | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return new HostFailure(
      'auth-failed',
      `the key ${file} for ${name} cannot be read: ${(error as Error).message}`,
      'make it readable for the bot',
      {
        cause: error,
      },
    );
  }
  const parsed = ssh2.utils.parseKey(text);
  if (parsed instanceof Error) {
    if (/encrypted|passphrase/i.test(parsed.message)) {
      return new HostFailure(
        'auth-failed',
        `the key ${file} for ${name} is protected by a passphrase`,
        `load it into an SSH agent (ssh-add ${file}) and start the bot with SSH_AUTH_SOCK set, or give the bot a key of its own without passphrase`,
      );
    }
    return new HostFailure(
      'auth-failed',
      `${file} for ${name} is not a private key that can be read: ${parsed.message}`,
      'point identity_file at the private key, not the .pub',
    );
  }
  const [key] = Array.isArray(parsed) ? parsed : [parsed];
  if (key === undefined || !key.isPrivateKey()) {
    return new HostFailure(
      'auth-failed',
      `${file} for ${name} holds a public key only`,
      'point identity_file at the private key, not the .pub',
    );
  }
  return { text, fingerprint: fingerprint(key.getPublicSSH()) };
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(socketPath);
    const settle = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(2000, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
