import { isDeepStrictEqual } from 'node:util';
import { type Condition, conditionNames, type Expectation, readCondition } from './condition.js';
import { diagnose, diagnoseCondition, lab, overSsh, type Report, withCondition } from './lab.js';
import { watchStolenTime } from './stolen.js';

// The promise itself: every fault that is really there comes out as the only root, and nothing else ever does.
beforeAll(() => lab(['up']));

// The lab's hosts share this machine: when its hypervisor takes CPU time, each of them misses it, and an answer that says so is true. It counts as
// wrong when this machine saw less than this part taken. A test lasts five windows: what fills one with 15 % is 3 % of all.
const TAKEN = 0.03;
let stolenTime = watchStolenTime();
beforeEach(() => {
  stolenTime = watchStolenTime();
});

function withoutTheMachines({ report, exit }: Found): Found {
  const roots = report.roots.filter(({ fault }) => fault !== 'cpu-steal');
  if (roots.length === report.roots.length || stolenTime() < TAKEN) return { report, exit };
  if (roots.length > 0) return { report: { ...report, roots }, exit };
  const open = report.verdicts.some(({ verdict }) => verdict === 'undetermined');
  return open
    ? { report: { ...report, roots, outcome: 'undetermined' }, exit: 4 }
    : { report: { ...report, roots, outcome: 'none-of-these' }, exit: 3 };
}

interface Found {
  readonly report: Report;
  readonly exit: number;
}

const named = (findings: readonly Expectation[]): readonly string[] =>
  [...new Set(findings.map(({ fault, host }) => `${fault}@${host}`))].sort();

/** What the report concludes, in the form of the condition's header. */
function conclusion(found: Found) {
  const { report, exit } = withoutTheMachines(found);
  return { exit, roots: named(report.roots), tracedTo: named(report.tracedTo) };
}

function expected(condition: Condition) {
  const exit = condition.roots.length > 0 ? 0 : condition.tracedTo.length > 0 ? 4 : 3;
  return { exit, roots: named(condition.roots), tracedTo: named(condition.tracedTo) };
}

/** What a failed run needs to be understood without its machine: each verdict (mostly without those ruled out), with its evidence, and each gap. */
function outline({ verdicts, gaps }: Report, withRuledOut = false): string {
  const open = verdicts.filter(({ verdict }) => withRuledOut || verdict !== 'ruled-out');
  return [
    ...open.flatMap(({ fault, host, verdict, evidence }) => [
      `${verdict} ${fault}@${host}`,
      ...evidence.map(({ weight, says }) => `  ${weight}: ${says}`),
    ]),
    ...gaps.map(({ check, host, reason }) => `gap ${check}@${host}: ${reason}`),
  ].join('\n');
}

function expectItsRoots(found: Found, condition: Condition): void {
  const concluded = conclusion(found);
  if (!isDeepStrictEqual(concluded, expected(condition))) process.stderr.write(`${condition.name}:\n${outline(found.report)}\n`);
  expect(concluded).toEqual(expected(condition));
}

const isControl = ({ roots, tracedTo }: Condition): boolean => roots.length + tracedTo.length === 0;

describe.each(conditionNames().filter(name => !isControl(readCondition(name))))('%s', name => {
  test('is found as root, and never as something else by those who see less', async () => {
    await withCondition(name, async condition => {
      const asRoot = await diagnoseCondition(condition, { recordAs: `${name}.root` });
      expectItsRoots(asRoot, condition);
      if (condition.chain) expect(asRoot.report.chain).toContainEqual(condition.chain);

      const logins = (['faultline', 'plain', 'noss'] as const).filter(user => condition.lookedAtBy.includes(user));
      const less = await Promise.all(logins.map(user => diagnoseCondition(condition, { user, recordAs: `${name}.${user}` })));
      for (const { report, exit } of less.map(withoutTheMachines)) {
        if (report.outcome === 'none-of-these')
          process.stderr.write(`${name}, ${report.checks.length} checks by who sees less:\n${outline(report, true)}\n`);
        expect(named(condition.roots)).toEqual(expect.arrayContaining([...named(report.roots)]));
        expect(report.outcome).not.toBe('none-of-these');
        expect(exit).toBe(report.roots.length > 0 ? 0 : 4);
      }
    });
    const gateway = await overSsh('plain', 'gw', 'curl -s -o /dev/null -w %{http_code} http://10.78.1.2/v1/items');
    expect(gateway.stdout).toBe('200');
  });
});

