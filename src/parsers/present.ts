import type { FactScalar } from '../model/fact.js';

/** A row without the fields that are not known: absence is how facts say "unknown". */
export function present(fields: Readonly<Record<string, FactScalar | undefined>>): Record<string, FactScalar> {
  const known: Record<string, FactScalar> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) known[name] = value;
  return known;
}
