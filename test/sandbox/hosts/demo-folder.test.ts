import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDemoFolder } from '../../../src/sandbox/hosts/demo-folder.js';

test('a demo gets a folder of its own, and takes away what a killed one left behind', () => {
  const parent = mkdtempSync(join(tmpdir(), 'faultline-folder-'));
  // No process has that number: pid_max is at most 2^22.
  const dead = join(parent, 'faultline-demo-4999999-abc');
  const alive = join(parent, `faultline-demo-${process.pid}-abc`);
  const strange = join(parent, 'faultline-demo-x');
  for (const path of [dead, alive, strange]) mkdirSync(path);
  const folder = makeDemoFolder(parent);
  expect([dead, alive, strange].map(path => existsSync(path))).toEqual([false, true, true]);
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  folder.remove();
  expect(existsSync(folder.path)).toBe(false);
  rmSync(parent, { recursive: true, force: true });
});
