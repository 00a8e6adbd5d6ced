import { redactText } from '../../src/flow/redact.js';

describe('redactText', () => {
  test.each([
    ['DB_PASSWORD=hunter2 PORT=8080', 'DB_PASSWORD=[redacted] PORT=8080'],
    ['{"api_key": "abc123def"}', '{"api_key": "[redacted]"}'],
    ['Authorization: Bearer eyJhbGciOi.xyz', 'Authorization: Bearer [redacted]'],
    ['postgres://api:s3cret@db:5432/x', 'postgres://api:[redacted]@db:5432/x'],
    ['token: xoxb-12-34', 'token: [redacted]'],
    [
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\nBBBB\n-----END OPENSSH PRIVATE KEY-----',
      '-----BEGIN OPENSSH PRIVATE KEY-----[redacted]-----END OPENSSH PRIVATE KEY-----',
    ],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  test.each([
    'LISTEN 0 511 0.0.0.0:8080',
    'tokens left: 5',
    'connect() failed (111: Connection refused) upstream: "http://10.0.0.7:8080/x"',
    'TcpExt: 1 2 3',
  ])('leaves %s', text => {
    expect(redactText(text)).toBe(text);
  });

  test('twice is the same as once', () => {
    const once = redactText('PASSWORD=a-long-one https://u:p@h/ Bearer abcdefgh');
    expect(redactText(once)).toBe(once);
  });

  test('a megabyte of bait ends', () => {
    expect(redactText('password= '.repeat(100_000)).length).toBeGreaterThan(0);
  });
});
