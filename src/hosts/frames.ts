import { type ByteStore, createByteStore } from './byte-store.js';
import { STDERR_BYTES, TRAILER_BYTES } from './script-shell.js';

/** Longer lines cannot be ours: a frame is below PIPE_BUF. */
const MAX_LINE = 4096;

/** What the run said of the host when it began. */
export interface RunBegin {
  /** Host uptime, seconds. */
  readonly uptime: number;
  /** Host wall clock, seconds since the epoch. */
  readonly clock: number;
  /** -1 when the host does not know. */
  readonly uid: number;
  /** By how much the host is saturated: time limits were multiplied by this. */
  readonly slowdown: number;
}

/** One attempt as it came over the wire; `stdout` still ends in its trailer. */
export interface WireAttempt {
  readonly stdout: ByteStore;
  readonly stderr: ByteStore;
  /** More came than this attempt may give: the rest was dropped. */
  cut: boolean;
  /** Uptime when it began and ended; absent until the host has said so, and for good when it said something else. */
  from?: number;
  to?: number;
}

/** Ids are `errand.look` for errands and `errand.look.variant` for attempts. */
export interface WireRun {
  readonly begin: RunBegin | undefined;
  readonly started: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, 'ok' | 'late' | 'busy'>;
  readonly attempts: ReadonlyMap<string, WireAttempt>;
  /** `errand.look.member` of folded checks without a readable file. */
  readonly absent: ReadonlySet<string>;
  /** The run came to its end by itself. */
  readonly done: boolean;
  /** What the host lacks for a run, when that is why it ended. */
  readonly lacks: string | undefined;
  /** The zero-fork script waits for the end of its window. */
  readonly waiting: boolean;
}

/** What a host can have to say of one errand. Frames that say anything else are dropped. */
export interface ErrandLimits {
  /** Most bytes of stdout that one attempt may give. */
  readonly capBytes: number;
  readonly looks: 1 | 2;
  /** Places of the variants in the check's `try:` list; a fold has one, 0. */
  readonly variants: readonly number[];
  /** How many checks are folded into it; 0 for a check by itself. */
  readonly members: number;
}

export interface FrameDecoderOptions {
  readonly nonce: string;
  /** By errand number. */
  readonly errands: readonly ErrandLimits[];
  readonly onStart?: (errand: number, look: number) => void;
  readonly onEnd?: (errand: number, look: number) => void;
}

/** Beyond the caps of all looks: stderr, trailers, and what failed attempts printed before another one answered. */
const SPARE_BYTES = 256 * 1024;

/** Most bytes that are kept of one visit, whatever the host sends. */
export function visitBudget(errands: readonly ErrandLimits[]): number {
  return errands.reduce((sum, { capBytes, looks }) => sum + capBytes * looks, SPARE_BYTES);
}

/**
 * Reads the script's frames out of a byte stream as it arrives. Only what the plan asked for is kept: an id must be written as the script writes it
 * and name an errand, look, variant or member of the plan. Everything that does not begin with the nonce is dropped. Frames before a sound B are
 * dropped as well, so that nothing is answered by a host whose clock, user and uptime are unknown.
 * Memory stays below twice `visitBudget`.
 */
