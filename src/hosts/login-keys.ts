import { readFile } from 'node:fs/promises';
import ssh2, { type AnyAuthMethod, type ParsedKey } from 'ssh2';
import { agentWith, listAgentKeys } from './agent-keys.js';
import { HostFailure } from './failures.js';
import { fingerprint, type SshWay } from './host-keys.js';

/** What to log in with, and how to name it in a message. */
export interface LoginKeys {
  readonly methods: AnyAuthMethod[];
  readonly offered: readonly string[];
}

/**
 * Gathers the ways to log in: the key files in order, then the agent, as far as the way allows it. A missing file is passed over, as ssh does with
 * its defaults; a file that cannot be used is named in `offered`, or is the failure itself when nothing else is left.
 * `ownAgent` is the value of SSH_AUTH_SOCK.
 */
export async function loadLoginKeys(name: string, way: SshWay, ownAgent: string | undefined): Promise<LoginKeys> {
  const { user, identityFiles, agent = { keys: 'all' } } = way;
  const methods: AnyAuthMethod[] = [];
  const offered: string[] = [];
  const leftToAgent: string[] = [];
  let unusable: HostFailure | undefined;
  for (const file of identityFiles) {
    const key = await readKey(name, file);
    if (key instanceof HostFailure) {
      unusable ??= key;
      offered.push(`${file} (not usable: ${key.message})`);
      leftToAgent.push(file);
    } else if (key === undefined) {
      offered.push(`${file} (no such file)`);
      leftToAgent.push(file);
    } else {
      methods.push({ type: 'publickey', username: user, key: key.text });
      offered.push(`${file} (${key.fingerprint})`);
    }
  }
  const socket = agent.keys === 'none' ? undefined : (agent.socket ?? ownAgent);
  const wanted = agent.keys === 'identity-files' ? await publicHalves(leftToAgent) : undefined;
  if (socket !== undefined && socket !== '' && wanted?.length !== 0) {
    // ssh2 gives up altogether when the agent's socket is dead, so it is tried first.
    const held = await listAgentKeys(socket);
    const chosen = held?.filter(key => wanted === undefined || wanted.some(half => half.equals(key.getPublicSSH()))) ?? [];
    if (held === undefined) offered.push(`no SSH agent (nothing answers at ${socket})`);
    else if (wanted === undefined) offered.push('the keys of the SSH agent');
    else offered.push(chosen.length === 0 ? 'nothing from the SSH agent, which does not hold them' : `from the SSH agent ${named(chosen)}`);
    if (chosen.length > 0) methods.push({ type: 'agent', username: user, agent: agentWith(socket, chosen) });
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

function named(keys: readonly ParsedKey[]): string {
  return keys.map(key => fingerprint(key.getPublicSSH())).join(', ');
}

/** The public keys that belong to key files, from FILE.pub or, when FILE itself is a public key, from there. */
async function publicHalves(files: readonly string[]): Promise<Buffer[]> {
  const texts = await Promise.all(files.flatMap(file => [file, `${file}.pub`]).map(path => readFile(path, 'utf8').catch(() => '')));
  return texts.flatMap(text => {
    const parsed = ssh2.utils.parseKey(text);
    const [key] = Array.isArray(parsed) ? parsed : [parsed];
    return key === undefined || key instanceof Error ? [] : [key.getPublicSSH()];
  });
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
        `load it into an SSH agent (ssh-add ${file}), keep ${file}.pub beside it and start the bot with SSH_AUTH_SOCK set, or give the bot a key of its own without passphrase`,
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
