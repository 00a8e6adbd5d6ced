import { isAbsolute, join } from 'node:path/posix';

/** A path as the operator wrote it, made absolute: `~/…` is below `home`, a relative one below `folder`. */
export function fullPath(written: string, { home, folder }: { readonly home: string; readonly folder: string }): string {
  if (written === '~' || written.startsWith('~/')) return join(home, written.slice(1));
  return isAbsolute(written) ? written : join(folder, written);
}
