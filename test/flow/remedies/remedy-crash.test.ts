import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditRecord, verifyAuditChain } from '../../../src/remediation/audit-chain.js';
import { openStore } from '../../../src/store/open-store.js';
import { removeMoved } from '../../libexec/root-script.js';
import { typescriptChild } from '../../typescript-child.js';
import { KILL_POINTS } from './kill-points.js';
import { realHost } from './real-host.js';
import { answeredIncident, clock } from './remedy-kit.js';

afterAll(removeMoved);

// Side by side: each waits most of its time, until the host itself would have ended a command.
test.concurrent.each(KILL_POINTS)(
  '%s, killed at "%s": %s after the next process, never twice, never silent',
  async (name, point, ends, setting) => {
    const folder = mkdtempSync(join(tmpdir(), 'faultline-remedy-crash-'));
    const host = realHost();
    host.stick();
    const incidentFile = join(folder, 'incident.json');
    writeFileSync(incidentFile, JSON.stringify(await answeredIncident(host)));
    const url = `sqlite:${join(folder, 'f.db')}`;
    const killed = typescriptChild('test/flow/remedies/remedy-process.ts', [url, host.folder, incidentFile, name, point]);
    await killed.line(line => line === point);
    killed.process.kill('SIGKILL');
    await killed.gone;

    const next = typescriptChild('test/flow/remedies/remedy-process.ts', [url, host.folder, incidentFile, name, 'nowhere']);
    await next.line(line => line === 'closed');
    expect(await next.gone).toMatchObject({ code: 0 });

    const opened = await openStore(url, clock);
    if (opened.kind === 'refused') throw new Error(opened.says);
    const { remedies, audit } = opened.store.remedies(auditRecord);
    const all = await remedies.ofIncident('inc-1');
    expect(all.map(({ request }) => request.state.kind)).toEqual(ends);
    expect(host.setting().trim()).toBe(setting);
    expect(host.ran().length).toBe(point === 'did counts' ? 1 : 0);
    const records = await audit.read(0, 1000);
    expect(verifyAuditChain(records, await audit.head()).kind).toBe('intact');
    expect(records.filter(({ event }) => event === 'started')).toHaveLength(1);
    expect(await remedies.unshown(9)).toEqual([]);
    await opened.store.close();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  },
  600_000,
);
