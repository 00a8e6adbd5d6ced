// /proc/buddyinfo: per zone, how many free pieces there are of 1 page, of 2, of 4 and so on (man 5 proc). Pages of 4 kB are assumed, as x86-64 and
// most arm64 kernels have them: then there are 11 columns. With other numbers of columns nothing is said about sizes.
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const PAGE = 4096;
/** 2^4 pages: what a kernel stack, a jumbo frame or a large slab asks for at most. */
const ORDER_64K = 4;
/** 2^9 pages: a huge page. */
const ORDER_2M = 9;
const ORDERS = 11;
/** The first 16 MB and 4 GB, kept for devices that reach no further: what is free there says nothing about the rest. */
const FOR_DEVICES: ReadonlySet<string> = new Set(['DMA', 'DMA32', 'Device']);

interface Zone {
  readonly node: number;
  readonly zone: string;
  readonly pieces: readonly number[];
  readonly text: string;
}

const bytesFrom = (pieces: readonly number[], from: number, to: number): number =>
  pieces.reduce((sum, count, order) => (order >= from && order < to ? sum + count * 2 ** order * PAGE : sum), 0);

const countFrom = (pieces: readonly number[], from: number): number => pieces.slice(from).reduce((sum, count) => sum + count, 0);

const ratio = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);

function zoneRow({ node, zone, pieces, text }: Zone): FactRow {
  const isKnown = pieces.length === ORDERS;
  const free = bytesFrom(pieces, 0, ORDERS);
  return present({
    node,
    zone,
    free_bytes: isKnown ? free : undefined,
    in_pieces: isKnown ? ratio(bytesFrom(pieces, 0, ORDER_64K), free) : undefined,
    pieces_64k: isKnown ? countFrom(pieces, ORDER_64K) : undefined,
    pieces_2m: isKnown ? countFrom(pieces, ORDER_2M) : undefined,
    line: rowLine(text),
  });
}

/** How large the pieces are in which free memory lies. */
export const procBuddyinfo: Parser = {
  name: 'proc_buddyinfo',
  gives: {
    rows: 'list',
    'rows.node': 'number',
    'rows.zone': 'text',
    'rows.free_bytes': 'number',
    'rows.in_pieces': 'number',
    'rows.pieces_64k': 'number',
    'rows.pieces_2m': 'number',
    free_bytes: 'number',
    in_pieces: 'number',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const lines = readFiles(last).get('/proc/buddyinfo');
    if (!lines) throw new OddLine({ no: 1, text: '' }, '/proc/buddyinfo is not among the files');
    const zones = lines.map(line => {
      const [, node, zone = '', pieces = ''] = matchOf(
        /^Node +(\d{1,5}), zone +(\S+) +(\d+(?: +\d+)*) *$/u,
        line,
        'should be a zone with its free pieces',
      );
      return { node: Number(node), zone, pieces: pieces.split(/ +/u).map(Number), text: line.text };
    });
    // A small machine has its memory in DMA32 alone.
    const large = zones.filter(({ zone }) => !FOR_DEVICES.has(zone));
    const looked = large.length > 0 ? large : zones.filter(({ zone }) => zone === 'DMA32');
    const isKnown = !last.truncated && looked.length > 0 && looked.every(({ pieces }) => pieces.length === ORDERS);
    const free = looked.reduce((sum, { pieces }) => sum + bytesFrom(pieces, 0, ORDERS), 0);
    const small = looked.reduce((sum, { pieces }) => sum + bytesFrom(pieces, 0, ORDER_64K), 0);
    return {
      kind: 'facts',
      values: { rows: looked.map(zoneRow), ...(isKnown ? present({ free_bytes: free, in_pieces: ratio(small, free) }) : {}) },
      lines: { '': rowLine(looked.at(-1)?.text ?? '') },
      ...partialOf(cutShort(last)),
    };
  }),
};
