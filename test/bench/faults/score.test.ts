import { scoreOf } from '../../../bench/faults/score.js';

const roots = (...faults: string[]) => ({ roots: faults, tracedTo: [] });
const tracedTo = (...faults: string[]) => ({ roots: [], tracedTo: faults });

test('the one true root is worth a point', () => {
  expect(scoreOf(roots('oom-kill@app1'), roots('oom-kill@app1'))).toEqual({ points: 1, isFirstTrue: true, missed: [], untrue: [] });
});

test('a missed root is worth nothing, whatever else was found', () => {
  expect(scoreOf(roots('a@h', 'b@h'), roots('a@h'))).toMatchObject({ points: 0, missed: ['b@h'] });
  expect(scoreOf(roots('a@h'), roots())).toMatchObject({ points: 0, isFirstTrue: false });
});

test('an untrue root beside the true one costs its share', () => {
  expect(scoreOf(roots('a@h'), roots('x@h', 'a@h'))).toEqual({ points: 0.5, isFirstTrue: false, missed: [], untrue: ['x@h'] });
});

test('the right fault on the wrong host is untrue', () => {
  expect(scoreOf(roots('a@h'), roots('a@other'))).toMatchObject({ points: 0, untrue: ['a@other'] });
});

test('what is true beside the root counts neither way', () => {
  expect(scoreOf(roots('a@h'), roots('effect@h', 'a@h'), ['effect@h'])).toMatchObject({ points: 1, isFirstTrue: true, untrue: [] });
});

test('a healthy host is right when nothing is found', () => {
  expect(scoreOf(roots(), roots())).toMatchObject({ points: 1, isFirstTrue: true });
  expect(scoreOf(roots(), roots('x@h'))).toMatchObject({ points: 0, untrue: ['x@h'] });
});

test('where the cause cannot be seen, the effect is the answer and a root is a guess', () => {
  expect(scoreOf(tracedTo('upstream-slow@gw'), tracedTo('upstream-slow@gw'))).toMatchObject({ points: 1, isFirstTrue: true });
  expect(scoreOf(tracedTo('upstream-slow@gw'), { roots: ['x@gw'], tracedTo: ['upstream-slow@gw'] })).toMatchObject({
    points: 0.5,
    untrue: ['x@gw'],
  });
});
