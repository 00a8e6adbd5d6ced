import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT_SCRIPT } from '../libexec/root-script.js';
import { lab, folder as labFolder, main, run } from './lab.js';

const INSTALLED = '/usr/local/libexec/faultline-root';
const SUDOERS = '/etc/sudoers.d/faultline';

/** One file of playbooks, by its path below a folder of them. */
export interface PlaybookFile {
  readonly path: string;
  readonly text: string;
}

/** What `faultline access sudoers` prints for a host, with playbooks of a test's own besides. */
async function rulesFor(host: string, own: readonly PlaybookFile[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-access-'));
  try {
    for (const { path, text } of own) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // Not `.yml`: it is no playbook.
    const config = join(folder, 'configuration');
    writeFileSync(config, `${readFileSync(join(labFolder, 'faultline.faultline.yml'), 'utf8')}\nplaybooks: [builtin, ${folder}]\n`);
    const { exit, stdout, stderr } = await run(process.execPath, [main, 'access', 'sudoers', '--host', host, '--config', config], 60_000);
    if (exit !== 0) throw new Error(`faultline access sudoers --host ${host}: exit ${exit}\n${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Gives the login `faultline` of some hosts what an operator would install there: the script for root, and the rules that
 * `faultline access sudoers` prints, once `visudo` accepts them.
 */
export async function grantAccess(hosts: readonly string[], own: readonly PlaybookFile[] = []): Promise<void> {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const script = readFileSync(ROOT_SCRIPT, 'utf8');
  for (const host of hosts) {
    const rules = await rulesFor(host, own);
    const install = `set -e; mkdir -p /usr/local/libexec
      echo ${base64(script)} | base64 -d >/root/script && install -o root -g root -m 0755 /root/script ${INSTALLED}
      echo ${base64(rules)} | base64 -d >/root/rules && visudo -cf /root/rules && install -o root -g root -m 0440 /root/rules ${SUDOERS}
      rm /root/script /root/rules`;
    await lab(['shell', host, 'sh', '-c', install]);
  }
}

/** Takes it away again. */
export async function revokeAccess(hosts: readonly string[]): Promise<void> {
  for (const host of hosts) await lab(['shell', host, 'sh', '-c', `rm -rf ${SUDOERS} ${INSTALLED} /run/faultline`]);
}
