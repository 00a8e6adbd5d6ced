import type { PlannedCheck, PlannedVariant } from '../model/plan.js';
import { quote } from './quote.js';

/** A variant that is made on the host itself; the others are made from the bot. */
export type HostVariant = Extract<PlannedVariant, { kind: 'run' | 'read' | 'sh' }>;

interface PlacedVariant {
  readonly index: number;
  readonly variant: HostVariant;
}

/** Asked for many times in a visit, and always the same. */
const found = new WeakMap<PlannedCheck, readonly PlacedVariant[]>();

/** The variants of a check that run on the host, each with its place in the check's `try:` list. */
export function hostVariants(check: PlannedCheck): readonly PlacedVariant[] {
  const known = found.get(check);
  if (known !== undefined) return known;
  const placed = check.variants.flatMap((variant, index) =>
    variant.kind === 'run' || variant.kind === 'read' || variant.kind === 'sh' ? [{ index, variant }] : [],
  );
  found.set(check, placed);
  return placed;
}

/** The command as a person would type it on the host: quoted only where a shell needs it. */
export function commandText(variant: HostVariant): string {
  const plain = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word));
  switch (variant.kind) {
    case 'run':
      return variant.argv.map(plain).join(' ');
    case 'read':
      return `grep -aH '' ${variant.files.join(' ')}`;
    case 'sh':
      if (variant.shownAs !== undefined) return variant.shownAs;
      return variant.args.length === 0 ? variant.text : ['sh', '-c', quote(variant.text), 'sh', ...variant.args.map(plain)].join(' ');
  }
}
