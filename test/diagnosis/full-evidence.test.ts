import { fullEvidence } from '../../src/diagnosis/full-evidence.js';
import type { Investigation } from '../../src/model/investigation.js';
import { sampleInvestigation } from '../cli/sample-investigation.js';

const sample = sampleInvestigation();
const written = (diagnosis: Partial<Investigation['diagnosis']> = {}): string =>
  fullEvidence({ ...sample, diagnosis: { ...sample.diagnosis, ...diagnosis } }, undefined);

describe('the full evidence', () => {
  test('holds the answer, every verdict with every line, its truth and its source, gaps, readings and checks', () => {
    const text = written({
      frontiers: [{ kind: 'not-in-inventory', from: 'gw', address: '10.9.9.9', port: 80, why: 'it waits for it' }],
    });
    for (const part of [
      'Root cause confirmed. app1: The kernel killed node for lack of memory',
      'oom-kill@app1 -> upstream-down@gw -> "bad-gateway"',
      'gw points to 10.9.9.9:80 (it waits for it), which is not in the inventory',
      'HTTP requests from here (gw, check http_probe): connect 0.3 ms, first byte 2 ms',
      'firewall on app1: denied. iptables-save: Permission denied\n  > only root can read firewall rules',
      'oom-kill@app1: confirmed',
      'cause; 4 points (2 to 6, if what is not known spoke against it, or for it); about process node',
      '  + a unit died at that moment\n      killed: true, for conclusive',
      '      app1$ dmesg --time-format iso  (check kernel_log, exit 0, 2023-11-14T22:13:20.000Z)',
      '      | Killed process 4123 (node) <!channel>',
      '  ? the count rose\n      counters: unknown, does not count',
      '  - a process listens on port 8080\n      served: false, against conclusive',
      'app1  kernel_log  ok  12 ms',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('Left out');
  });

  test('nothing in it steers a terminal or hides', () => {
    expect(written()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
  });

  test('never passes 1 MB, and says what it leaves out', () => {
    const [verdict] = sample.diagnosis.verdicts;
    const [gap] = sample.diagnosis.gaps;
    const [check] = sample.diagnosis.checks;
    if (!verdict || !gap || !check) throw new Error('the sample is empty');
    const long = 'ü'.repeat(5000);
    const text = written({
      verdicts: Array.from({ length: 3000 }, () => ({ ...verdict, title: long })),
      gaps: Array.from({ length: 3000 }, () => ({ ...gap, detail: long })),
      checks: Array.from({ length: 30_000 }, () => check),
    });
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(1_000_000);
    expect(text).toMatch(
      /Left out, because this file may hold 1 MB only: "Could not be checked": the last \d+ of 3000; "Verdicts.*"Checks"/u,
    );
    expect(text).toContain('== Checks (30000)');
  });
});
