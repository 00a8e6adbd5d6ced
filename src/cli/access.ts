import { harmless } from '../model/harmless.js';
import type { InventoryHost } from '../model/host.js';
import { authorizedKey } from '../remediation/authorized-key.js';
import { sudoers } from '../remediation/sudoers.js';
import { textDigest } from '../remediation/text-digest.js';
import { complain } from './complain.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { renderProblem } from './render-problem.js';
import type { CliServices } from './services.js';

export type AccessVerb = 'sudoers' | 'authorized-keys';

export interface AccessOptions {
  readonly host?: string;
  readonly from?: string;
  readonly config?: string;
}

type SshWay = Extract<InventoryHost['way'], { readonly kind: 'ssh' }>;

function stop(services: CliServices, ...says: readonly string[]): ExitCode {
  complain(services.err, says);
  return EXIT.error;
}

function printSudoers(services: CliServices, ways: readonly SshWay[], folders: readonly string[]): ExitCode {
  const users = [...new Set(ways.map(({ user }) => user))].filter(user => user !== 'root').sort();
  const [user, ...others] = users;
  if (user === undefined) return stop(services, 'Faultline logs in as root on these hosts: root needs no rules for sudo');
  if (others.length > 0) return stop(services, `Faultline logs in as ${users.join(', ')}: say which host is meant with --host`);
  const { playbooks, problems } = services.loadPlaybooks(folders);
  if (problems.length > 0)
    return stop(services, 'these playbooks have problems, and rules must not be made of half of them:', ...problems.map(renderProblem));
  const script = services.readFile(services.rootScript);
  if (script.kind === 'failed') return stop(services, `the script that runs as root cannot be read: ${script.says}`);
  const remedies = [...playbooks.remedies.values()].filter(remedy => remedy.kind === 'run');
  const looks = [...playbooks.checks.values()].flatMap(check =>
    check.variants.flatMap(({ way }) => (way.kind === 'sh' ? way.privilege : [])),
  );
  services.out.write(sudoers(user, { remedies, looks }, textDigest(script.text)));
  services.err.write(`The script itself is ${harmless(services.rootScript)}\n`);
  return EXIT.ok;
}

function printKeys(services: CliServices, ways: readonly SshWay[], from: string | undefined): ExitCode {
  const files = [...new Set(ways.flatMap(({ identityFiles }) => identityFiles))];
  const failures: string[] = [];
  const lines = new Set<string>();
  for (const file of files) {
    const read = services.readFile(`${file}.pub`);
    const key = read.kind === 'text' ? authorizedKey(read.text, from) : undefined;
    if (key?.kind === 'line') lines.add(key.line);
    else failures.push(`${file}.pub: ${key === undefined ? (read.kind === 'failed' ? read.says : '') : key.why}`);
  }
  if (lines.size === 0)
    return stop(services, 'there is no public key to print; name a key with identity_file, and keep its FILE.pub beside it', ...failures);
  if (from === undefined) complain(services.err, ['with --from ADDRESS (where the bot connects from) the key works from nowhere else']);
  services.out.write([...lines].map(line => `${line}\n`).join(''));
  return EXIT.ok;
}

/** `faultline access VERB`: what the bot's account needs on a host, and nothing more, as files to install there. */
export async function access(services: CliServices, verb: AccessVerb, { host, from, config }: AccessOptions): Promise<ExitCode> {
  const opened = await services.openHosts(config);
  if (opened.kind === 'refused') return stop(services, ...opened.problems);
  const { directory, playbookFolders } = opened;
  let hosts: readonly InventoryHost[] = directory.inventory.hosts;
  if (host !== undefined) {
    const found = await directory.findHost(host);
    if (found.kind === 'refused') return stop(services, found.says);
    hosts = [found.host];
  }
  const ways = hosts.flatMap(({ way }) => (way.kind === 'ssh' ? [way] : []));
  if (ways.length === 0) return stop(services, 'there is no host that is reached by SSH: declare one in faultline.yml');
  return verb === 'sudoers' ? printSudoers(services, ways, playbookFolders) : printKeys(services, ways, from);
}
