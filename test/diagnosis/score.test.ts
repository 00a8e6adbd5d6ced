import { scoreEvidence } from '../../src/diagnosis/score.js';
import type { Evidence, Weight } from '../../src/model/playbook.js';
import type { Truth } from '../../src/model/truth.js';

const never = { text: '', checks: [], fields: [], truth: (): Truth => 'unknown', witness: () => undefined };
const says = { text: '', render: () => '' };
const weight = (text: string): Weight => {
  const [side, strength] = text.split(' ');
  return { side, strength } as Weight;
};
const line = (signal: string, ifTrue: string, ifFalse: string | undefined, truth: Truth): { evidence: Evidence; truth: Truth } => ({
  evidence: { id: signal, when: never, says, signal, ifTrue: weight(ifTrue), ...(ifFalse ? { ifFalse: weight(ifFalse) } : {}) },
  truth,
});

describe('scoreEvidence', () => {
  test('a conclusive line for it confirms, whatever the prior', () => {
    expect(scoreEvidence('rare', [line('a', 'for conclusive', undefined, 'true')])).toMatchObject({ word: 'confirmed', score: 4 });
  });

  test('conclusive lines both ways are contradictory, not a draw', () => {
    expect(
      scoreEvidence('common', [line('a', 'for conclusive', undefined, 'true'), line('b', 'for weak', 'against conclusive', 'false')]).word,
    ).toBe('contradictory');
  });

  test('lines of one signal count once', () => {
    const two = scoreEvidence('occasional', [line('a', 'for strong', undefined, 'true'), line('a', 'for moderate', undefined, 'true')]);
    const apart = scoreEvidence('occasional', [line('a', 'for strong', undefined, 'true'), line('b', 'for moderate', undefined, 'true')]);
    expect(two.score).toBe(0);
    expect(apart).toMatchObject({ score: 2, word: 'likely' });
  });

  test('likely must hold even if every unknown line speaks against it', () => {
    const lines = [
      line('a', 'for strong', undefined, 'true'),
      line('b', 'for moderate', undefined, 'true'),
      line('c', 'for weak', 'against strong', 'unknown'),
    ];
    expect(scoreEvidence('occasional', lines)).toMatchObject({ score: 2, low: -2, high: 3, word: 'undetermined' });
  });

  test('what was not looked at at all is undetermined, even when rare', () => {
    expect(scoreEvidence('rare', [line('a', 'for moderate', 'against moderate', 'unknown')]).word).toBe('undetermined');
  });

  test('refuted lines rule out', () => {
    expect(scoreEvidence('occasional', [line('a', 'for strong', 'against strong', 'false')])).toMatchObject({
      score: -8,
      word: 'ruled-out',
    });
  });

  test('a prior alone is unlikely, not ruled out', () => {
    expect(scoreEvidence('common', [line('a', 'for strong', undefined, 'false')]).word).toBe('unlikely');
  });
});
