import { shippedPlaybookFiles } from '../diagnosis/known-fleet.js';
import { grantAccess, revokeAccess } from './grant-access.js';
import { settingsOf } from './host-settings.js';
import { lab, withCondition } from './lab.js';
import { forgetKept, openRemediesOverSsh } from './remedies-over-ssh.js';
import { BY_HAND, IN_CI, isAll, type Removal } from './removals.js';

// Every remedy for the lab's faults, from the question to the record: over SSH, as the account that an operator installs.
const HOSTS = ['app1', 'gw'];

beforeAll(async () => {
  await lab(['up']);
  await grantAccess(HOSTS);
});
afterEach(() => forgetKept(HOSTS));
afterAll(() => revokeAccess(HOSTS));

describe('approved by a second person, it removes the fault, and the record says so with before and after', () => {
  test.each([...IN_CI, ...(isAll ? BY_HAND : [])])('$remedy ($condition $knobs)', async ({ condition: name, remedy, knobs = {} }) => {
    await withCondition(
      name,
      async condition => {
        const at = await openRemediesOverSsh('faultline');
        try {
          const incident = await at.examine(condition);
          const { state, why, request } = await at.carryOut(incident, remedy);
          expect([state, why]).toEqual(['kept', 'none of the evidence that spoke for the fault does so any more']);
          const deciding = request.evidence.filter(({ decides }) => decides);
          expect(deciding.length).toBeGreaterThan(0);
          for (const { before, after } of deciding) expect([before.says, after?.truth]).toEqual([before.says, expect.any(String)]);
          expect(await at.audited()).toEqual([
            'U1 requested',
            'U2 approved',
            ...(request.plan.risk === 'high' ? ['U3 approved'] : []),
            ...['started', 'ended', 'verified', 'kept'].map(event => `faultline ${event}`),
          ]);
          // What is gone cannot be removed again, and trying changes nothing.
          await expect(at.carryOut(incident, remedy)).rejects.toThrow(/nothing left to remove|this very plan was asked for already/);
        } finally {
          await at.close();
        }
      },
      knobs,
    );
  });
});

/** What a person does by hand, as the steps say. */
const GUIDED: readonly (Removal & { readonly byHand: string })[] = [
  {
    condition: 'wrong-interface',
    remedy: 'wrong-interface/show-bind-address',
    byHand: "sed -i 's/^BIND=.*/BIND=0.0.0.0/' /etc/api/api.env; systemctl restart api-service",
  },
  ...(isAll
    ? [
        {
          condition: 'process-crashed',
          remedy: 'process-crashed/roll-back',
          byHand: 'systemctl reset-failed; systemctl restart api-service',
        },
      ]
    : []),
];

test.each(GUIDED)('$remedy: a person follows its steps; only the evidence ends it', async ({ condition: name, remedy, byHand }) => {
  await withCondition(name, async condition => {
    const at = await openRemediesOverSsh('faultline');
    try {
      const incident = await at.examine(condition);
      const { id, plan } = await at.ask(remedy, undefined, incident.id);
      if (plan.kind !== 'guided') throw new Error('it is not guided');
      expect(plan.steps.join(' ')).not.toContain('{{');
      expect(await at.desk.verifyGuided(id, { id: 'U1' })).toEqual({ kind: 'refused', says: expect.stringMatching(/^it is still so: /) });
      await lab(['shell', condition.host, 'sh', '-c', byHand]);
      // Started again, it takes a moment until it listens.
      await lab([
        'shell',
        condition.host,
        'sh',
        '-c',
        'for n in 1 2 3 4 5; do curl -sf http://127.0.0.1:8080/healthz && exit; sleep 1; done',
      ]);
      expect(await at.desk.verifyGuided(id, { id: 'U1' })).toEqual({ kind: 'done' });
      expect((await at.desk.find(id))?.state.kind).toBe('kept');
      expect(await at.audited()).toEqual([
        'U1 requested',
        'U1 refused',
        ...['approved', 'started', 'ended', 'verified', 'kept'].map(event => `U1 ${event}`),
      ]);
    } finally {
      await at.close();
    }
  });
});

