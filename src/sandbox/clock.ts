/** Time as the workspace sees it, in milliseconds. It runs by itself, and a test may let any time pass at once. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Runs the action when the time has passed; gives a function that cancels it. */
  readonly after: (ms: number, action: () => void) => () => void;
  /** Jumps forward: everything due on the way runs now, in its order. */
  readonly advance: (ms: number) => void;
  /** Cancels everything that waits; nothing waits from now on. */
  readonly close: () => void;
}

interface Waiting {
  readonly due: number;
  readonly action: () => void;
  timer: NodeJS.Timeout;
}

/** A clock that runs with the machine's, from `start` (milliseconds since the epoch) or from now. */
export function createClock(start: number = Date.now()): SandboxClock {
  let offset = start - Date.now();
  const waiting = new Set<Waiting>();
  let closed = false;
  const now = () => Date.now() + offset;

  const run = (entry: Waiting) => {
    clearTimeout(entry.timer);
    if (waiting.delete(entry)) entry.action();
  };
  const after = (ms: number, action: () => void) => {
    if (closed) return () => {};
    const entry: Waiting = { due: now() + ms, action, timer: setTimeout(() => run(entry), ms) };
    waiting.add(entry);
    return () => {
      clearTimeout(entry.timer);
      waiting.delete(entry);
    };
  };
  const advance = (ms: number) => {
    const target = now() + ms;
    for (;;) {
      const next = [...waiting].filter(({ due }) => due <= target).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      offset += Math.max(0, next.due - now());
      run(next);
    }
    offset += Math.max(0, target - now());
    for (const entry of waiting) {
      clearTimeout(entry.timer);
      entry.timer = setTimeout(() => run(entry), Math.max(0, entry.due - now()));
    }
  };
  const close = () => {
    closed = true;
    for (const { timer } of waiting) clearTimeout(timer);
    waiting.clear();
  };
  return { now, after, advance, close };
}
