import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { limitPlaybook } from '../flow/remedies/real-host.js';
import { app } from '../run-app.js';

// This machine as the host, through the whole command line; all that is looked at and changed is in one folder, and no command needs root.

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'faultline-remediate-'));
  const remedy = (name: string, more: string): { readonly path: string; readonly text: string } => ({
    path: `remedies/${name}.yaml`,
    text: `remedy: limit-too-low/${name}\ndo: Takes the file ${name} away\n${more}\nverify: {after: 1s, gone: [stuck]}\n`,
  });
  const bin = join(cwd, 'bin/unsticks');
  const files = [
    ...limitPlaybook(cwd).filter(({ path }) => !path.startsWith('remedies/') || path.endsWith('/guided.yaml')),
    remedy('unstick', `risk: low\nrun: [['${bin}', stuck]]\nno_undo: A file that is gone is gone`),
    remedy('elsewhere', `risk: low\nrun: [['${bin}', other]]\nundo: [['${bin}', nothing]]`),
    remedy('risky', `risk: high\nrun: [['${bin}', stuck]]\nno_undo: A file that is gone is gone`),
  ].map(({ path, text }) => ({ path, text: text.replace(/^remedies: .*$/mu, 'remedies: [unstick, elsewhere, risky, guided]') }));
  for (const { path, text } of files) write(join('playbooks', path), text);
  write('bin/unsticks', `#!/bin/sh\nrm -f "${cwd}/$1"\necho "took $1 away"\n`, 0o755);
  write('sys/net/core/somaxconn', '128\n');
  write('stuck', '');
  configure({});
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text, { mode });
}

// JSON is YAML.
const configure = (approvals: object): void =>
  write(
    'faultline.yml',
    JSON.stringify({
      playbooks: ['playbooks'],
      store: { url: 'sqlite:f.db' },
      approvals: { medium: { approvals: 1, self: true }, ...approvals },
    }),
  );

const remediate = (name: string, ...more: readonly string[]) =>
  app(['remediate', `limit-too-low/${name}`, '--host', 'local', ...more], { cwd, env: { USER: 'ana' } });
const records = async (): Promise<readonly { readonly event: string; readonly why: string }[]> =>
  (await app(['audit-log', 'show', '--json'], { cwd })).out
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
const isStuck = (): boolean => existsSync(join(cwd, 'stuck'));

test('with --yes it is run once, verified by the same evidence, kept, and recorded from the wish to the end', async () => {
  const { exit, out } = await remediate('unstick', '--yes');
  expect(out).toContain(`Runs:\n  ${cwd}/bin/unsticks stuck\n`);
  expect(out).toContain('Cannot be undone: A file that is gone is gone');
  expect(out).toContain('before: it is stuck\n  after:  it is not stuck');
  expect(out).toContain('kept: ');
  expect(exit).toBe(0);
  expect(isStuck()).toBe(false);
  expect((await records()).map(({ event }) => event)).toEqual(['requested', 'approved', 'started', 'ended', 'verified', 'kept']);
}, 60_000);

test('as JSON it is one object of the contract', async () => {
  const { exit, out } = await remediate('unstick', '--yes', '--json');
  expect(JSON.parse(out)).toMatchObject({
    schema: 'faultline.remediation/1',
    state: 'kept',
    plan: { remedy: 'limit-too-low/unstick', host: 'local', commands: [[`${cwd}/bin/unsticks`, 'stuck']], risk: 'medium' },
    before: [
      { id: 'too_low', decides: false },
      { id: 'stuck', truth: 'true', decides: true },
    ],
    after: [
      { id: 'too_low', decides: false },
      { id: 'stuck', truth: 'false', decides: true },
    ],
    output: expect.stringContaining('took stuck away'),
  });
  expect(exit).toBe(0);
}, 60_000);

test('one that does not help is undone, says so, and ends with a failure', async () => {
  const { exit, out } = await remediate('elsewhere', '--yes');
  expect(out).toContain('undone: ');
  expect(out).toContain('after:  it is stuck');
  expect(exit).not.toBe(0);
}, 60_000);

