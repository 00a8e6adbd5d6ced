import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultConfig } from '../../src/config/load.js';
import { readTextFile, statPath, systemSources } from '../../src/config/sources.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'faultline-config-'));
  mkdirSync(join(home, '.ssh', 'config.d'), { recursive: true });
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});
const sources = (config = defaultConfig()) => systemSources(config, { home, user: 'ann', env: { PATH: `${home}:/usr/bin:/bin` } }, home);
/** Puts a shell script named ssh first in PATH; it stands in for OpenSSH, which a fresh machine may not have. */
function fakeSsh(script: string): void {
  writeFileSync(join(home, 'ssh'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

test('files: text, absent, a folder, too large', () => {
  writeFileSync(join(home, 'a'), 'text');
  expect(readTextFile(join(home, 'a'))).toEqual({ kind: 'text', text: 'text' });
  expect(readTextFile(join(home, 'b'))).toEqual({ kind: 'absent', says: `the file ${join(home, 'b')} does not exist` });
  expect(readTextFile(home)).toEqual({ kind: 'unreadable', says: `${home} is a folder, not a file` });
  writeFileSync(join(home, 'big'), Buffer.alloc(9 * 1024 * 1024));
  expect(readTextFile(join(home, 'big'))).toMatchObject({ kind: 'unreadable', says: expect.stringContaining('larger than 8 MB') });
  chmodSync(join(home, 'a'), 0o640);
  expect(statPath(join(home, 'a'))).toMatchObject({ kind: 'present', mode: 0o640 });
  expect(statPath(join(home, 'b'))).toEqual({ kind: 'absent' });
});

test('aliases with Include, relative to ~/.ssh, each once; a circle of includes ends', () => {
  writeFileSync(join(home, '.ssh', 'config'), 'Include config.d/*.conf\nHost web-1 web-*\nInclude config\n');
  writeFileSync(join(home, '.ssh', 'config.d', 'a.conf'), 'Host db-1 web-1\n');
  writeFileSync(join(home, '.ssh', 'config.d', 'b.txt'), 'Host not-included\n');
  expect([...sources().sshAliases].sort()).toEqual(['db-1', 'web-1']);
});

test('no ~/.ssh/config: no aliases', () => {
  expect(sources().sshAliases).toEqual([]);
});

test('file_sd with a wildcard, and one that matches nothing', () => {
  writeFileSync(join(home, 'b.json'), '[]');
  writeFileSync(join(home, 'a.json'), '[]');
  writeFileSync(join(home, 'ajson'), '[]');
  const found = sources({
    ...defaultConfig(),
    prometheus: { file_sd: ['none/*.yml', '*.json'], timeout: { seconds: 10 }, concurrency: 4 },
  }).targetFiles;
  expect(found).toEqual([
    { index: 0, path: 'none/*.yml', read: { kind: 'absent', says: 'no file matches none/*.yml' } },
    { index: 1, path: join(home, 'a.json'), read: { kind: 'text', text: '[]' } },
    { index: 1, path: join(home, 'b.json'), read: { kind: 'text', text: '[]' } },
  ]);
});

test('ssh -G is asked with the arguments apart, the host after --', async () => {
  fakeSsh('printf "[%s]" "$@"');
  const { askSsh } = sources();
  expect(await askSsh('web-1', {})).toEqual({ kind: 'answered', text: `[-G][-F][${home}/.ssh/config][--][web-1]` });
  expect(await askSsh('$(id)', { user: 'bob', port: 2222 })).toEqual({
    kind: 'answered',
    text: `[-G][-F][${home}/.ssh/config][-l][bob][-p][2222][--][$(id)]`,
  });
});

test('ssh that fails or is not there: a sentence', async () => {
  fakeSsh('echo "Bad configuration option: foo" >&2; exit 255');
  expect(await sources().askSsh('web-1', {})).toEqual({
    kind: 'failed',
    says: '`ssh -G web-1` failed: Bad configuration option: foo. Mend ~/.ssh/config, or declare web-1 in faultline.yml.',
  });
  const empty = systemSources(defaultConfig(), { home, user: 'ann', env: { PATH: join(home, 'empty') } }, home);
  expect(await empty.askSsh('web-1', {})).toMatchObject({
    kind: 'failed',
    says: expect.stringContaining("needs OpenSSH's `ssh` on this machine"),
  });
});
