import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';

export interface Place {
  readonly line: number;
  readonly column: number;
}

type Step = string | number;

/**
 * Where a key of a YAML document is written: the value at `steps`, or the nearest thing around it that exists. With `atKey`, the key of
 * the last step itself (for a key that should not be there).
 */
export function placeOf(document: Document, lines: LineCounter, steps: readonly Step[], atKey = false): Place {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of steps.entries()) {
    const here: unknown = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(here) ? here.items.find(item => keyOf(item) === String(step)) : undefined;
    if (pair && atKey && index === steps.length - 1) {
      offset = startOf(pair.key) ?? offset;
      break;
    }
    node = pair ? pair.value : isSeq(here) && typeof step === 'number' ? here.items[step] : undefined;
    if (node === undefined) break;
    offset = startOf(node) ?? startOf(pair?.key) ?? offset;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined | null)?.range?.[0];
}
