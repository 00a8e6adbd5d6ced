import { allowed } from './allowed.js';

/** What one ssh_config text names: the hosts that can be typed, and further files to look in. */
export interface SshConfigNames {
  /** `Host` entries without wildcard or negation, in order. */
  readonly aliases: readonly string[];
  /** Arguments of `Include` as written: globs, relative to ~/.ssh. */
  readonly includes: readonly string[];
}

/**
 * The names in an ssh_config(5) text. Only names: what they mean is asked of `ssh -G`, which alone knows Match, order, tokens and defaults.
 */
export function readSshNames(text: string): SshConfigNames {
  const aliases: string[] = [];
  const includes: string[] = [];
  for (const line of text.split('\n')) {
    // ssh_config(5): keyword, then blanks or one `=`; arguments may stand in double quotes.
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)(?:\s+|\s*=\s*)(.*?)\s*$/.exec(line) ?? [];
    const lower = keyword.toLowerCase();
    if (lower !== 'host' && lower !== 'include') continue;
    const words = [...rest.matchAll(/"([^"]*)"|([^\s"#][^\s"]*)|(#.*)/g)];
    for (const [, quoted, plain, comment] of words) {
      if (comment !== undefined) break;
      const word = quoted ?? plain ?? '';
      if (lower === 'include') includes.push(word);
      else if (allowed.address.pattern.test(word) && word.length <= allowed.address.most) aliases.push(word);
    }
  }
  return { aliases, includes };
}