test.each([
  ['a dry run', 'unstick', ['--dry-run'], 0, 'planned: only the plan was asked for'],
  ['a plan that nobody said yes to', 'unstick', [], 2, 'refused: nothing was run: add --yes to approve this plan'],
  ['steps for a person', 'guided', ['--yes'], 0, 'planned: a person does this one; then diagnose again'],
] as const)(
  '%s changes nothing and writes nothing down',
  async (_, name, flags, code, says) => {
    const { exit, out } = await remediate(name, ...flags);
    expect(out).toContain(says);
    expect(out).toMatch(/^Plan [0-9a-f]{64}$/mu);
    expect(exit).toBe(code);
    expect(isStuck()).toBe(true);
    expect(await records()).toEqual([]);
  },
  60_000,
);

test('what needs two people is not run by one, and that is written down; break_glass runs it, and that is written down too', async () => {
  const { exit, out } = await remediate('risky', '--yes');
  expect(out).toContain('refused: a remedy of high risk must be approved by 2 people, not by who asks for it');
  expect(exit).not.toBe(0);
  expect(isStuck()).toBe(true);
  expect((await records()).map(({ event }) => event)).toEqual(['refused']);
  configure({ break_glass: true });
  expect((await remediate('risky', '--yes')).out).toContain('kept: ');
  expect(JSON.stringify(await records())).toContain('break');
}, 60_000);

test('somebody who is not listed for the command line is refused', async () => {
  configure({ approvers: { users: ['cli:ben'] } });
  expect((await remediate('unstick', '--yes')).out).toContain('is not one of those who may run remedies from the command line');
  expect(isStuck()).toBe(true);
}, 60_000);

test('where the evidence is not there, no plan is made', async () => {
  rmSync(join(cwd, 'stuck'));
  const { exit, out } = await remediate('unstick', '--yes');
  expect(out).toMatch(/^refused: /mu);
  expect(exit).not.toBe(0);
}, 60_000);

test('a remedy that there is not is answered with those that there are', async () => {
  const { exit, err } = await remediate('unglue', '--yes');
  expect(err.replaceAll(/\s+/gu, ' ')).toContain(
    'There is no remedy limit-too-low/unglue. Known for limit-too-low: limit-too-low/elsewhere, limit-too-low/guided',
  );
  expect(exit).toBe(2);
});

describe('the audit log', () => {
  const verify = () => app(['audit-log', 'verify'], { cwd });
  beforeEach(async () => {
    await remediate('unstick', '--yes');
  }, 60_000);

  test('is whole after a remedy, and shows who did what where', async () => {
    const { exit, out } = await verify();
    expect(out).toMatch(/^The audit log is whole: 6 records, the last one [0-9a-f]{64}\./u);
    expect(exit).toBe(0);
    const shown = (await app(['audit-log', 'show', '--last', '2'], { cwd })).out.trimEnd().split('\n');
    expect(shown).toHaveLength(2);
    expect(shown[1]).toMatch(/^6 {2}\S+Z {2}kept {2}faultline {2}local {2}limit-too-low\/unstick rem-/u);
  });

  test.each([
    ['changed', "UPDATE audit SET json = replace(json, 'cli:', 'cli-') WHERE seq = 2"],
    ['removed', 'DELETE FROM audit WHERE seq = 3'],
    ['cut off at the end', 'DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)'],
  ])('with a record %s is not whole', async (_, change) => {
    const database = new DatabaseSync(join(cwd, 'f.db'));
    const { changes } = database.prepare(change).run();
    database.close();
    expect(changes).toBe(1);
    const { exit, out } = await verify();
    expect(out).toMatch(/^The audit log is not as it was written: /u);
    expect(exit).not.toBe(0);
  });

  test('wants to know how much of it as a number', async () => {
    const { exit, err } = await app(['audit-log', 'show', '--last', 'all'], { cwd });
    expect(err).toContain('--last is a whole number above 0');
    expect(exit).toBe(2);
  });
});
