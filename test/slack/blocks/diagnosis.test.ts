import fc from 'fast-check';
import type { Feedback } from '../../../src/model/incident.js';
import type { Summary } from '../../../src/model/summary.js';
import { ACTION } from '../../../src/slack/action-ids.js';
import { diagnosisMessage } from '../../../src/slack/blocks/diagnosis.js';
import { messageProblems } from '../limits.js';
import { readAloud } from '../read-aloud.js';
import { captureOf, inWords, replayed, summaryOf } from './captures.js';
import { withHostileWords, withManyGaps } from './hostile.js';
import { offerOf } from './remedy-scenes.js';
import { anySummary } from './summaries.js';

const incident = { id: 'inc-1234567890abcdef' };
const drawn = (summary: Summary, feedback: readonly Feedback[] = []) => diagnosisMessage({ incident, run: 1, summary, feedback });
const said = (summary: Summary): string => readAloud(drawn(summary).blocks);

describe('the answer', () => {
  test('is within all limits, whatever the summary', () => {
    fc.assert(
      fc.property(anySummary, summary => {
        expect(messageProblems(drawn(summary))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  }, 120_000);

  test('is within all limits when everything is as long as it can be, and longer when escaped', () => {
    const amp = '&'.repeat(1000);
    const lines = Array.from({ length: 300 }, (_, index) => ({ name: `${index}${amp}`, says: amp }));
    const source = { host: amp, command: amp, exit: 0, at: 0, line: amp };
    const finding = {
      name: amp,
      fault: amp,
      host: amp,
      title: amp,
      verdict: 'confirmed' as const,
      evidence: lines.map(({ says }) => ({ side: 'against' as const, says, source })),
      advice: amp,
      chain: lines,
      remedies: [],
      explain: amp,
      references: lines.map(({ name }) => name),
    };
    const summary: Summary = {
      outcome: 'root-cause-likely',
      headline: 'Root cause likely',
      sentence: amp,
      symptom: { id: amp, title: amp },
      places: [amp, amp, amp, amp, amp, amp],
      checks: 1e9,
      startedAt: 0,
      durationMs: 1e12,
      timing: [amp, amp, amp, amp, amp],
      traces: [amp, amp].map(host => ({ host, url: `https://traces.example/?s=${'x'.repeat(500)}` })),
      gaps: lines.map(({ name }) => ({
        hosts: [name, amp, 'c', 'd', 'e'],
        checks: [amp, name, 'c', 'd'],
        title: amp,
        inWords: 'host not reached',
        reason: 'not-captured' as const,
        detail: amp,
        hint: amp,
      })),
      measured: lines.map(({ name }) => ({ title: name, host: amp, parts: [amp] })),
      findings: lines.map(() => finding),
      frontiers: lines.map(({ name }) => name),
      effects: lines,
      alsoFound: lines,
      open: lines,
      ruledOut: lines.map(line => ({ ...line, fault: line.name, host: amp, because: 'evidence' as const, alike: 1e9 })),
    };
    const feedback = lines.map((_, at) => ({ incident: incident.id, run: 1, by: { id: `U${at}` }, cause: 'right' as const, at }));
    expect(messageProblems(drawn(summary, feedback))).toEqual([]);
    const offers = lines.map(({ name }) => offerOf({ id: 'x'.repeat(200), does: name, host: amp }));
    const offered = diagnosisMessage({ incident, run: 1, summary, feedback, offers });
    expect(messageProblems(offered)).toEqual([]);
    expect(JSON.stringify(offered)).toContain(ACTION.prepareRemedy);
  });

  test('always says the cause and how much could not be checked, however much is left out', () => {
    fc.assert(
      fc.property(anySummary, summary => {
        const spoken = said({ ...summary, outcome: 'root-cause-confirmed', sentence: 'api-1: The kernel killed node for lack of memory' });
        expect(spoken.split('\n')[0]).toBe('🔴 api-1: The kernel killed node for lack of memory');
        const count = new Set(summary.gaps.flatMap(({ hosts, checks }) => hosts.flatMap(host => checks.map(check => `${host} ${check}`))))
          .size;
        if (count > 0) expect(spoken).toMatch(new RegExp(`⚠️ ${count} checks? could not be completed`, 'u'));
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  test('gives the parts in their order: cause, gaps, chain, evidence, next step, ruled out, buttons', async () => {
    const spoken = said(await summaryOf('chain-oom-bad-gateway'));
    const order = [
      'app1: The kernel killed node for lack of memory',
      'Root cause confirmed',
      '⚠️ 1 check could not be completed',
      'How it leads here',
      'oom-kill@app1',
      'listener-absent@app1',
      'upstream-down@gw',
      '“502 from a gateway”, what was reported',
      'app1$ dmesg --time-format iso  (exit 0, 09:16:46 UTC)',
      'Killed process 17772 (node)',
      'Next: Restart the service',
      'Ruled out: 10 faults',
      '[Show everything] [Run again] [Right cause] [Wrong cause]',
    ].map(part => spoken.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('the notification says the cause first', async () => {
    expect(drawn(await summaryOf('chain-oom-bad-gateway')).text).toMatch(
      /^Root cause confirmed: app1: The kernel killed node for lack of memory\n/u,
    );
  });

  test.each([
    ['healthy-bad-gateway-gw-80', /^⚪ None of these: .*The cause is something else\./u, /does not say that the service is well/u],
    ['chain-oom-bad-gateway-plain', /^❓ I don't know\. 3 checks could not be completed/u, /let it check what it could not/u],
  ])('%s cannot be taken for "all is well", and nothing is there to be judged', async (name, first, next) => {
    const spoken = said(await summaryOf(name));
    expect(spoken).toMatch(first);
    expect(spoken).toMatch(next);
    expect(spoken).not.toMatch(/Right|Wrong/u);
  });

  test('a trail that stops short is judged as a trail', async () => {
    expect(said(await summaryOf('upstream-slow-partner'))).toContain('[Right trail] [Wrong trail]');
  });

  test('buttons carry the incident and the run, and nothing else', async () => {
    const actions = drawn(await summaryOf('chain-oom-bad-gateway')).blocks.find(block => block.type === 'actions');
    expect(actions).toMatchObject({
      elements: [ACTION.showEverything, ACTION.runAgain, ACTION.rightCause, ACTION.wrongCause].map(action_id => ({
        action_id,
        value: 'inc-1234567890abcdef:1',
      })),
    });
  });

  test('after feedback the buttons and a line show it', async () => {
    const feedback: readonly Feedback[] = ['U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'U7'].map((id, at) => ({
      incident: incident.id,
      run: 1,
      by: { id },
      cause: id === 'U7' ? 'wrong' : 'right',
      at,
    }));
    const spoken = readAloud(drawn(await summaryOf('chain-oom-bad-gateway'), feedback).blocks);
    expect(spoken).toContain('✓ Right cause, says @U1, @U2, @U3, @U4, @U5 and 1 more.');
    expect(spoken).toContain('✗ Wrong cause, says @U7.');
    expect(spoken).toContain('[✓ Right cause (6)] [✓ Wrong cause (1)]');
  });

  test('beside a confirmed cause 200 gaps are a short caution', async () => {
    const spoken = said(inWords(withManyGaps(await replayed(captureOf('chain-oom-bad-gateway')))));
    expect(spoken).toContain('⚠️ 200 checks could not be completed');
    expect(spoken).toContain('and 196 more groups. “Show everything” says why, and what to do.');
  });

  test('says that it was shortened, and where the rest is', async () => {
    const investigation = withHostileWords(withManyGaps(await replayed(captureOf('gateway-accept-queue-overflow'))));
    const { diagnosis } = investigation;
    const many = { ...investigation, diagnosis: { ...diagnosis, roots: [0, 1, 2, 3], tracedTo: [], chains: [[0], [1], [2], [3]] } };
    expect(said(inWords(many))).toContain('“Show everything” gives the full evidence');
    expect(said(await summaryOf('chain-oom-bad-gateway'))).not.toContain('Shortened');
  });

  test('only a plain address becomes a link', async () => {
    const summary = await summaryOf('chain-oom-bad-gateway');
    const findings = summary.findings.map(finding => ({
      ...finding,
      references: ['https://docs.kernel.org/mm/', 'https://good.example|https://evil.example', 'javascript:alert(1)', 'man 2 listen'],
    }));
    const json = JSON.stringify(drawn({ ...summary, findings }));
    expect(json.match(/"type":"link"/gu)).toHaveLength(1);
    expect(json).toContain('"url":"https://docs.kernel.org/mm/"');
  });
});
