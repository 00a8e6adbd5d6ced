import type { InventoryHost } from '../model/host.js';

/** What the file system says of a path. */
export type PathFact =
  | { readonly kind: 'present' /** Permission bits, as 0o600. */; readonly mode: number; readonly uid: number }
  | { readonly kind: 'absent' }
  /** A folder on the way may not be entered. */
  | { readonly kind: 'denied' };

/** Something about a declared host that will make a visit fail, or is not safe; found without a connection. */
export interface HostProblem {
  readonly host: string;
  /** `stops`: the host cannot be visited like this. `mend`: it can, but something is missing or not safe. */
  readonly weight: 'stops' | 'mend';
  readonly says: string;
  readonly remedy: string;
}

export interface HostProblemOptions {
  readonly stat: (path: string) => PathFact;
  /** True when an SSH agent can be asked (SSH_AUTH_SOCK is set): then a key file is not needed. */
  readonly hasAgent: boolean;
}

/** What `doctor` says of a host before it connects: keys that are missing or open to others, known_hosts that are missing. */
export function hostProblems(host: InventoryHost, options: HostProblemOptions): HostProblem[] {
  const { stat } = options;
  const { way } = host;
  if (way.kind === 'local') return [];
  const problems: HostProblem[] = [];
  const add = (weight: HostProblem['weight'], says: string, remedy: string) => problems.push({ host: host.name, weight, says, remedy });

  const keys = way.identityFiles.map(file => ({ file, fact: stat(file) }));
  const hasAgent = way.agent?.keys !== 'none' && (options.hasAgent || way.agent?.socket !== undefined);
  // An agent that may be asked only for the keys of files needs to be told which by FILE.pub.
  const agentHelps =
    hasAgent && (way.agent?.keys !== 'identity-files' || way.identityFiles.some(file => stat(`${file}.pub`).kind === 'present'));
  const canLogIn = agentHelps || keys.some(({ fact }) => fact.kind === 'present');
  for (const { file, fact } of keys) {
    switch (fact.kind) {
      case 'absent':
        add(
          canLogIn ? 'mend' : 'stops',
          `the key file ${file} does not exist`,
          'make one with `ssh-keygen -t ed25519`, or correct identity_file',
        );
        break;
      case 'denied':
        add(
          canLogIn ? 'mend' : 'stops',
          `the key file ${file} cannot be reached by this user`,
          'check the modes of the folders above it, or correct identity_file',
        );
        break;
      case 'present':
        if ((fact.mode & 0o077) !== 0) {
          add(
            'mend',
            `the key file ${file} has mode ${octal(fact.mode)}: others can get at it (OpenSSH would refuse it)`,
            `run \`chmod 600 ${file}\``,
          );
        }
        break;
    }
  }
  if (keys.length === 0 && !agentHelps) {
    add(
      'stops',
      'there is neither a key file nor an SSH agent to log in with',
      'set ssh.identity_file in faultline.yml, or start an agent and `ssh-add`',
    );
  }

  if (way.hostKey === undefined) {
    const facts = way.knownHosts.map(file => ({ file, fact: stat(file) }));
    if (!facts.some(({ fact }) => fact.kind === 'present')) {
      const looked =
        facts.length === 0 ? 'no known_hosts file is configured' : `none of its known_hosts files exists (${way.knownHosts.join(', ')})`;
      add(
        'stops',
        `${looked}, so its host key cannot be verified`,
        `log in once with \`ssh -p ${way.port} ${way.user}@${way.address}\` and compare the fingerprint, or pin host_key in faultline.yml`,
      );
    }
    for (const { file, fact } of facts) {
      if (fact.kind === 'present' && (fact.mode & 0o022) !== 0) {
        add('mend', `${file} has mode ${octal(fact.mode)}: others can add host keys to it`, `run \`chmod go-w ${file}\``);
      }
    }
  }
  for (const hop of way.jump)
    problems.push(...hostProblems(hop, options).map(problem => ({ ...problem, host: `${host.name} by ${hop.name}` })));
  return problems;
}

function octal(mode: number): string {
  return `0${mode.toString(8).padStart(3, '0')}`;
}
