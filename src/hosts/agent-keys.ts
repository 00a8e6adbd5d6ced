import ssh2, { type BaseAgent, type IdentityCallback, type ParsedKey } from 'ssh2';

/** An agent on this machine answers in milliseconds; one that asks its owner first does so when it signs, not when it lists. */
const ANSWER_MS = 2000;

/** The public keys that an SSH agent holds; undefined when nothing answers at the socket. */
export function listAgentKeys(socketPath: string): Promise<readonly ParsedKey[] | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(undefined), ANSWER_MS);
    new ssh2.OpenSSHAgent(socketPath).getIdentities((error, keys = []) => {
      clearTimeout(timer);
      resolve(error ? undefined : keys.flatMap(key => ('getPublicSSH' in key ? [key] : [])));
    });
  });
}

/** The agent behind a socket, made to offer these of its keys and no others. */
export function agentWith(socketPath: string, keys: readonly ParsedKey[]): BaseAgent<ParsedKey> {
  return new (class extends ssh2.OpenSSHAgent {
    override getIdentities(callback: IdentityCallback<ParsedKey>): void {
      callback(null, [...keys]);
    }
  })(socketPath);
}
