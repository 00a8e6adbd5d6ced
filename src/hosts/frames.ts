import { STDERR_BYTES, TRAILER_BYTES } from './script-shell.js';

/** Longer lines cannot be ours: a frame is below PIPE_BUF. */
const MAX_LINE = 4096;

/** What the run said of the host when it began. */
export interface RunBegin {
  /** Host uptime, seconds. */
  readonly uptime: number;
  /** Host wall clock, seconds since the epoch. */
  readonly clock: number;
  readonly uid: number;
  /** By how much the host is saturated: time limits were multiplied by this. */
  readonly slowdown: number;
}

/** One attempt as it came over the wire; `stdout` still ends in its trailer. */
export interface WireAttempt {
  stdout: Buffer[];
  stderr: Buffer[];
  stdoutBytes: number;
  stderrBytes: number;
  from?: number;
  to?: number;
}

/** Ids are `job.look` for jobs and `job.look.variant` for attempts. */
export interface WireRun {
  readonly begin: RunBegin | undefined;
  readonly started: ReadonlyMap<string, number>;
  readonly ended: ReadonlyMap<string, 'ok' | 'late' | 'busy'>;
  readonly attempts: ReadonlyMap<string, WireAttempt>;
  /** `job.look.member` of folded checks without a readable file. */
  readonly absent: ReadonlySet<string>;
  /** The run came to its end by itself. */
  readonly done: boolean;
  /** What the host lacks for a run, when that is why it ended. */
  readonly lacks: string | undefined;
  /** The zero-fork script waits for the end of its window. */
  readonly waiting: boolean;
  /** Bytes that were no frames: login banners, floods. */
  readonly noiseBytes: number;
}

export interface FrameDecoderOptions {
  readonly nonce: string;
  /** Most bytes of stdout for an attempt of each job, by job number. Frames of other jobs are dropped. */
  readonly caps: readonly number[];
  readonly onStart?: (job: number, look: number) => void;
  readonly onEnd?: (job: number, look: number) => void;
}

/**
 * Reads the script's frames out of a byte stream as it arrives. Everything that does not begin with the nonce is noise and is counted, not kept.
 * Memory stays below the sum of the caps, whatever the host sends.
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
    noiseBytes: 0,
  };
  let encoding: 'base64' | 'hex' = 'base64';
  let rest: Buffer = Buffer.alloc(0);
  let dropping = false;

  const jobOf = (id: string): number | undefined => {
    const job = /^(\d{1,5})\.[01](?:\.\d{1,4})?$/.exec(id)?.[1];
    return job !== undefined && options.caps[Number(job)] !== undefined ? Number(job) : undefined;
  };

  const attemptOf = (id: string): WireAttempt => {
    const known = attempts.get(id);
    if (known !== undefined) return known;
    const fresh: WireAttempt = { stdout: [], stderr: [], stdoutBytes: 0, stderrBytes: 0 };
    attempts.set(id, fresh);
    return fresh;
  };

  const keep = (id: string, job: number, stream: 'stdout' | 'stderr', bytes: Buffer): void => {
    const attempt = attemptOf(id);
    const cap = stream === 'stdout' ? (options.caps[job] ?? 0) + TRAILER_BYTES + 1 : STDERR_BYTES;
    const sizeKey = stream === 'stdout' ? 'stdoutBytes' : 'stderrBytes';
    const room = cap - attempt[sizeKey];
    if (room <= 0) return;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    attempt[stream].push(kept);
    attempt[sizeKey] += kept.length;
  };

  const frame = (text: string): void => {
    const kind = text.slice(0, 1);
    const idEnd = text.indexOf(' ', 2);
    const id = idEnd < 0 ? text.slice(2) : text.slice(2, idEnd);
    const rest = idEnd < 0 ? '' : text.slice(idEnd + 1);
    if (kind === 'B') {
      const [mode, uptime, clock, uid, slowdown] = rest.split(' ');
      encoding = mode === 'x' ? 'hex' : 'base64';
      run.begin = { uptime: Number(uptime), clock: Number(clock), uid: Number(uid), slowdown: Math.max(1, Number(slowdown) || 1) };
      return;
    }
    if (kind === 'Z') run.done = true;
    else if (kind === 'F') run.lacks = id;
    else if (kind === 'W') run.waiting = true;
    const job = jobOf(id);
    if (job === undefined) return;
    const look = Number(id.split('.')[1]);
    const [first, second] = kind === 'S' || kind === 'X' || kind === 'E' ? rest.split(' ') : [];
    switch (kind) {
      case 'S':
        started.set(id, Number(first));
        options.onStart?.(job, look);
        break;
      case 'M':
        absent.add(id);
        break;
      case 'o':
      case 'e':
        keep(id, job, kind === 'o' ? 'stdout' : 'stderr', Buffer.from(encoding === 'hex' ? rest.replaceAll(' ', '') : rest, encoding));
        break;
      case 'c':
      case 'r':
        // Zero-fork mode: the rest of the line is the text itself, and c says that its line goes on.
        keep(id, job, 'stdout', Buffer.from(kind === 'r' ? `${rest}\n` : rest, 'latin1'));
        break;
      case 'X':
        Object.assign(attemptOf(id), { from: Number(first), to: Number(second) });
        break;
      case 'E':
        ended.set(id, first === 'late' || first === 'busy' ? first : 'ok');
        options.onEnd?.(job, look);
        break;
    }
  };

  const line = (bytes: Buffer): void => {
    if (bytes.length <= MAX_LINE && bytes.length > prefix.length && bytes.subarray(0, prefix.length).equals(prefix)) {
      frame(bytes.toString('latin1', prefix.length));
    } else run.noiseBytes += bytes.length + 1;
  };

  const push = (chunk: Buffer): void => {
    let at = 0;
    for (;;) {
      const newline = chunk.indexOf(10, at);
      if (newline < 0) break;
      const piece = chunk.subarray(at, newline);
      at = newline + 1;
      if (dropping) {
        run.noiseBytes += piece.length + 1;
        dropping = false;
      } else line(rest.length === 0 ? piece : Buffer.concat([rest, piece]));
      rest = Buffer.alloc(0);
    }
    const tail = chunk.subarray(at);
    if (dropping || rest.length + tail.length > MAX_LINE) {
      run.noiseBytes += rest.length + tail.length;
      rest = Buffer.alloc(0);
      dropping = true;
    } else if (tail.length > 0) rest = Buffer.concat([rest, tail]);
  };

  return { push, run };
}
