import type { JournalEntry } from './journal-lines.js';
import { portIn, type UnitEventKind, unitEvent } from './unit-event.js';

/** A recognised message of a service. */
export interface UnitEvent {
  readonly kind: UnitEventKind;
  readonly port: number | undefined;
  readonly entry: JournalEntry;
}

/** What the messages of one service add up to, read from the oldest to the newest. */
export interface UnitStory {
  readonly events: readonly UnitEvent[];
  readonly hasBindConflict: boolean;
  readonly hasCrashed: boolean;
  readonly wasStoppedByOperator: boolean;
}

const HAS_PORT: ReadonlySet<UnitEventKind> = new Set(['bind-conflict', 'listening']);
const LAST_WORDS: ReadonlySet<UnitEventKind> = new Set(['panic', 'fatal', 'segfault', 'oom']);

// systemd itself, and its core dump collector.
const MANAGERS: ReadonlySet<string> = new Set(['systemd', 'systemd-coredump']);

/** An end with a status that says failure: `code=exited, status=1/FAILURE`, or by a signal that nobody sends on purpose. */
function isBadEnd(text: string): boolean {
  const match = /process exited, code=(\w+), status=(\d+)\/(\w+)/iu.exec(text);
  if (!match) return false;
  if (match[1] === 'exited') return match[2] !== '0';
  return !/^(?:TERM|INT|HUP|PIPE|KILL)$/u.test(match[3] ?? '');
}

interface State {
  saidLastWords: boolean;
  hasBindConflict: boolean;
  hasCrashed: boolean;
  isStopping: boolean;
  wasStopped: boolean;
  /** systemd announced a start of its own: it wipes nothing out. */
  isAutomatic: boolean;
}

function programSays(kind: UnitEventKind | undefined, state: State): void {
  if (kind && LAST_WORDS.has(kind)) state.saidLastWords = true;
  if (kind === 'bind-conflict') state.hasBindConflict = true;
  if (kind === 'listening') state.hasBindConflict = false;
}

function managerSays(text: string, kind: UnitEventKind | undefined, state: State): void {
  if (/^Stopping /u.test(text)) state.isStopping = true;
  else if (/Scheduled restart job/u.test(text)) state.isAutomatic = true;
  else if (/process exited, code=/iu.test(text)) {
    const hadReason = state.saidLastWords || kind === 'segfault' || kind === 'fatal';
    // Dying because the address is taken is not a crash, although many programs say it with an uncaught exception.
    if (!state.isStopping && isBadEnd(text)) state.hasCrashed = hadReason && !state.hasBindConflict;
    state.saidLastWords = false;
  } else if (kind === 'bind-conflict') state.hasBindConflict = true;
  else if (kind === 'stopped') state.wasStopped = state.isStopping;
  else if (kind === 'oom' || kind === 'killed') state.wasStopped = false;
  else if (/^Start(?:ing|ed) /u.test(text)) {
    if (!state.isAutomatic) {
      state.hasCrashed = false;
      state.hasBindConflict = false;
    }
    if (kind === 'started') state.isAutomatic = false;
    state.wasStopped = false;
    state.isStopping = false;
    state.saidLastWords = false;
  }
}

/**
 * Reads the story of a service. A crash is an end with failure after last words (panic, uncaught exception), or by a
 * signal such as SEGV; a start that systemd made by itself does not wipe it out, one by hand does. A stop is the
 * operator's when `Stopping` stands before it: automatic restarts only say `Stopped`.
 */
export function unitStory(entries: readonly JournalEntry[]): UnitStory {
  const events: UnitEvent[] = [];
  const state: State = {
    saidLastWords: false,
    hasBindConflict: false,
    hasCrashed: false,
    isStopping: false,
    wasStopped: false,
    isAutomatic: false,
  };
  for (const entry of entries) {
    const isManager = MANAGERS.has(entry.from);
    const kind = unitEvent(entry.text, isManager);
    // Without `Stopping` before it, systemd says `Stopped` of its own between two automatic starts.
    const isOwn = kind === 'stopped' && !state.isStopping;
    if (kind && !isOwn) events.push({ kind, port: HAS_PORT.has(kind) ? portIn(entry.text) : undefined, entry });
    if (isManager) managerSays(entry.text, kind, state);
    else programSays(kind, state);
  }
  return {
    events,
    hasBindConflict: state.hasBindConflict,
    hasCrashed: state.hasCrashed,
    wasStoppedByOperator: state.wasStopped,
  };
}
