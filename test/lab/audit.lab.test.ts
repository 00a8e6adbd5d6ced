import { join } from 'node:path';
import { folder, lab, main, overSsh, run, type User, withCondition } from './lab.js';

interface Audit {
  readonly outcome: string;
  readonly roots: readonly { readonly fault: string }[];
  readonly settings: readonly { readonly setting: string; readonly state: string; readonly now: string; readonly source: unknown }[];
  readonly resources: readonly {
    readonly resource: string;
    readonly measures: readonly { readonly of: string; readonly high: string }[];
  }[];
}

beforeAll(() => lab(['up']));

/** `faultline audit` of the gateway, over SSH. */
async function audited(user: User): Promise<{ readonly exit: number; readonly audit: Audit }> {
  const config = join(folder, `faultline.${user}.yml`);
  const { exit, stdout } = await run(process.execPath, [main, 'audit', '--host', 'gw', '--json', '--config', config], 120_000);
  return { exit, audit: JSON.parse(stdout) as Audit };
}

// The CPUs are the machine's: whatever else runs on it is really seen.
const OF_THE_MACHINE = ['cpu-saturation', 'cpu-steal', 'context-switch-storm', 'thermal-throttling'];
const rootsOf = ({ roots }: Audit): readonly string[] => roots.map(({ fault }) => fault).filter(fault => !OF_THE_MACHINE.includes(fault));

/** When it was looked at differs. */
const withoutSource = ({ source: _, ...setting }: Audit['settings'][number]) => setting;

const settingOf = ({ settings }: Audit, id: string) => settings.find(({ setting }) => setting === id);

test('a healthy host has no fault, an audit twice says the same of its settings, and a change of one is told', async () => {
  await withCondition('none', async () => {
    const first = await audited('root');
    const second = await audited('root');
    expect([first, second].map(({ audit }) => rootsOf(audit))).toEqual([[], []]);
    expect(second.audit.settings.map(withoutSource)).toEqual(first.audit.settings.map(withoutSource));
    expect(second.audit.resources.map(({ resource, measures }) => [resource, measures.map(({ of }) => of)])).toEqual(
      first.audit.resources.map(({ resource, measures }) => [resource, measures.map(({ of }) => of)]),
    );
    // The lab's nginx is as Debian ships it.
    expect(settingOf(first.audit, 'nginx-worker-connections')).toMatchObject({ state: 'differs', now: '768' });
    expect(settingOf(first.audit, 'tcp-fin-timeout')?.state).toBe('not-advised');
    // These two are the machine's, and not to be seen from a network namespace.
    const unknown = first.audit.settings.filter(({ state }) => state === 'unknown').map(({ setting }) => setting);
    expect(unknown.filter(setting => setting !== 'default-qdisc' && setting !== 'netdev-max-backlog')).toEqual([]);

    const { stdout: before } = await overSsh('root', 'gw', 'cat /proc/sys/net/core/somaxconn');
    await overSsh('root', 'gw', 'echo 127 > /proc/sys/net/core/somaxconn');
    try {
      const { audit } = await audited('plain');
      expect(settingOf(audit, 'somaxconn')).toMatchObject({ state: 'differs', now: '127' });
      expect(rootsOf(audit)).toEqual([]);
    } finally {
      await overSsh('root', 'gw', `echo ${before.trim()} > /proc/sys/net/core/somaxconn`);
    }
  });
});
