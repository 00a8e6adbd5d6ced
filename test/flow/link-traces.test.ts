import { linkTraces } from '../../src/flow/link-traces.js';
import { tracesUrl } from '../../src/model/traces-url.js';

const timing = { host: 'api-1', says: 'a request takes 3.0 s' };
const target = { host: 'api-1', address: '10.0.0.1', params: {} };
const url = tracesUrl('https://j/?service={service}&host={host}&from={from_s}&to={to_s}');

test('the traces of a service from a quarter of an hour before the question to its end', () => {
  expect(linkTraces(timing, { ...target, service: 'shop' }, { from: 2000, to: 2006 }, url)).toEqual({
    ...timing,
    traces: 'https://j/?service=shop&host=api-1&from=1100&to=2006',
  });
});

test('without a service, or without a page for them, there is no link', () => {
  expect(linkTraces(timing, target, { from: 2000, to: 2006 }, url)).toBe(timing);
  expect(linkTraces(timing, { ...target, service: 'shop' }, { from: 2000, to: 2006 }, undefined)).toBe(timing);
});
