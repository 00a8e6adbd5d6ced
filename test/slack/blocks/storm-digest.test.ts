import fc from 'fast-check';
import type { Storm, StormMember } from '../../../src/model/story.js';
import { stormDigest } from '../../../src/slack/blocks/storm-digest.js';
import { messageProblems, unseenIn } from '../limits.js';
import { readAloud } from '../read-aloud.js';
import { memberOf, STORM } from './alert-scenes.js';
import { HOSTILE } from './hostile.js';
import { nasty } from './summaries.js';

const many = (count: number, more: Partial<StormMember> = {}): readonly StormMember[] =>
  Array.from({ length: count }, (_, index) => memberOf(index, more));
const spoken = (storm: Storm, members: readonly StormMember[]): string => readAloud(stormDigest(storm, members));

describe('the digest of a storm', () => {
  test('counts all, shows the biggest, and says how many more there are', () => {
    const text = spoken(STORM, many(40, { opened: false }));
    expect(text).toContain('Alert storm: 212 incidents, 950 alerts');
    expect(text).toContain('198 firing, 14 over');
    expect(text.match(/\[Open\]/gu)).toHaveLength(15);
    expect(text).toContain('and 197 more');
  });

  test('a member that has a thread of its own, or is closed, is not offered again', () => {
    expect(spoken(STORM, many(1, { opened: true }))).toMatch(/has its own thread(?![\s\S]*\[Open\])/u);
    expect(spoken(STORM, many(1, { state: 'closed' }))).not.toContain('[Open]');
  });

  test('the end is said', () => {
    expect(spoken({ ...STORM, endedAt: STORM.beganAt + 600 }, many(3))).toMatch(/Alert storm, ended[\s\S]*, ended /u);
  });

  test('keeps all limits, whatever the alerts are called', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ title: nasty, hosts: fc.array(nasty, { maxLength: 10 }) }), { maxLength: 40 }), members => {
        const all = members.map((member, index) => memberOf(index, member));
        expect(messageProblems(stormDigest(STORM, all))).toEqual([]);
      }),
      { numRuns: 100 },
    );
    const worst = stormDigest(STORM, many(400, { title: HOSTILE.repeat(20), hosts: Array.from({ length: 99 }, () => HOSTILE) }));
    expect(messageProblems(worst)).toEqual([]);
    expect(unseenIn(worst)).toEqual([]);
  });
});
