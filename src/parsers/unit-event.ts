/** What a line of a service's journal is about. */
export type UnitEventKind =
  | 'panic'
  | 'fatal'
  | 'segfault'
  | 'bind-conflict'
  | 'emfile'
  | 'oom'
  | 'killed'
  | 'exited'
  | 'stopped'
  | 'started'
  | 'listening'
  | 'restart-loop';

interface Recogniser {
  readonly kind: UnitEventKind;
  readonly pattern: RegExp;
}

// What systemd says (wordings of 219 to 256). First match wins.
const SYSTEMD: readonly Recogniser[] = [
  { kind: 'oom', pattern: /has been killed by the OOM killer|OOM killer killed some processes|Failed with result 'oom-kill'/u },
  { kind: 'segfault', pattern: /process exited, code=(?:killed|dumped), status=\d+\/(?:SEGV|BUS|ILL|FPE)/iu },
  { kind: 'fatal', pattern: /process exited, code=(?:killed|dumped), status=\d+\/(?:ABRT|TRAP|SYS)|dumped core\b/iu },
  {
    kind: 'killed',
    pattern:
      /process exited, code=killed|timed out\. (?:Killing|Terminating|Aborting)|Watchdog timeout|Failed with result '(?:timeout|watchdog)'/iu,
  },
  { kind: 'exited', pattern: /process exited, code=(?:exited|dumped)/iu },
  { kind: 'restart-loop', pattern: /Start request repeated too quickly|start-limit-hit|restart counter is at (?:[3-9]|\d\d+)\b/u },
  { kind: 'bind-conflict', pattern: /Address already in use/u },
  { kind: 'stopped', pattern: /^Stopped (?!target )/u },
  { kind: 'started', pattern: /^(?:Started|Finished) (?!target )/u },
];

// What programs say before they die or when they are up. No word here is enough for a crash: systemd must report an end as well.
const PROGRAMS: readonly Recogniser[] = [
  {
    kind: 'bind-conflict',
    pattern:
      /EADDRINUSE|address (?:is )?already in use|address in use\b|\bbind\(\) to \S+ failed \((?:98|48)\b|\bport \d+ (?:is |was )?already (?:in use|being used|allocated)/iu,
  },
  { kind: 'emfile', pattern: /\bEMFILE\b|\bENFILE\b|too many open files/iu },
  {
    kind: 'oom',
    pattern:
      /\bOutOfMemoryError\b|JavaScript heap out of memory|\bfatal error: runtime: out of memory|\bMemoryError\b|memory allocation of \d+ bytes failed/u,
  },
  { kind: 'segfault', pattern: /\bsegmentation fault\b|\bSIGSEGV\b|\bsegfault\b|\bbus error\b/iu },
  { kind: 'panic', pattern: /^panic: |\bpanicked at\b|^Traceback \(most recent call last\)|\bpanic\b[:!]|^goroutine \d+ \[running\]/iu },
  {
    kind: 'fatal',
    pattern:
      /\buncaught\b|\bunhandled (?:exception|rejection|promise)|\bunhandledRejection\b|\bthrow (?:er|err|error|new)\b|^Exception in thread |\bfatal error\b|\[(?:fatal|emerg)\]|\blevel=["']?(?:fatal|panic|dpanic)\b|"(?:level|severity)":\s*"(?:fatal|panic|emergency)"|^(?:\S+ )?FATAL\b|\bcore dumped\b|terminate called after throwing|assertion .*failed|stack smashing detected/iu,
  },
  {
    kind: 'listening',
    pattern:
      /\blistening\b|\bserving (?:on|http)|\bserver (?:started|running|is ready)|\bready to accept connections|\b(?:running|started) (?:on|at) (?:https?:|port|\S*:\d)|\bTomcat started on port|\bStarted ServerConnector/iu,
  },
];

/** What one message is about, or nothing. `isSystemd`: the service manager itself said it. */
export function unitEvent(text: string, isSystemd: boolean): UnitEventKind | undefined {
  return (isSystemd ? SYSTEMD : PROGRAMS).find(recogniser => recogniser.pattern.test(text))?.kind;
}

// From the surest form of a port to the least sure one. Times (12:30:45) and places in code (server.js:12) are none.
const PORTS: readonly RegExp[] = [
  /\bport(?:\(s\))?["']?\s*(?:[=:#]|is|on)?\s*["'(]?(\d{1,5})\b/iu,
  /(?:^|[^\d.])(?:\d{1,3}\.){3}\d{1,3}:(\d{1,5})\b/u,
  /\]:(\d{1,5})\b/u,
  /:::(\d{1,5})\b/u,
  /\bhttps?:\/\/[^\s/:]+:(\d{1,5})\b/iu,
  /(?:\blocalhost|\*):(\d{1,5})\b/u,
  /(?:^|[\s"'=(,])[":]?:(\d{2,5})(?=$|[\s"',.):])/u,
  /\b(?:listening|listen|serving|bind|binding)\b(?:\s+(?:on|at|to|tcp))*\s+(\d{2,5})\b/iu,
];

/** The port that a message names, if there is one. */
export function portIn(text: string): number | undefined {
  for (const pattern of PORTS) {
    const port = Number(pattern.exec(text)?.[1] ?? '0');
    if (port > 0 && port <= 65_535) return port;
  }
  return undefined;
}
