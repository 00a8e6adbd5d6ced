import { redactText } from '../../src/flow/redact.js';

describe('redactText', () => {
  test.each([
    ['DB_PASSWORD=hunter2 PORT=8080', 'DB_PASSWORD=[redacted] PORT=8080'],
    ['{"api_key": "abc123def"}', '{"api_key": "[redacted]"}'],
    [String.raw`{"metric":{"secret":"a\"b","x":"y"}}`, '{"metric":{"secret":"[redacted]","x":"y"}}'],
    ['Authorization: Bearer eyJhbGciOi.xyz', 'Authorization: Bearer [redacted]'],
    ['postgres://api:s3cret@db:5432/x', 'postgres://api:[redacted]@db:5432/x'],
    ['token: xoxb-12-34', 'token: [redacted]'],
    ['redis://:pw@h:6379', 'redis://:[redacted]@h:6379'],
    ['postgres://u:p@ss/word@db/x', 'postgres://u:[redacted]@db/x'],
    ['mysql --password hunter2 -h db', 'mysql --password [redacted] -h db'],
    ['MYSQL_PWD=hunter2', 'MYSQL_PWD=[redacted]'],
    ['Cookie: session=abc; other=def', 'Cookie: [redacted]'],
    ['Authorization: NTLM TlRMTVNTUAAB', 'Authorization: NTLM [redacted]'],
    ['key AKIAIOSFODNN7EXAMPLE', 'key AKIA[redacted]'],
    ['posted with xoxb-123456-abcdef', 'posted with xoxb-[redacted]'],
    ['https://hooks.slack.com/services/T0/B0/abcdefgh', 'https://hooks.slack.com/services/[redacted]'],
    ['jwt eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeK', 'jwt eyJ[redacted]'],
    ['secret: "two words here"', 'secret: "[redacted]"'],
    ['GET /h?token=SUPERSECRET1&x=1', 'GET /h?token=[redacted]&x=1'],
    [
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\nBBBB\n-----END OPENSSH PRIVATE KEY-----',
      '-----BEGIN OPENSSH PRIVATE KEY-----[redacted]-----END OPENSSH PRIVATE KEY-----',
    ],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  test.each([
    'upstream: "http://10.0.0.7:8080/user@example.com"',
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
    // It would take minutes, and jest's own limit would end it, if matching were not linear.
    expect(redactText('password= Bearer a://b:c '.repeat(40_000)).includes('Bearer')).toBe(false);
  });
});
