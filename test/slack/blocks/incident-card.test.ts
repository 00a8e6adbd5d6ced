import fc from 'fast-check';
import type { Incident } from '../../../src/model/incident.js';
import { incidentCard } from '../../../src/slack/blocks/incident-card.js';
import { messageProblems, unseenIn } from '../limits.js';
import { readAloud } from '../read-aloud.js';
import { captureOf, inWords, replayed } from './captures.js';
import { HOSTILE } from './hostile.js';
import { incidentOf } from './scenes.js';
import { anySummary, nasty } from './summaries.js';

const spoken = (incident: Incident, summary?: Parameters<typeof incidentCard>[1]): string => {
  const { blocks, attachments } = incidentCard(incident, summary);
  return readAloud({ blocks, attachments });
};

describe('the incident card', () => {
  test('says what is asked, where and by whom while it looks', () => {
    const card = incidentCard(incidentOf('502 on gw', { kind: 'looking' }), undefined);
    expect(spoken(incidentOf('502 on gw', { kind: 'looking' }))).toMatch(/^🔎 Looking: “502 on gw”\n[\s\S]*Where gw, port 80\nBegan/u);
    expect(card.attachments?.[0]?.color).toMatch(/^#[0-9a-f]{6}$/u);
    expect(JSON.stringify(card)).toContain('{"type":"user","user_id":"U0ALICE"}');
  });

  test('puts the cause into its first line, and cautions about gaps', async () => {
    const investigation = await replayed(captureOf('chain-oom-bad-gateway'));
    const text = spoken(incidentOf('502', { kind: 'answered', at: 1_795_252_611, investigation }), inWords(investigation));
    expect(text.split('\n')[0]).toBe('🔴 app1: The kernel killed node for lack of memory');
    expect(text).toContain('Root cause confirmed · ⚠️ 1 check could not be completed');
    expect(text).toContain('Where gw:80, app1:8080');
  });

  test('an answer that is not at hand in words is still shown by its outcome', async () => {
    const investigation = await replayed(captureOf('chain-oom-bad-gateway'));
    expect(spoken(incidentOf('502', { kind: 'answered', at: 1, investigation }))).toMatch(
      /^🔴 Answered: “502”[\s\S]*Root cause confirmed/u,
    );
  });

  test('a run that could not begin does not look like an answer', () => {
    const text = spoken(incidentOf('502', { kind: 'failed', at: 1_795_252_601, says: ['Host gw is not known.'] }));
    expect(text).toMatch(/^⛔ Could not begin: nothing was looked at, so nothing is known/u);
  });

  test('a run that broke off is not said to have looked at nothing', () => {
    const text = spoken(incidentOf('502', { kind: 'failed', at: 1_795_252_601, says: ['It broke.'], brokeOff: true }));
    expect(text).toMatch(/^⛔ Broke off in the middle: there is no diagnosis, so nothing is known/u);
    expect(text).not.toContain('begin:');
  });

  test('a second run names who asked for it', () => {
    expect(spoken(incidentOf('502', { kind: 'failed', at: 1, says: [] }, { kind: 'looking' }))).toMatch(
      /Looking again[\s\S]*run 2 by @U0BOB/u,
    );
  });

  test('no outcome looks like "all is well"', async () => {
    for (const name of ['healthy-bad-gateway-gw-80', 'chain-oom-bad-gateway-plain', 'upstream-slow-partner']) {
      const investigation = await replayed(captureOf(name));
      const text = spoken(incidentOf('502', { kind: 'answered', at: 1, investigation }), inWords(investigation));
      expect(text).not.toMatch(/✅|🟢|no problem|healthy|is well/iu);
    }
  });

  test('keeps all limits, whatever was typed', () => {
    const asked = fc.record({
      words: nasty,
      symptom: nasty,
      hosts: fc.array(nasty, { maxLength: 30 }),
      service: nasty,
      port: nasty,
      url: nasty,
    });
    fc.assert(
      fc.property(asked, fc.option(anySummary, { nil: undefined }), nasty, ({ ...question }, summary, id) => {
        const incident = incidentOf('', { kind: 'failed', at: Number.NaN, says: [] });
        const card = incidentCard({ ...incident, openedBy: { id }, question: { ...question, params: [] } }, summary);
        expect(messageProblems(card)).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(unseenIn(incidentCard(incidentOf(HOSTILE, { kind: 'looking' }), undefined))).toEqual([]);
  });
});
