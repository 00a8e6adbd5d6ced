import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyPair } from './hosts/ssh-server.js';
import { app } from './run-app.js';

// The whole program, from argv to exit code, on this machine (`--host local`) and on hosts that are not well.
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'faultline-app-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);

/** A port of this machine on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 1;
}

describe('diagnose', () => {
  test('finds on this machine that nothing listens, prints one JSON object and nothing else, and exits with 4', async () => {
    const port = await closedPort();
    const { exit, out } = await app(
      ['diagnose', 'connection', 'refused', '--host', 'local', '--port', String(port), '--window', '1s', '--json'],
      { cwd },
    );
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      schema: 'faultline.diagnosis/1',
      symptom: 'connection-refused',
      outcome: 'traced',
      roots: [],
      tracedTo: [{ fault: 'listener-absent', host: 'local', about: { port } }],
    });
    expect(exit).toBe(4);
    for (const verdict of report.verdicts)
      for (const line of verdict.evidence)
        if (line.truth === 'true')
          expect(line.source).toMatchObject({ host: 'local', command: expect.any(String), at: expect.any(String) });
  });

  test('a recorded capture gives the same bytes twice, and the same as the live run', async () => {
    const port = await closedPort();
    const live = await app(
      ['diagnose', 'connection', 'refused', '--host', 'local', '--port', String(port), '--window', '1s', '--json', '--record', 'x.json'],
      { cwd },
    );
    const first = await app(['replay', 'x.json', '--json'], { cwd });
    const second = await app(['replay', 'x.json', '--json'], { cwd });
    expect(first).toEqual(second);
    expect(JSON.parse(first.out)).toEqual(JSON.parse(live.out));
    expect(first.exit).toBe(live.exit);
  });

  test('text for a person says what it found and fits into 80 columns', async () => {
    const port = await closedPort();
    const { out } = await app(['diagnose', 'connection', 'refused', '--host', 'local', '--port', String(port), '--window', '1s'], { cwd });
    expect(out).toContain('TRACED, CAUSE NOT ESTABLISHED');
    expect(out).toContain(`Nothing listens on port ${port}`);
    expect(out.split('\n').filter(line => line.length > 80)).toEqual([]);
  });

  test('a host that does not answer is undetermined, with the reason and what to do, never healthy', async () => {
    const port = await closedPort();
    writeFileSync(join(cwd, 'id'), keyPair().private, { mode: 0o600 });
    write('faultline.yml', `hosts:\n  - {name: api-1, address: 127.0.0.1, port: ${port}, identity_file: ./id}\n`);
    const { exit, out } = await app(['diagnose', 'connection', 'refused', '--host', 'api-1', '--port', '1', '--window', '1s', '--json'], {
      cwd,
    });
    const report = JSON.parse(out);
    expect(report.outcome).toBe('undetermined');
    expect(exit).toBe(4);
    expect(report.gaps.filter((gap: { reason: string }) => gap.reason === 'unreachable').length).toBeGreaterThan(5);
    expect(report.gaps[0].detail).toContain('127.0.0.1');
    expect(report.verdicts.map(({ verdict }: { verdict: string }) => verdict)).not.toContain('ruled-out');
  });
});

describe('what it refuses, with exit code 2 and a sentence', () => {
  test.each([
    ['an unknown host', ['diagnose', 'connection', 'refused', '--host', 'api-2'], 'api-2'],
    ['no host', ['diagnose', 'connection', 'refused'], '--host'],
    ['a symptom that nobody knows', ['diagnose', 'flux', 'capacitor', '--host', 'local'], 'No symptom is called "flux capacitor"'],
    ['a misspelt symptom', ['diagnose', 'conection', 'refussed', '--host', 'local'], 'connection-refused'],
    ['a port that is none', ['diagnose', 'connection', 'refused', '--host', 'local', '--port', '0'], 'ort'],
    ['a port with a command in it', ['diagnose', 'connection', 'refused', '--host', 'local', '--port', '80; rm -rf /'], 'ort'],
    [
      'a parameter with a command substitution',
      ['diagnose', 'connection', 'refused', '--host', 'local', '--param', 'unit=$(reboot)'],
      'unit',
    ],
    ['a parameter with a line break', ['diagnose', 'connection', 'refused', '--host', 'local', '--param', 'unit=a\nb'], 'unit'],
    ['a parameter of 10 kB', ['diagnose', 'connection', 'refused', '--host', 'local', '--param', `unit=${'x'.repeat(10_000)}`], 'too long'],
    ['a URL that is no URL of the web', ['diagnose', 'bad', 'gateway', '--host', 'local', '--url', 'file:///etc/shadow'], 'file'],
    ['a window that is no time', ['diagnose', 'connection', 'refused', '--host', 'local', '--window', 'forever'], '--window forever'],
    ['an unknown option', ['diagnose', 'x', '--hots', 'local'], '--hots'],
    ['an unknown command', ['diagnoze'], 'diagnoze'],
    ['an unknown verb', ['playbooks', 'lnit'], 'lint'],
  ])('%s', async (_, argv, says) => {
    const { exit, out, err } = await app(argv, { cwd });
    expect(err).toContain(says);
    expect(out).toBe('');
    expect(exit).toBe(2);
    expect(err.length).toBeLessThan(3000);
  });

  test('two symptoms that fit equally well', async () => {
    const { exit, err } = await app(['diagnose', '502', '504', '--host', 'local'], { cwd });
    expect(err).toContain('fits several symptoms equally well');
    expect(exit).toBe(2);
  });
});

describe('what it cannot use, with exit code 1 and the place', () => {
  test('a configuration with mistakes: all of them at once', async () => {
    write('faultline.yml', 'hosts:\n  - {nme: api-1, port: 99999}\n');
    const { exit, err } = await app(['diagnose', 'connection', 'refused', '--host', 'api-1'], { cwd });
    expect(err).toContain('faultline.yml:2:');
    expect(err).toContain('nme');
    expect(err).toContain('99999');
    expect(exit).toBe(1);
  });

  test('a playbook with a mistake', async () => {
    write('faultline.yml', 'playbooks: [builtin, ./mine]\n');
    const { exit, err } = await app(['diagnose', 'connection', 'refused', '--host', 'local'], { cwd });
    expect(err).toContain('mine');
    expect(exit).toBe(1);
  });

  test.each([
    ['a capture that is not there', 'nothing.json', 'nothing.json'],
    ['a capture that is none', 'faultline.yml', 'not JSON'],
  ])('%s', async (_, file, says) => {
    write('faultline.yml', 'hosts: []\n');
    const { exit, err } = await app(['replay', file], { cwd });
    expect(err).toContain(says);
    expect(exit).toBe(1);
  });
});

describe('playbooks', () => {
  test('the built-in ones have no problem', async () => {
    const { exit, out } = await app(['playbooks', 'lint'], { cwd });
    expect(out).toMatch(/^\d+ checks, \d+ faults, \d+ symptoms, \d+ cases: no problem\n$/u);
    expect(exit).toBe(0);
  });

  test('schema is JSON Schema, matrix a table', async () => {
    const schema = await app(['playbooks', 'schema'], { cwd });
    expect(JSON.parse(schema.out)).toHaveProperty('$schema');
    const matrix = await app(['playbooks', 'matrix'], { cwd });
    expect(matrix.out).toContain('oom-kill');
  });

  test('a folder that others may write to is refused', async () => {
    mkdirSync(join(cwd, 'open'));
    chmodSync(join(cwd, 'open'), 0o777);
    const { exit, err } = await app(['playbooks', 'lint', 'open'], { cwd });
    expect(err).toContain('chmod go-w');
    expect(exit).toBe(1);
  });

  test('the cases are as expected, and so is every one of them made worse', async () => {
    const { exit, out } = await app(['playbooks', 'test'], { cwd });
    expect(out).not.toContain('FAIL');
    expect(out).toMatch(/^(\d+) of \1 cases are as expected/mu);
    expect(exit).toBe(0);
  });

  test('the cases show every line of evidence true, false and unknown', async () => {
    const { exit, out } = await app(['playbooks', 'coverage'], { cwd });
    expect(out).toContain('Every line of evidence and every fault is covered.');
    expect(exit).toBe(0);
  });

  test('lint names file, line and column', async () => {
    write('broken.yaml', 'fault: Broken Name\n');
    const { exit, err } = await app(['playbooks', 'lint', '.'], { cwd });
    expect(err).toMatch(/broken\.yaml:1:8: /u);
    expect(exit).toBe(1);
  });
});

test('the exit codes of help and version are 0', async () => {
  expect((await app(['--help'], { cwd })).exit).toBe(0);
  const { exit, out } = await app(['--version'], { cwd });
  expect(out.trim()).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  expect(exit).toBe(0);
});

test('nothing is left in the folder that it runs in', async () => {
  await app(['diagnose', 'high', 'CPU', '--host', 'local', '--window', '1s'], { cwd });
  expect(readdirSync(cwd)).toEqual([]);
});
