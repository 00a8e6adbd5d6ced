import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCapture } from '../../../src/cli/read-capture.js';
import { summarise } from '../../../src/diagnosis/summarise.js';
import { replay } from '../../../src/flow/replay.js';
import type { Capture, Investigation } from '../../../src/model/investigation.js';
import type { Summary } from '../../../src/model/summary.js';
import { parsers } from '../../../src/parsers/registry.js';
import { matchesLine } from '../../../src/playbooks/line-pattern.js';
import { loadPlaybooks } from '../../../src/playbooks/load.js';

const FOLDER = fileURLToPath(new URL('../../../playbooks', import.meta.url));

export const { playbooks } = loadPlaybooks(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => ({ path: name, text: readFileSync(join(FOLDER, name), 'utf8') })),
  parsers,
);

/** A capture of the playbooks' own cases. */
export function captureOf(name: string): Capture {
  const path = join(FOLDER, 'cases', `${name}.capture.json`);
  const read = readCapture({ kind: 'text', text: readFileSync(path, 'utf8') }, path);
  if (read.kind === 'failed') throw new Error(read.says);
  return read.capture;
}

export function replayed(capture: Capture): Promise<Investigation> {
  return replay(capture, playbooks, { parsers, matchesLine });
}

export function inWords(investigation: Investigation): Summary {
  return summarise(investigation, playbooks.symptoms.get(investigation.diagnosis.symptom), playbooks);
}

/** The real answer to a recorded case. */
export async function summaryOf(name: string): Promise<Summary> {
  return inWords(await replayed(captureOf(name)));
}
