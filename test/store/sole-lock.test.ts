import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdSoleLock } from '../../src/store/sole-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one holds it, until it lets go', () => {
  const path = join(folder, 'lock');
  const release = holdSoleLock(path, 0);
  expect(() => holdSoleLock(path, 0)).toThrow(expect.objectContaining({ code: 'SQLITE_BUSY' }));
  release();
  holdSoleLock(path, 0)();
});
