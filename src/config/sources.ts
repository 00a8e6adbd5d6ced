import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path/posix';
import { fullPath } from './full-path.js';
import type { PathFact } from './host-problems.js';
import type { InventorySources } from './inventory.js';
import type { FileText } from './load.js';
import type { Config } from './schema.js';
import { readSshNames } from './ssh-aliases.js';
import type { LocalPerson } from './ssh-settings.js';

/** No file that is read here is anywhere near so big; a device or a log named by mistake must not fill the memory. */
const MOST_BYTES = 8 * 1024 * 1024;
/** ssh_config(5) stops there as well. */
const DEEPEST_INCLUDE = 16;
/** `ssh -G` opens no connection; only a `Match exec` of the operator's own can make it slow. */
const SSH_G_MILLISECONDS = 5000;

/** Reads a text file; what went wrong is a sentence. */
export function readTextFile(path: string): FileText {
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES)
      return { kind: 'unreadable', says: `the file ${path} is larger than ${MOST_BYTES / 1024 / 1024} MB; is it the right one?` };
    return { kind: 'text', text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent', says: `the file ${path} does not exist` };
    if (code === 'EACCES' || code === 'EPERM')
      return { kind: 'unreadable', says: `the file ${path} may not be read by this user; check its owner and mode` };
    if (code === 'EISDIR') return { kind: 'unreadable', says: `${path} is a folder, not a file` };
    return { kind: 'unreadable', says: `the file ${path} cannot be read (${code})` };
  }
}

/** What `hostProblems` asks about a path, from the real file system. */
export function statPath(path: string): PathFact {
  try {
    const { mode, uid } = statSync(path);
    return { kind: 'present', mode: mode & 0o777, uid };
  } catch (error) {
    const code = codeOf(error);
    return code === 'EACCES' || code === 'EPERM' ? { kind: 'denied' } : { kind: 'absent' };
  }
}

/** The real outside world for `buildInventory`. `folder` is that of the configuration file: relative paths start there. */
export function systemSources(config: Config, person: LocalPerson, folder: string): InventorySources {
  // OpenSSH goes by the home of the password database, we by $HOME; where they differ, it must read the file that the names came from.
  const configFile = person.home === passwordHome() ? [] : ['-F', join(person.home, '.ssh', 'config')];
  return {
    ...person,
    folder,
    fileExists: existsSync,
    targetFiles: (config.prometheus?.file_sd ?? []).flatMap((written, index) => {
      const found = glob(fullPath(written, { home: person.home, folder }));
      return found.length === 0
        ? [{ index, path: written, read: { kind: 'absent' as const, says: `no file matches ${written}` } }]
        : found.map(path => ({ index, path, read: readTextFile(path) }));
    }),
    sshAliases: sshAliases(join(person.home, '.ssh'), ['config']),
    askSsh: (host, as) =>
      new Promise(resolve => {
        const limits = { timeout: SSH_G_MILLISECONDS, maxBuffer: MOST_BYTES, encoding: 'utf8' as const, env: person.env };
        const child = execFile('ssh', ['-G', ...configFile, ...asOptions(as), '--', host], limits, (error, stdout, stderr) => {
          if (!error) resolve({ kind: 'answered', text: stdout });
          else resolve({ kind: 'failed', says: sshTrouble(host, error, stderr) });
        });
        child.stdin?.end();
      }),
  };
}

/** Undefined for a user id without an entry, as in some containers. */
function passwordHome(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}

function asOptions({ user, port }: { readonly user?: string; readonly port?: number }): string[] {
  return [...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)])];
}

function sshTrouble(host: string, error: { readonly code?: unknown; readonly killed?: boolean }, stderr: string): string {
  if (error.code === 'ENOENT') {
    return `${host} is described in ~/.ssh/config, and reading that needs OpenSSH's \`ssh\` on this machine: install openssh-client, or declare ${host} in faultline.yml.`;
  }
  if (error.killed === true)
    return `\`ssh -G ${host}\` did not answer within ${SSH_G_MILLISECONDS / 1000} s; a \`Match exec\` in ~/.ssh/config may hang.`;
  const said = stderr
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200);
  return `\`ssh -G ${host}\` failed${said === '' ? '' : `: ${said}`}. Mend ~/.ssh/config, or declare ${host} in faultline.yml.`;
}

function sshAliases(folder: string, patterns: readonly string[], depth = 0): string[] {
  if (depth > DEEPEST_INCLUDE) return [];
  const home = dirname(folder);
  const files = patterns.flatMap(pattern => glob(fullPath(pattern, { home, folder })));
  const names = files.flatMap(file => {
    const read = readTextFile(file);
    if (read.kind !== 'text') return [];
    const { aliases, includes } = readSshNames(read.text);
    return [...aliases, ...sshAliases(folder, includes, depth + 1)];
  });
  return [...new Set(names)];
}

/** Files that match; wildcards may stand in the last part of the path, as in Prometheus. */
function glob(pattern: string): string[] {
  if (!/[*?]/.test(pattern)) return existsSync(pattern) ? [pattern] : [];
  try {
    const folder = dirname(pattern);
    // path.matchesGlob is still experimental in Node 22, and warns.
    const wanted = new RegExp(
      `^${basename(pattern)
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
    const names = readdirSync(folder).filter(name => wanted.test(name));
    return names.sort().map(name => join(folder, name));
  } catch {
    return [];
  }
}

function codeOf(error: unknown): string {
  // By its key: `instanceof Error` is false for an error of another realm (Node's own, seen from a test's).
  return String((error as { readonly code?: unknown } | undefined)?.code ?? 'unknown error');
}
