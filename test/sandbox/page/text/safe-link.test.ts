import { safeLink } from '../../../../src/sandbox/page/text/safe-link.js';

test.each(['http://example.com/', 'https://example.com/a?b#c', 'mailto:a@example.com'])('%s may be followed', address => {
  expect(safeLink(address)).toBe(address);
});

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'JAVASCRIPT:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'vbscript:x',
  '//example.com',
  '/local',
  '',
  'x',
])('%j may not', address => {
  expect(safeLink(address)).toBeUndefined();
});
