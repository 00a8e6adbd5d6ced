import { investigationPlaces } from '../../src/flow/investigation-places.js';

test('whoever finds no place waits in order, and hears how many are before', async () => {
  const places = investigationPlaces(1);
  const heard: string[] = [];
  const enter = (name: string) => places.enter(ahead => heard.push(`${name} ${ahead}`));
  const leaveA = await enter('a');
  const b = enter('b');
  const c = enter('c');
  expect([places.taken(), places.waiting()]).toEqual([1, 2]);
  leaveA?.();
  const leaveB = await b;
  leaveA?.();
  expect(heard).toEqual(['b 1', 'c 2', 'c 1']);
  expect([places.taken(), places.waiting()]).toEqual([1, 1]);
  leaveB?.();
  (await c)?.();
  expect([places.taken(), places.waiting()]).toEqual([0, 0]);
});

test('when the door is closed, those who wait are sent away and nobody comes in', async () => {
  const places = investigationPlaces(1);
  const leave = await places.enter(() => undefined);
  const waits = places.enter(() => undefined);
  places.close();
  expect(await waits).toBeUndefined();
  leave?.();
  expect(await places.enter(() => undefined)).toBeUndefined();
  expect([places.taken(), places.waiting()]).toEqual([0, 0]);
});
