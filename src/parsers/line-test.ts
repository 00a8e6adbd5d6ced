import { RE2JS } from 're2js';
import { z } from 'zod';

/** A pattern of a playbook: RE2, so that no text of a host can make it slow. */
export const pattern = z.string().superRefine((source, context) => {
  try {
    RE2JS.compile(source);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `RE2 does not take this pattern: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
});

/** A name for a list of rows or a field. */
export const name = z.string().regex(/^[a-z][a-z0-9_]*$/u, 'should be a lower-case name such as rows');

const compiled = new Map<string, RE2JS>();

/** Compiles once per pattern: playbooks hold few. */
export function re2(source: string): RE2JS {
  const known = compiled.get(source) ?? RE2JS.compile(source);
  compiled.set(source, known);
  return known;
}

/** True when the pattern is found in the text; false without a pattern. */
export function found(source: string | undefined, text: string): boolean {
  return source !== undefined && re2(source).matcher(text).find();
}