/** One that turns what it can and helps nothing: each kind of change with its undo. */
const useless = (unit: string, pid: string): string => `remedy: accept-queue-overflow/turn-knobs
do: Changes what has nothing to do with it
risk: low
read:
  range: {file: /proc/sys/net/ipv4/ip_local_port_range, type: text, allow: '^[0-9]{1,5} [0-9]{1,5}$'}
  start: {run: [awk, '{ sub(/^.*\\) /, ""); print $20 }', '/proc/${pid}/stat'], type: number}
  soft: {run: [awk, '/^Max open files/ { print $4 }', '/proc/${pid}/limits'], type: number}
  hard: {run: [awk, '/^Max open files/ { print $5 }', '/proc/${pid}/limits'], type: nofile}
set:
  wide: {type: text, value: 10240 65000, allow: '^[1-9][0-9]{3,4} [1-9][0-9]{4}$'}
  less: {type: number, value: half of soft, min: 64, max: 1048576}
run:
  - [faultline-root, sysctl-set, net.ipv4.ip_local_port_range, '{{ range }}', '{{ wide }}']
  - [faultline-root, sysctl-keep, net.ipv4.ip_local_port_range, '{{ wide }}']
  - [faultline-root, unit-set-property, ${unit}, MemoryHigh, infinity, 838860800]
  - [faultline-root, prlimit-nofile, '${pid}', '{{ start }}', '{{ soft }}:{{ hard }}', '{{ less }}']
  - [faultline-root, renice, '${pid}', '{{ start }}', 0, 5]
undo:
  - [faultline-root, renice, '${pid}', '{{ start }}', 5, 0]
  - [faultline-root, prlimit-restore, '${pid}', '{{ start }}', '{{ less }}', '{{ soft }}:{{ hard }}']
  - [faultline-root, unit-restore-property, ${unit}, MemoryHigh, 838860800, infinity]
  - [faultline-root, sysctl-unkeep, net.ipv4.ip_local_port_range, '{{ wide }}']
  - [faultline-root, sysctl-set, net.ipv4.ip_local_port_range, '{{ wide }}', '{{ range }}']
verify: {after: 2s, gone: [full_twice, full_and_dropping, waiting_twice, the_only_queue_in_use, dropping]}
`;

test('what does not help is undone and says so; the host is byte for byte as before', async () => {
  await withCondition(
    'accept-queue-overflow',
    async condition => {
      const unit = 'api-service.service';
      const pid = await lab(['shell', condition.host, 'systemctl', 'show', '--value', '-p', 'MainPID', unit]);
      const own = [{ path: 'remedies/turn-knobs.yaml', text: useless(unit, pid.trim()) }];
      await grantAccess([condition.host], own);
      const at = await openRemediesOverSsh('faultline', { files: [...shippedPlaybookFiles(), ...own] });
      try {
        const incident = await at.examine(condition);
        const before = await settingsOf(condition.host);
        const done = await at.carryOut(incident, 'accept-queue-overflow/turn-knobs');
        expect([done.state, done.why]).toEqual(['undone', expect.stringMatching(/^it is still so: .*The undo has run$/)]);
        expect(done.request.output.trim().split('\n')).toHaveLength(5);
        expect(await settingsOf(condition.host)).toEqual(before);
        if (!isAll) return;
        // The service asks for a queue of 4 itself: a higher limit of the kernel does not change that, and the bot sees it.
        const longer = await at.carryOut(incident, 'accept-queue-overflow/raise-somaxconn');
        expect([longer.state, longer.why]).toEqual(['undone', expect.stringMatching(/^it is still so: .*The undo has run$/)]);
        expect(await settingsOf(condition.host)).toEqual(before);
      } finally {
        await at.close();
        await grantAccess([condition.host]);
      }
    },
    { LASTING: '1' },
  );
});

// What a login may not see, it does not guess: the fault stays undetermined, and no remedy is offered.
for (const { condition: name, remedy, knobs = {}, hidden } of isAll ? BY_HAND : []) {
  if (hidden === undefined) continue;
  test(`without rules for sudo, ${remedy} (${name}) is not carried out: ${hidden} are not seen`, async () => {
    await withCondition(
      name,
      async condition => {
        const at = await openRemediesOverSsh('plain');
        try {
          const incident = await at.examine(condition);
          const before = await settingsOf(condition.host);
          await expect(at.carryOut(incident, remedy)).rejects.toThrow(/is not known: |not offered any more/);
          expect(await settingsOf(condition.host)).toEqual(before);
        } finally {
          await at.close();
        }
      },
      knobs,
    );
  });
}