// The fault is on app1, the question is asked at the gateway: it must be followed there. (Not the flood: the gateway is a known client
// and is served all the same.)
describe.each([
  ['accept-queue-overflow', '504 gateway timeout', 'upstream-slow'],
  ['firewall-drop', '504 gateway timeout', 'upstream-slow'],
  ['firewall-reject', '502 bad gateway', 'upstream-down'],
  ['unit-stopped', '502 bad gateway', 'upstream-down'],
  ['process-crashed', '502 bad gateway', 'upstream-down'],
  ['wrong-interface', '502 bad gateway', 'upstream-down'],
  ['fd-limit-app', '502 bad gateway', 'upstream-down'],
])('%s, seen from the gateway', (name, words, effect) => {
  test(`is followed from "${words}" to app1`, async () => {
    await withCondition(name, async condition => {
      const where = ['--host', 'gw', '--port', '80', '--url', 'http://10.78.1.2/v1/items'];
      const found = await diagnose(words.split(' '), where, { recordAs: `gateway-${name}.root` });
      expectItsRoots(found, condition);
      expect(found.report.chain.every(chain => chain.at(-1) === `${effect}@gw`)).toBe(true);
    });
  });
});

// What looks like a fault from afar: fast uploads close their windows all the time, for instance.
test.each(conditionNames().filter(name => name !== 'none' && isControl(readCondition(name))))('%s is busy and well', async name => {
  await withCondition(name, async condition => {
    const { report, exit } = withoutTheMachines(await diagnoseCondition(condition, { recordAs: `${name}.root` }));
    expect({ outcome: report.outcome, exit }).toEqual({ outcome: 'none-of-these', exit: 3 });
  });
});

describe('a healthy host is none of these', () => {
  const wordsOf = ({ words, host, port }: Condition): string => [...words, host, port].join(' ');
  const asked = new Map(
    conditionNames()
      .map(name => readCondition(name))
      // A port that only the condition opens is closed on a healthy host: there it is no health to find.
      .filter(({ name, port }) => name !== 'listener-absent' && ![8082, 8086, 8087, 8088, 8089].includes(port))
      .map(condition => [wordsOf(condition), condition]),
  );
  // Three at once: a look at a host takes little of it, and all of them one after the other take minutes.
  const groups = [...asked.values()].map((_, index, all) => (index % 3 === 0 ? all.slice(index, index + 3) : []));

  test.each(groups.filter(group => group.length > 0).map(group => [group.map(wordsOf).join('; '), group] as const))(
    '%s',
    async (_, group) => {
      const looks = await Promise.all(
        group.map(condition => {
          const recordAs = `healthy-${wordsOf(condition)
            .toLowerCase()
            .replace(/[^a-z0-9]+/gu, '-')}.root`;
          return diagnoseCondition(condition, { recordAs });
        }),
      );
      for (const [index, { report, exit }] of looks.map(withoutTheMachines).entries()) {
        const ofTheHost = report.verdicts.filter(({ fault }) => fault !== 'cpu-steal' || stolenTime() < TAKEN);
        const open = ofTheHost.filter(({ verdict }) => !['ruled-out', 'unlikely'].includes(verdict));
        const words = group[index] && wordsOf(group[index]);
        expect({ words, open, outcome: report.outcome, exit }).toEqual({ words, open: [], outcome: 'none-of-these', exit: 3 });
      }
    },
  );
});

test('a host behind a jump host is diagnosed as well', async () => {
  await withCondition('unit-stopped', async condition => {
    const found = await diagnoseCondition(condition, { config: 'jump' });
    expectItsRoots(found, condition);
  });
});

test('a host whose sshd grants one session is looked at', async () => {
  const { report } = await diagnose(['connection', 'refused'], ['--host', 'app2', '--port', '8080'], { config: 'narrow' });
  expect(report.checks.filter(({ status }) => status === 'unreachable')).toEqual([]);
  expect(report.outcome).toBe('none-of-these');
});
