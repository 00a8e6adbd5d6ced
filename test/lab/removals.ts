// One host after the other has its fault, so that all of it takes a quarter of an hour: `LAB_REMEDIES=all` by hand.
export const isAll = process.env.LAB_REMEDIES === 'all';

/** A fault of the lab and a remedy that removes it. */
export interface Removal {
  readonly condition: string;
  readonly remedy: string;
  /** Knobs of the condition. */
  readonly knobs?: Readonly<Record<string, string>>;
  /** What a login that has no rules for sudo does not see of it. Absent: nothing. */
  readonly hidden?: string;
}

const ITS_PROCESSES = 'descriptors and sockets of other accounts’ processes';
const RULES = 'firewall rules';
/** Some queue, and a kernel that caps it; a restart alone changes nothing. */
const SHORT_QUEUE = { LIMIT: 'somaxconn', CLIENTS: '12', STALL_MS: '150', LASTING: '1' };

export const IN_CI: readonly Removal[] = [
  { condition: 'accept-queue-overflow', remedy: 'accept-queue-overflow/raise-somaxconn', knobs: SHORT_QUEUE },
];
export const BY_HAND: readonly Removal[] = [
  { condition: 'accept-queue-overflow', remedy: 'accept-queue-overflow/keep-somaxconn', knobs: SHORT_QUEUE },
  { condition: 'syn-flood-no-cookies', remedy: 'syn-flood/keep-syncookies' },
  { condition: 'ephemeral-ports-exhausted', remedy: 'ephemeral-ports-exhausted/keep-port-range' },
  { condition: 'mtu-mismatch', remedy: 'mtu-mismatch/lower-mtu' },
  { condition: 'mtu-mismatch', remedy: 'mtu-mismatch/probe-mtu' },
  { condition: 'compression-bound', remedy: 'compression-bound/turn-off' },
  { condition: 'process-crashed', remedy: 'process-crashed/restart' },
  { condition: 'unit-stopped', remedy: 'unit-stopped/start' },
  { condition: 'oom-kill', remedy: 'oom-kill/restart' },
  { condition: 'oom-kill', remedy: 'oom-kill/raise-memory-limit' },
  { condition: 'syn-flood-no-cookies', remedy: 'syn-flood/enable-syncookies' },
  { condition: 'syn-flood-no-cookies', remedy: 'syn-flood/raise-syn-backlog', knobs: { SYNS_PER_SECOND: '40', BACKLOG: '4096' } },
  { condition: 'ephemeral-ports-exhausted', remedy: 'ephemeral-ports-exhausted/widen-port-range' },
  { condition: 'ephemeral-ports-exhausted', remedy: 'ephemeral-ports-exhausted/reuse-time-wait', knobs: { PORTS: '40000 40199' } },
  { condition: 'cpu-throttling', remedy: 'cpu-throttling/raise-quota' },
  { condition: 'cpu-saturation', remedy: 'cpu-saturation/limit-unit' },
  { condition: 'cpu-saturation', remedy: 'cpu-saturation/stop-process', knobs: { THREADS: '4' } },
  // This machine's root has no CAP_SYS_RESOURCE, as in most containers: the hard limit must have room.
  { condition: 'fd-limit-app', remedy: 'fd-limit/raise-nofile', knobs: { HARD: '4096' }, hidden: ITS_PROCESSES },
  { condition: 'fd-leak', remedy: 'fd-leak/restart', hidden: ITS_PROCESSES },
  { condition: 'close-wait-leak', remedy: 'close-wait-leak/restart', hidden: ITS_PROCESSES },
  { condition: 'bind-conflict', remedy: 'bind-conflict/stop-squatter', hidden: ITS_PROCESSES },
  { condition: 'firewall-drop', remedy: 'firewall-drop/remove-rule', hidden: RULES },
  { condition: 'firewall-drop-nft', remedy: 'firewall-drop/remove-rule', hidden: RULES },
  { condition: 'firewall-reject', remedy: 'firewall-reject/remove-rule', hidden: RULES },
];
