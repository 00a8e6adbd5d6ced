import { matchSymptom } from '../../src/diagnosis/match.js';
import type { Symptom } from '../../src/model/playbook.js';

const symptom = (id: string, ...phrases: string[]): Symptom => ({
  id,
  title: id,
  phrases,
  asks: [],
  consider: [],
  show: [],
  place: { file: 'x', line: 1, column: 1 },
});
const symptoms = [
  symptom('connection-refused', 'connection refused', 'ECONNREFUSED'),
  symptom('connect-timeout', 'connection timed out'),
  symptom('high-p99', 'high P99'),
  symptom('high-p99-low-cpu', 'high P99 while CPU is idle'),
  symptom('socket-saturation', 'many SYN_RECV'),
  symptom('slow-dns', 'slow lookup'),
  symptom('slow-tls', 'slow handshake'),
];

describe('matchSymptom', () => {
  test.each([
    ['connection refused', 'connection-refused'],
    ['dial tcp 10.0.0.7:8080: connect: ECONNREFUSED', 'connection-refused'],
    ['api says Connection Refused since noon', 'connection-refused'],
    ['many syn-recv', 'socket-saturation'],
    ['high P99', 'high-p99'],
    ['high P99 while CPU is idle', 'high-p99-low-cpu'],
    ['CPU is idle while P99 is high', 'high-p99-low-cpu'],
    ['connect-timeout', 'connect-timeout'],
  ])('%s means %s', (words, expected) => {
    expect(matchSymptom(words, symptoms)).toMatchObject({ kind: 'matched', symptom: expected });
  });

  test('a misspelt symptom is suggested, never acted on', () => {
    expect(matchSymptom('conection refussed', symptoms)).toEqual({ kind: 'none', nearest: expect.arrayContaining(['connection-refused']) });
  });

  test('two symptoms that fit equally well are both named', () => {
    expect(matchSymptom('slow lookup, slow handshake', symptoms)).toEqual({ kind: 'ambiguous', candidates: ['slow-dns', 'slow-tls'] });
  });

  test.each(['', '$(rm -rf /)', '; rm -rf /', 'x'.repeat(10_000), '\n\n'])('words that mean nothing match nothing', words => {
    expect(matchSymptom(words, symptoms).kind).toBe('none');
  });
});
