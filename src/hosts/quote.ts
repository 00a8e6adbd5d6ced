/** One word for a POSIX shell, whatever it holds: single quotes switch off every special meaning. NUL cannot be in an argument and is dropped. */
export function quote(word: string): string {
  return `'${word.replaceAll('\0', '').replaceAll("'", "'\\''")}'`;
}

/** Like `quote`, but `*`, `?` and `[...]` keep their meaning as file name patterns. */
export function quoteGlob(pattern: string): string {
  return pattern
    .replaceAll('\0', '')
    .split(/([*?[\]]+)/)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : quote(part)))
    .join('');
}
