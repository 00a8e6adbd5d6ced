import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/open-store.js';
import { typescriptChild } from '../typescript-child.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-desk-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(['opened', 'looking', 'answer announced'])(
  'killed when it has come to "%s", the next process leaves one incident, one card, one answer and a finished run',
  async point => {
    const url = `sqlite:${join(folder, 'f.db')}`;
    const killed = typescriptChild('test/flow/desk-process.ts', [url, point]);
    await killed.line(line => line === point);
    killed.process.kill('SIGKILL');
    await killed.gone;

    const next = typescriptChild('test/flow/desk-process.ts', [url, 'nowhere']);
    await next.line(line => line === 'closed');
    expect(await next.gone).toMatchObject({ code: 0 });

    const opened = await openStore(url, { now: () => 0 });
    if (opened.kind === 'refused') throw new Error(opened.says);
    const { incidents, outbox, close } = opened.store;
    const lines = await incidents.recent(10);
    expect(lines).toMatchObject([{ runs: 1, state: 'answered', outcome: 'root-cause-confirmed' }]);
    const { id } = lines[0] ?? { id: '' };
    const wanted = await outbox.pending(100);
    expect(wanted.map(({ slot }) => slot)).toEqual([`${id}/card`, `${id}/answer-1`]);
    expect(wanted.map(({ after }) => after)).toEqual([undefined, `${id}/card`]);
    expect((await outbox.find(`${id}/answer-1`))?.content).toContain('oom-kill');
    expect(await incidents.unfinished()).toEqual([]);
    await close();
  },
  60_000,
);
