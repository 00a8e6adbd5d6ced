import { findSymptom } from '../../src/cli/find-symptom.js';
import { smallPlaybooks } from '../diagnosis/small-playbooks.js';

const playbooks = smallPlaybooks();

describe('findSymptom', () => {
  test('finds', () => {
    expect(findSymptom(playbooks, 'no connection to api')).toMatchObject({ kind: 'found', symptom: { id: 'no-connection' } });
  });

  test('suggests the nearest', () => {
    expect(findSymptom(playbooks, 'gatway eror')).toEqual({
      kind: 'refused',
      lines: ['No symptom is called "gatway eror". The nearest are:', '  gateway-error  (Gateway error)'],
    });
  });

  test('lists all when nothing is near', () => {
    expect(findSymptom(playbooks, 'zzz')).toEqual({
      kind: 'refused',
      lines: ['No symptom is called "zzz". Known are: gateway-error, no-connection'],
    });
  });

  test('does not repeat a novel back', () => {
    const found = findSymptom(playbooks, 'q'.repeat(10_000));
    expect(found.kind === 'refused' && found.lines.join('').length).toBeLessThan(300);
  });
});
