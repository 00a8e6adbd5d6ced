import { readFileSync, writeFileSync } from 'node:fs';
import { matrixOf } from '../../src/playbooks/matrix.js';
import { playbooks } from '../flow/desk-kit.js';

const FILE = new URL('../../docs/matrix.md', import.meta.url);
const COMMAND = 'FAULTLINE_GOLDEN=renew npm test -- test/playbooks/shipped-matrix.test.ts';

test('docs/matrix.md is the one that the playbooks give', () => {
  const made = matrixOf(playbooks, 'markdown');
  if (process.env.FAULTLINE_GOLDEN === 'renew') writeFileSync(FILE, made);
  if (readFileSync(FILE, 'utf8') !== made)
    throw new Error(`docs/matrix.md is not what the playbooks give. Make it anew with this line, and commit it:\n  ${COMMAND}`);
});
