import { hashOf, type Place, placeOf, placeOfPermalink } from '../../../../src/sandbox/page/chat/place.js';

test.each<Place>([
  { kind: 'channel', channel: 'C1' },
  { kind: 'channel', channel: 'C1', thread: '1795269600.000100' },
  { kind: 'app-messages' },
  { kind: 'app-messages', thread: '1795269600.000100' },
  { kind: 'home' },
])('%j comes back from its hash', place => {
  expect(placeOf(hashOf(place))).toEqual(place);
});

test.each(['', '#', '#/x', '#/<script>', '#chat'])('%j names no place', hash => {
  expect(placeOf(hash)).toBeUndefined();
});

test('permalinks open the thread they are in', () => {
  expect(placeOfPermalink('/archives/C1/p1795269600000100', '')).toEqual({ kind: 'channel', channel: 'C1', thread: '1795269600.000100' });
  expect(placeOfPermalink('/archives/C1/p1795269700000200', '?thread_ts=1795269600.000100&cid=C1')).toEqual({
    kind: 'channel',
    channel: 'C1',
    thread: '1795269600.000100',
  });
  expect(placeOf('#/archives/C1/p1795269700000200?thread_ts=1795269600.000100')).toEqual({
    kind: 'channel',
    channel: 'C1',
    thread: '1795269600.000100',
  });
  expect(placeOfPermalink('/archives/C1', '')).toEqual({ kind: 'channel', channel: 'C1' });
  expect(placeOfPermalink('/elsewhere', '')).toBeUndefined();
});
