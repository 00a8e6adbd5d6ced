import type { RemedyCommand, RunRemedy } from '../model/remedy.js';
import { ROOT_COMMAND, ROOT_VERBS } from '../model/root-verb.js';

/** Where the script must stand on a host on which the account is not root. */
const ROOT_SCRIPT_PATH = '/usr/local/libexec/faultline-root';

const TOKEN = '[0-9a-f]{16,64}';

/** Text as a regular expression that matches just it. Brackets, not backslashes: sudoers has its own meaning for those. */
function literally(text: string): string {
  return text.replace(/[^A-Za-z0-9 _/:%,@=-]/g, sign => (sign === '^' ? '\\^' : `[${sign}]`));
}

/** The arguments of one command as a regular expression: what the playbook fixes stands as it is, a value as the pattern of its place. */
function argumentsOf(command: RemedyCommand): string | undefined {
  const [first, ...words] = command.map(word => word.map(piece => (piece.kind === 'text' ? piece.text : undefined)));
  if (first?.join('') !== ROOT_COMMAND) return undefined;
  const verb = words[0]?.join('') ?? '';
  const patterns = Object.hasOwn(ROOT_VERBS, verb) ? ROOT_VERBS[verb]?.args : undefined;
  if (!patterns) return undefined;
  const args = words.slice(1).map((pieces, index) => {
    const isFixed = pieces.every(piece => piece !== undefined);
    return isFixed ? literally(pieces.join('')) : (patterns[index]?.pattern ?? '');
  });
  return [verb, ...args].join(' ');
}

function rulesOf(remedies: readonly RunRemedy[]): readonly string[] {
  const rules = new Set<string>();
  for (const { precheck, run, undo, confirmWithinSeconds } of remedies) {
    const back = undo.kind === 'commands' ? undo.commands : [];
    for (const command of [...precheck, ...run, ...back]) {
      const found = argumentsOf(command);
      if (found !== undefined) rules.add(found);
    }
    if (confirmWithinSeconds === undefined) continue;
    for (const command of back) {
      const found = argumentsOf(command);
      if (found !== undefined) rules.add(`arm [1-9][0-9]{0,2} ${TOKEN} -- ${found}`);
    }
    rules.add(`(disarm|armed) ${TOKEN}`);
  }
  return [...rules].sort();
}

/**
 * Rules for sudo (1.9.10 or later, for regular expressions) that let `user` run what these remedies need and look at what these checks
 * need (`ROOT_LOOKS`), and nothing else: one program, pinned by the digest of its text, each argument anchored. `visudo -cf` must be asked before it is used.
 * `sha256` is hexadecimal, of the script as it will stand on the host.
 */
export function sudoers(
  user: string,
  { remedies, looks }: { readonly remedies: readonly RunRemedy[]; readonly looks: readonly string[] },
  sha256: string,
): string {
  // sudo tries the last rule first. Looks are asked for in each diagnosis: before 40 other rules, one takes 3 ms of CPU time less.
  const rules = rulesOf(remedies).concat([...new Set(looks)].sort());
  const lines = rules.map(rule => `${user} ALL=(root) NOPASSWD: sha256:${sha256} ${ROOT_SCRIPT_PATH} ^${rule}$`);
  return [
    '# Written by `faultline access sudoers`. Needs sudo 1.9.10 or later. Install it so:',
    `#   install -o root -g root -m 0755 -D faultline-root ${ROOT_SCRIPT_PATH}`,
    '#   visudo -cf FILE && install -o root -g root -m 0440 FILE /etc/sudoers.d/faultline',
    '# Written anew when Faultline or a playbook changes: the script is pinned by its digest.',
    `Defaults:${user} !requiretty, env_reset, secure_path=/usr/sbin\\:/usr/bin\\:/sbin\\:/bin`,
    ...lines,
    '',
  ].join('\n');
}
