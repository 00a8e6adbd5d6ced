import type { z } from 'zod';

/** Checks a generic parser's options at load: a sentence that names the option, or nothing when they are right. */
export function optionsCheck(schema: z.ZodType): (options: unknown) => string | undefined {
  return options => {
    const read = schema.safeParse(options ?? {});
    if (read.success) return undefined;
    return read.error.issues.map(issue => `${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`).join('; ');
  };
}
