import { TRACES_PLACES, tracesUrl, unknownPlaces } from '../../src/model/traces-url.js';

const question = { service: 'shop', host: 'api-1', from: 1795820000.25, to: 1795820900.75 };

test('Jaeger is asked in microseconds, Grafana in milliseconds, whole ones that hold the span', () => {
  expect(tracesUrl('https://j/search?service={service}&start={from_us}&end={to_us}')(question)).toBe(
    'https://j/search?service=shop&start=1795820000250000&end=1795820900750000',
  );
  expect(tracesUrl('https://g/explore?host={host}&from={from_ms}&to={to_ms}')(question)).toBe(
    'https://g/explore?host=api-1&from=1795820000250&to=1795820900750',
  );
  expect(tracesUrl('https://x/?{from_s}-{to_s}')(question)).toBe('https://x/?1795820000-1795820901');
});

test('a value stays a value, whatever it holds', () => {
  const odd = { ...question, service: 'a&b={from_s}#"<x>' };
  expect(tracesUrl('https://j/?service={service}&limit=5')(odd)).toBe('https://j/?service=a%26b%3D%7Bfrom_s%7D%23%22%3Cx%3E&limit=5');
});

test('places that there are not are found', () => {
  expect(unknownPlaces('https://j/?a={service}&b={span}&c={}')).toEqual(['span', '']);
  expect(unknownPlaces(`https://j/?${TRACES_PLACES.map(place => `{${place}}`).join('')}`)).toEqual([]);
});
