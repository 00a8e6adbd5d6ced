import { createHash } from 'node:crypto';
import type { Argv } from '../model/remedy-plan.js';
import { ROOT_COMMAND } from '../model/root-verb.js';
import { quote } from './quote.js';

/** Where the script for root is, and how it is called. */
export interface RootScript {
  /** The text of libexec/faultline-root. */
  readonly text: string;
  /** Where it is installed for logins that are not root (docs: `faultline access sudoers`). */
  readonly installed: string;
  /** What comes before it there. */
  readonly sudo: readonly string[];
  /** Folder for it where the login is root; only root may write there. */
  readonly folder: string;
}

/** Put in place whole and checked by its digest each time: a file that somebody else left there is replaced, never run. */
function placeScript({ text, folder }: RootScript): string {
  const sha = createHash('sha256').update(text, 'utf8').digest('hex');
  return `s=${quote(`${folder}/root-${sha}.sh`)}
    same() { [ "$(sha256sum <"$1" 2>/dev/null | cut -c 1-64)" = ${sha} ]; }
    umask 077
    if [ -L "$s" ] || ! [ -f "$s" ] || ! same "$s"; then
      mkdir -p ${quote(folder)} && chmod 700 ${quote(folder)} && printf %s ${quote(text)} >"$s.$$" && chmod 700 "$s.$$" && same "$s.$$" && mv -f "$s.$$" "$s" ||
        { echo 'faultline: the script for root cannot be put in place' >&2; exit 66; }
    fi`;
}

/**
 * The script for a host's shell that runs one command as argv and ends with its exit code. One function, called by its last line: cut off on
 * its way, it does nothing. Where the host has `timeout`, that ends the command.
 */
export function actScript(argv: Argv, timeoutSeconds: number, root: RootScript): string {
  const [command, ...args] = argv;
  const words = args.map(quote).join(' ');
  const bounded = `set -- "$@"
  if timeout --version >/dev/null 2>&1; then exec timeout -k 5 ${Math.ceil(timeoutSeconds)} "$@" </dev/null; fi
  exec "$@" </dev/null`;
  const choose =
    command === ROOT_COMMAND
      ? `if [ "$(id -u)" = 0 ]; then
    ${placeScript(root)}
    set -- /bin/sh "$s" ${words}
  else
    set -- ${[...root.sudo, root.installed].map(quote).join(' ')} ${words}
  fi`
      : `set -- ${quote(command)} ${words}`;
  return `act() {
  PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
  export PATH LC_ALL
  unset ENV BASH_ENV CDPATH
  ${choose}
  ${bounded}
}
act
`;
}
