import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditRecord, verifyAuditChain } from '../../src/remediation/audit-chain.js';
import { openStore } from '../../src/store/open-store.js';
import { KILL_POINTS } from '../flow/remedies/kill-points.js';
import { limitCommands, limitPlaybook } from '../flow/remedies/real-host.js';
import { clock } from '../flow/remedies/remedy-kit.js';
import { typescriptChild } from '../typescript-child.js';
import { grantAccess, revokeAccess } from './grant-access.js';
import { lab, withCondition } from './lab.js';
import { openRemediesOverSsh } from './remedies-over-ssh.js';

// The same steps as test/flow/remedies/remedy-crash.test.ts, over SSH and sudo on hosts: three at a time, one on each. `LAB_REMEDIES=all` by
// hand: each step.
const HOSTS = ['app1', 'app2', 'gw'] as const;
const IN_CI = ['raise, did sysctl-set', 'armed, did arm', 'useless, after not-verified'];
const points = KILL_POINTS.filter(([remedy, point]) => process.env.LAB_REMEDIES === 'all' || IN_CI.includes(`${remedy}, ${point}`));

/** On the hosts; the setting itself is theirs. */
const FOLDER = '/tmp/faultline-limit';
const files = limitPlaybook(FOLDER);
const SETTING = '/proc/sys/net/core/somaxconn';
const on = (host: string, shell: string): Promise<string> => lab(['shell', host, 'sh', '-c', shell]);

function prepare(host: string): Promise<string> {
  const commands = Object.entries(limitCommands(FOLDER)).map(
    ([name, text]) => `echo ${Buffer.from(text).toString('base64')} | base64 -d >${FOLDER}/${name}; chmod 755 ${FOLDER}/${name}`,
  );
  return on(
    host,
    `set -e; rm -rf ${FOLDER}; mkdir -p ${FOLDER}/bin; ln -s /proc/sys ${FOLDER}/sys; touch ${FOLDER}/stuck; chown faultline ${FOLDER}
    ${commands.join('\n')}`,
  );
}

/** Kills one process there and has another go on; gives what is so afterwards. */
async function killedAt(host: string, remedy: string, point: string) {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-remedies-killed-'));
  try {
    await on(host, `echo 128 >${SETTING}; rm -f ${FOLDER}/counted`);
    const first = await openRemediesOverSsh('faultline', { files, tools: () => ({ windowSeconds: 1 }) });
    const incident = await first.examine({ words: ['it', 'is', 'slow'], host, port: 80, url: `http://${host}/` });
    await first.close();
    const incidentFile = join(folder, 'incident.json');
    writeFileSync(incidentFile, JSON.stringify(incident));
    const url = `sqlite:${join(folder, 'f.db')}`;
    const killed = typescriptChild('test/lab/remedy-process.ts', [url, FOLDER, incidentFile, remedy, point]);
    await killed.line(line => line === point);
    killed.process.kill('SIGKILL');
    await killed.gone;
    const next = typescriptChild('test/lab/remedy-process.ts', [url, FOLDER, incidentFile, remedy, 'nowhere']);
    await next.line(line => line === 'closed');
    const { code } = await next.gone;

    const opened = await openStore(url, clock);
    if (opened.kind === 'refused') throw new Error(opened.says);
    const { remedies, audit } = opened.store.remedies(auditRecord);
    const states = (await remedies.ofIncident(incident.id)).map(({ request }) => request.state.kind);
    const records = await audit.read(0, 1000);
    const seen = {
      code,
      states,
      setting: (await on(host, `cat ${SETTING}`)).trim(),
      counted: (await on(host, `cat ${FOLDER}/counted 2>/dev/null || true`)).split('\n').filter(Boolean).length,
      chain: verifyAuditChain(records, await audit.head()).kind,
      started: records.filter(({ event }) => event === 'started').length,
      unshown: await remedies.unshown(9),
    };
    await opened.store.close();
    return seen;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test(`killed at each of ${points.length} steps: never twice, never silent`, async () => {
  await lab(['up']);
  await withCondition('none', async () => {
    const old = (await on('app1', `cat ${SETTING}`)).trim();
    await grantAccess(HOSTS, files);
    for (const host of HOSTS) await prepare(host);
    try {
      const lane = async (host: string, index: number): Promise<readonly unknown[]> => {
        const found: unknown[] = [];
        for (const [remedy, point, states, setting] of points.filter((_, n) => n % HOSTS.length === index)) {
          const seen = await killedAt(host, remedy, point);
          const wanted = { code: 0, states, setting, counted: point === 'did counts' ? 1 : 0, chain: 'intact', started: 1, unshown: [] };
          found.push({ at: `${remedy}, ${point}`, seen, wanted });
        }
        return found;
      };
      const all = (await Promise.all(HOSTS.map(lane))).flat();
      expect(all).toHaveLength(points.length);
      expect(all).toEqual(all.map(each => ({ ...(each as object), seen: (each as { readonly wanted: unknown }).wanted })));
    } finally {
      for (const host of HOSTS) await on(host, `rm -rf ${FOLDER}; echo ${old} >${SETTING}`);
      await revokeAccess(HOSTS);
    }
  });
});
