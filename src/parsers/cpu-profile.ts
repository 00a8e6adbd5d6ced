// What perf saw of the busiest process, if there is a busy one:
//
//   busiest 18395 ticks 50 in 0.5 s of 100 name node
//   profile samples 142
//   at 13.46% 19 node [.] v8::internal::JsonParser<unsigned char>::ParseJsonValue<false>
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

/** Fewer samples than this are chance. */
const ENOUGH_SAMPLES = 20;
/** For how long the check watched all processes, in seconds. */
const WATCHED_S = 0.5;

const BUSIEST = /^busiest (\d{1,10}) ticks (\d{1,9}) in 0\.5 s of (\d{1,6}) name (.*)$/u;
const PROFILE = /^profile (not needed|denied|missing .{1,80}|samples (\d{1,9}[KM]?))$/u;
const AT = /^at (\d{1,3}\.\d\d)% \d{1,9} (\S(?:[^[]|\[(?!.\] )){0,119}) \[.\] (.*)$/u;

/** Names of libraries and functions, in the words of zlib, brotli, zstd, V8, Go, CPython and the JVM. The first that fits counts. */
const KINDS: readonly (readonly [kind: string, module: RegExp, name: RegExp])[] = [
  [
    'compression',
    /^lib(?:z|z-ng|deflate|brotlienc|brotlicommon|zstd|lz4|snappy|isal|lzma|bz2)[.-]/u,
    /deflate|longest_match|compress_block|build_tree|BrotliEncoder|ZSTD_|compress\/(?:flate|gzip|zlib)|lz4_|snappy/iu,
  ],
  [
    'serialization',
    /^(?:lib(?:protobuf|yajl|json-c|jansson|simdjson|xml2|expat|msgpack|thrift|avro)|_json|_pickle|orjson|ujson|pyexpat)\b/u,
    /json|protobuf|encoding\/(?:gob|xml|binary|asn1)|msgpack|flatbuffer|xmlParse|unmarshal|marshal|pickle|serde|(?:de)?serializ|ValueSerializer|jackson|StringTable::LookupKey|InternalizeString/iu,
  ],
  [
    'garbage',
    /^lib(?:gc|omrgc)[.-]/u,
    /scaveng|MarkCompact|MarkingVisitor|MarkingWorklist|ConcurrentMark|Sweeper|Evacuat|runtime\.(?:gcDrain|scanobject|greyobject|markroot|gcBgMark|bgsweep|sweepone)|gc_collect|G1(?:Par|CM|Full)|GCTaskThread|PSPromotion|mark_and_push/u,
  ],
];

function kindOf(module: string, name: string): string {
  return KINDS.find(([, ofModule, ofName]) => ofModule.test(module) || ofName.test(name))?.[0] ?? 'other';
}

function countOf(text: string): number {
  const factor = text.endsWith('K') ? 1000 : text.endsWith('M') ? 1e6 : 1;
  return Number.parseInt(text, 10) * factor;
}

/** In what the busiest process spends its own CPU time. */
export const cpuProfile: Parser = {
  name: 'cpu_profile',
  gives: {
    process: 'text',
    pid: 'number',
    cores: 'number',
    measured: 'bool',
    samples: 'number',
    compression: 'number',
    serialization: 'number',
    garbage: 'number',
    hottest: 'text',
    rows: 'list',
    'rows.module': 'text',
    'rows.function': 'text',
    'rows.share': 'number',
    'rows.kind': 'text',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const [header = { no: 1, text: '' }, profile = { no: 2, text: '' }, ...rest] = linesOf(last);
    const [, pid, used, perSecond, name = ''] = matchOf(BUSIEST, header, "should be 'busiest' and a process");
    const [, what = '', counted] = matchOf(PROFILE, profile, "should be 'profile' and how many samples there are");
    const isWhole = rest.at(-1)?.text === 'end';
    if (!isWhole && !last.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
    const rows = (isWhole ? rest.slice(0, -1) : rest).map(line => {
      const [, percent, module = '', symbol = ''] = matchOf(AT, line, 'should be a share of the samples with its function');
      const called = symbol.trim();
      return {
        module,
        function: called,
        share: toBase(Number(percent), 'percent'),
        kind: kindOf(module, called),
        line: rowLine(line.text),
      };
    });
    const samples = counted === undefined ? undefined : countOf(counted);
    const isMeasured = samples !== undefined && samples >= ENOUGH_SAMPLES;
    const shareOf = (kind: string): number | undefined =>
      isMeasured ? rows.filter(row => row.kind === kind).reduce((sum, row) => sum + row.share, 0) : undefined;
    const hottest = rows[0];
    const unseen =
      what === 'denied'
        ? { reason: 'denied' as const, why: 'this user may not profile that process', lists: ['rows'] }
        : what.startsWith('missing ')
          ? { reason: 'partial' as const, why: what.slice('missing '.length), lists: ['rows'] }
          : undefined;
    return {
      kind: 'facts',
      values: {
        rows: rows as readonly FactRow[],
        ...present({
          process: pid === '0' ? undefined : rowLine(name),
          pid: pid === '0' ? undefined : Number(pid),
          cores: Number(used) / Number(perSecond) / WATCHED_S,
          measured: isMeasured,
          samples,
          compression: shareOf('compression'),
          serialization: shareOf('serialization'),
          garbage: shareOf('garbage'),
          hottest: isMeasured && hottest ? `${hottest.module} ${hottest.function}` : undefined,
        }),
      },
      lines: { '': rowLine(header.text) },
      ...partialOf(unseen, cutShort(last)),
    };
  }),
};
