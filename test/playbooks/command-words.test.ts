import { commandWords, hidingProblems } from '../../src/playbooks/command-words.js';

test('words are split at blanks, and a parameter stays in its word', () => {
  expect(commandWords('ss -ltn  sport = :{{ port }}')).toEqual({ ok: true, argv: ['ss', '-ltn', 'sport', '=', ':{{port}}'] });
  expect(commandWords(['curl', '-w', '%{json}\n', '{{url}}', 5])).toEqual({ ok: true, argv: ['curl', '-w', '%{json}\n', '{{url}}', '5'] });
});

describe('what only a shell understands is refused', () => {
  for (const command of ['a | b', 'a > b', 'a; b', 'a && b', 'a $HOME', 'a `b`', "a 'b c'", 'a "b"', 'cat /proc/*/stat', 'a \\b', 'ls ~']) {
    test(command, () => {
      expect(commandWords(command).ok).toBe(false);
    });
  }
});

describe('ways to hide that a command could not look', () => {
  for (const command of [
    'df 2>/dev/null',
    'df 2> /dev/null',
    'df &>/dev/null',
    'journalctl -q',
    'journalctl -kq -n 5',
    'journalctl --quiet',
    'ss -H -l',
    'ss -Hltn',
    'ss --no-header',
  ]) {
    test(command, () => {
      expect(hidingProblems(command)).toHaveLength(1);
    });
  }
  for (const command of [
    'ss -ltnp',
    'ss -tanp state close-wait',
    'journalctl -k -n 2000 --no-pager',
    'journalctl -n 5 | grep -q x',
    'command -v ss >/dev/null',
    'grep -H x y; ls -H',
    'process -H',
  ]) {
    test(`not: ${command}`, () => {
      expect(hidingProblems(command)).toEqual([]);
    });
  }
});
