import { readSshNames } from '../../src/config/ssh-aliases.js';

test('names that can be typed; no wildcards, negations, comments or options in disguise', () => {
  const text = [
    'Include config.d/*.conf "other file"',
    'Host web-1 web-2.example.com # not this',
    '  HostName 10.0.0.1',
    'host=db-1 "quoted" web-* !bad ??? -oProxyCommand=x',
    'Host *',
    '#Host commented',
    'Match host foo exec "true"',
    '\tHOST\tlast \r',
    'HostName not-a-name',
  ].join('\n');
  expect(readSshNames(text)).toEqual({
    aliases: ['web-1', 'web-2.example.com', 'db-1', 'quoted', 'last'],
    includes: ['config.d/*.conf', 'other file'],
  });
});

test('nothing, binary and very long lines', () => {
  expect(readSshNames('')).toEqual({ aliases: [], includes: [] });
  expect(readSshNames(`Host ${'a'.repeat(300)}\u0000\n${' '.repeat(20_000)}x`)).toEqual({ aliases: [], includes: [] });
});
