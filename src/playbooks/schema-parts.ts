import { z } from 'zod';

/** Pieces that several playbook schemas share. Each says in words what it wants, since its message reaches the author. */
export const kebabId = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, {
  error: issue => `"${String(issue.input)}" is not an id: write lower-case words with dashes, such as disk-full.`,
});

export const snakeId = z.string().regex(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$|^[a-z][a-z0-9]+$/, {
  error: issue =>
    `"${String(issue.input)}" is not an id: write lower-case words with underscores, at least two characters, such as disk_usage.`,
});

export const evidenceId = z.string().regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/, {
  error: issue => `"${String(issue.input)}" is not an id: write lower-case words with dashes or underscores, such as queue-full.`,
});

export const fieldName = z.string().regex(/^[a-z][a-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?$/, {
  error: issue => `"${String(issue.input)}" is not a field: write a name, or a list or group and a name, such as used_bytes or rows.port.`,
});

export const duration = z.string().regex(/^\d+(?:\.\d+)?(?:ms|s|m|h)$/, {
  error: issue => `"${String(issue.input)}" is not a time: write a number and ms, s, m or h, such as 5s.`,
});

export const byteSize = z.string().regex(/^\d+(?:\.\d+)?(?:B|[kMG]B?|[KMG]iB?)$/, {
  error: issue => `"${String(issue.input)}" is not a size: write a number and B, kB, MB, KiB or MiB, such as 64kB.`,
});

export const text = z.string().trim().min(1, { error: 'this must not be empty.' });

/** YAML makes numbers of `504` and `1.1`; as a phrase or a default they are texts. */
export const textOrNumber = z.union([text, z.number()], { error: 'this must be a text or a number.' });

/** A command: words split at blanks, or one list element per word. */
export const command = z.union([text, z.array(textOrNumber).min(1)], {
  error: 'this must be a command: a text, or a list with one element per word.',
});

/** A fault on a host, as cases name it: `oom-kill@api-1`. */
export const instanceName = z.string().regex(/^[a-z][a-z0-9-]*@\S+$/, {
  error: issue => `"${String(issue.input)}" does not name a fault on a host: write fault@host, such as oom-kill@api-1.`,
});
