import type { Verdict } from '../model/diagnosis.js';
import { harmless } from '../model/harmless.js';
import type { RuledOut } from '../model/summary.js';
import { instanceName } from './instance-name.js';
import { NOTHING_CONCERNED } from './judge.js';

type Reason = Pick<RuledOut, 'says' | 'because'>;

/** The line of evidence that speaks loudest against a fault. */
function reasonOf({ evidence }: Verdict): Reason {
  const against = evidence.filter(line => line.weight?.side === 'against');
  const order = ['conclusive', 'strong', 'moderate', 'weak'];
  const [first] = [...against].sort((a, b) => order.indexOf(a.weight?.strength ?? '') - order.indexOf(b.weight?.strength ?? ''));
  if (first) return { says: harmless(first.says), because: 'evidence' };
  const [only] = evidence;
  if (only?.id === NOTHING_CONCERNED) return { says: harmless(only.says), because: 'no-object' };
  return { says: 'too little speaks for it', because: 'too-little' };
}

/** What is not there. Sixty processes that are all far from their limit are one line, with the first of them as the example. */
export function ruledOutInWords(refuted: readonly { readonly verdict: Verdict; readonly name: string }[]): readonly RuledOut[] {
  const told = refuted.map(({ verdict, name }) => ({ verdict, name, reason: reasonOf(verdict) }));
  const alike = Map.groupBy(told, ({ verdict, reason }) => `${instanceName(verdict)}\n${reason.because}`);
  return [...alike.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const { verdict, name, reason } = first;
    const { fault, host } = verdict;
    return [{ name: more.length === 0 ? name : instanceName(verdict), fault, host, ...reason, alike: more.length }];
  });
}