export function createFrameDecoder(options: FrameDecoderOptions): { push: (chunk: Buffer) => void; run: WireRun } {
  const prefix = Buffer.from(`${options.nonce} `, 'latin1');
  const started = new Map<string, number>();
  const ended = new Map<string, 'ok' | 'late' | 'busy'>();
  const attempts = new Map<string, WireAttempt>();
  const absent = new Set<string>();
  const run = {
    begin: undefined as RunBegin | undefined,
    started,
    ended,
    attempts,
    absent,
    done: false,
    lacks: undefined as string | undefined,
    waiting: false,
  };
  let encoding: 'base64' | 'hex' = 'base64';
  let rest: Buffer = Buffer.alloc(0);
  let dropping = false;
  let visitRoom = visitBudget(options.errands);
  /** Bytes of stdout that each look may still give, by `errand.look`. An attempt that failed may have printed as much as the one that answered. */
  const lookRoom = new Map<string, number>();

  const attemptOf = (id: string): WireAttempt => {
    const known = attempts.get(id);
    if (known !== undefined) return known;
    const fresh: WireAttempt = { stdout: createByteStore(), stderr: createByteStore(), cut: false };
    attempts.set(id, fresh);
    return fresh;
  };

  const keep = (id: FrameId, stream: 'stdout' | 'stderr', bytes: Buffer): void => {
    if (bytes.length === 0) return;
    const attempt = attemptOf(id.text);
    const { capBytes, variants } = id.limits;
    const most = capBytes + TRAILER_BYTES + 1;
    const look = `${id.errand}.${id.look}`;
    const ofLook = stream === 'stdout' ? (lookRoom.get(look) ?? most * Math.min(2, variants.length)) : STDERR_BYTES;
    const ofAttempt = (stream === 'stdout' ? most : STDERR_BYTES) - attempt[stream].length();
    const kept = bytes.subarray(0, Math.max(0, Math.min(ofAttempt, ofLook, visitRoom)));
    if (kept.length < bytes.length && stream === 'stdout') attempt.cut = true;
    attempt[stream].append(kept);
    visitRoom -= kept.length;
    if (stream === 'stdout') lookRoom.set(look, ofLook - kept.length);
  };

  const frame = (text: string): void => {
    const kind = text.slice(0, 1);
    const idEnd = text.indexOf(' ', 2);
    const idText = idEnd < 0 ? text.slice(2) : text.slice(2, idEnd);
    const rest = idEnd < 0 ? '' : text.slice(idEnd + 1);
    switch (kind) {
      case 'B': {
        const [mode, ...numbers] = rest.split(' ');
        encoding = mode === 'x' ? 'hex' : 'base64';
        run.begin ??= beginOf(numbers);
        return;
      }
      case 'Z':
        run.done = true;
        return;
      case 'F':
        run.lacks = idText;
        return;
      case 'W':
        run.waiting = true;
        return;
    }
    const id = run.begin === undefined ? undefined : readId(idText, kind, options.errands);
    if (id === undefined) return;
    const [first = '', second = ''] = kind === 'S' || kind === 'X' || kind === 'E' ? rest.split(' ') : [];
    switch (kind) {
      case 'S': {
        const at = numberIn(first, UPTIME);
        if (at === undefined) return;
        started.set(id.text, at);
        options.onStart?.(id.errand, id.look);
        break;
      }
      case 'M':
        absent.add(id.text);
        break;
      case 'o':
      case 'e':
        keep(id, kind === 'o' ? 'stdout' : 'stderr', Buffer.from(encoding === 'hex' ? rest.replaceAll(' ', '') : rest, encoding));
        break;
      case 'c':
      case 'r':
        // Zero-fork mode: the rest of the line is the text itself, and c says that its line goes on.
        keep(id, 'stdout', Buffer.from(kind === 'r' ? `${rest}\n` : rest, 'latin1'));
        break;
      case 'X': {
        const from = numberIn(first, UPTIME);
        const to = numberIn(second, UPTIME);
        const attempt = attemptOf(id.text);
        if (from !== undefined && to !== undefined && from <= to) Object.assign(attempt, { from, to });
        break;
      }
      case 'E':
        ended.set(id.text, first === 'late' || first === 'busy' ? first : 'ok');
        options.onEnd?.(id.errand, id.look);
        break;
    }
  };

  const line = (bytes: Buffer): void => {
    if (bytes.length <= MAX_LINE && bytes.length > prefix.length && bytes.subarray(0, prefix.length).equals(prefix)) {
      frame(bytes.toString('latin1', prefix.length));
    }
  };

  const push = (chunk: Buffer): void => {
    let at = 0;
    for (;;) {
      const newline = chunk.indexOf(10, at);
      if (newline < 0) break;
      const piece = chunk.subarray(at, newline);
      at = newline + 1;
      if (dropping) dropping = false;
      else line(rest.length === 0 ? piece : Buffer.concat([rest, piece]));
      rest = Buffer.alloc(0);
    }
    const tail = chunk.subarray(at);
    if (dropping || rest.length + tail.length > MAX_LINE) {
      rest = Buffer.alloc(0);
      dropping = true;
    } else if (tail.length > 0) rest = Buffer.concat([rest, tail]);
  };

  return { push, run };
}

/** What a host may plausibly say, from and to; anything else would be carried into times and dates that do not exist. */
const UPTIME = [0, 1e10] as const;
const CLOCK = [0, 1e11] as const;
const UID = [-1, 4_294_967_295] as const;
const SLOWDOWN = [1, 1000] as const;

function numberIn(text: string, [least, most]: readonly [number, number]): number | undefined {
  if (!/^-?\d{1,12}(\.\d{1,9})?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

function beginOf([up = '', epoch = '', user = '', factor = '']: readonly string[]): RunBegin | undefined {
  const uptime = numberIn(up, UPTIME);
  const clock = numberIn(epoch, CLOCK);
  const uid = numberIn(user, UID);
  const slowdown = numberIn(factor, SLOWDOWN);
  if (uptime === undefined || clock === undefined || uid === undefined || !Number.isInteger(uid) || slowdown === undefined)
    return undefined;
  return { uptime, clock, uid, slowdown };
}

interface FrameId {
  readonly text: string;
  readonly errand: number;
  readonly look: number;
  readonly limits: ErrandLimits;
}

/** The id of a frame, when the plan has such an errand, look and variant or member, and it is written without leading zeros. */
function readId(text: string, kind: string, errands: readonly ErrandLimits[]): FrameId | undefined {
  const [, errand, look, third] = /^(0|[1-9]\d{0,4})\.([01])(?:\.(0|[1-9]\d{0,3}))?$/.exec(text) ?? [];
  const limits = errand === undefined ? undefined : errands[Number(errand)];
  if (limits === undefined || Number(look) >= limits.looks) return undefined;
  const ofErrand = kind === 'S' || kind === 'E';
  if (ofErrand !== (third === undefined)) return undefined;
  if (third !== undefined && !(kind === 'M' ? Number(third) < limits.members : limits.variants.includes(Number(third)))) return undefined;
  return { text, errand: Number(errand), look: Number(look), limits };
}
