// What is run: each condition of the lab as it is, and in other circumstances; pairs of faults that are there at the same time; hosts that are well.

/** One way to put a condition in and to ask about it. */
export interface Variation {
  /** What is different, for the table. */
  readonly what: string;
  /** Knobs of the condition and of the lab (test/lab/README.md). */
  readonly knobs: Readonly<Record<string, string>>;
  /** Other words than the condition's own. */
  readonly words?: string;
}

const AS_IT_IS: Variation = { what: 'as it is', knobs: {} };
const NOISE: Variation = { what: 'noise beside it', knobs: { LAB_NOISE: '1' } };

/** Knobs that change what is seen: another strength, another cause of the same fault, another port. */
const TURNED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'accept-queue-overflow': { LIMIT: 'somaxconn' },
  'backlog-drops': { PER_SECOND: '30000' },
  'close-wait-leak': { PER_SECOND: '40' },
  'compression-bound': { LEVEL: '6' },
  'conntrack-full': { LIMIT: '120' },
  'context-switch-storm': { BYTES: '4096' },
  'cpu-saturation': { WORKERS: '12' },
  'cpu-throttling': { QUOTA_BY: 'hand' },
  'db-pool-exhausted': { KEEP: 'slow' },
  'disk-full': { LEFT: 'inodes' },
  'disk-saturated': { BYTES_S: '150000' },
  'dns-latency': { LOSS: '1' },
  'ephemeral-ports-exhausted': { PORTS: '50000 50031' },
  'fd-leak': { PAUSE_MS: '60' },
  'firewall-drop': { RULES: 'nft-uncounted' },
  'firewall-reject': { RULES: 'nft', REJECT: 'icmp-port-unreachable' },
  'gc-pause': { MEGABYTES: '180', PAUSE_MS: '80' },
  jitter: { LATE_MS: '300' },
  'load-imbalance': { WEIGHT: '6' },
  'lock-contention': { HELD_MS: '80', CLIENTS: '12' },
  'loopback-loss': { LOSS: '0.25' },
  'memory-leak': { KEEP_KB: '384' },
  'mtu-mismatch': { MTU: '1300' },
  'oom-kill': { MEMORY: '160M' },
  'packet-loss': { LOSS: '0.08' },
  'process-crash-loop': { LOOP: 'later' },
  'process-crashed': { CRASH: 'exit' },
  'rate-limit-active': { LIMIT_STATUS: '503' },
  'serialization-bound': { ROWS: '60000' },
  swapping: { MEGABYTES: '150', LIMIT: '64M' },
  'tls-certificate-expired': { KIND: 'self' },
  'tls-handshake-slow': { RESUME: 'on' },
  'tls-protocol-mismatch': { VERSIONS: 'none' },
  'upstream-slow': { DELAY_MS: '3000' },
  'workers-exhausted': { PORT: '8087' },
};

/** The ways in which a condition is run. */
export function variationsOf(condition: string): readonly Variation[] {
  const knobs = TURNED[condition];
  if (knobs === undefined) return [AS_IT_IS, NOISE];
  const what = Object.entries(knobs)
    .map(([knob, value]) => `${knob}=${value}`)
    .join(' ');
  return [AS_IT_IS, { what, knobs }, NOISE];
}

/** Two faults at once, neither of which causes the other; both must be named. The words are the first one's symptom or a wider one. */
export const PAIRS: readonly (readonly [first: string, second: string, words: string])[] = [
  ['lock-contention', 'dns-latency', 'slow response time'],
  ['cpu-saturation', 'dns-latency', 'slow response time'],
  ['dns-latency', 'cpu-throttling', 'slow response time'],
  ['disk-full', 'cpu-saturation', '503 service unavailable'],
  ['packet-loss', 'accept-queue-overflow', 'slow response time'],
  ['loopback-loss', 'packet-loss', 'packet loss'],
  ['lock-contention', 'packet-loss', 'slow response time'],
  ['fd-limit-app', 'cpu-saturation', 'slow response time'],
  ['tls-certificate-expired', 'tls-protocol-mismatch', 'SSL handshake failed'],
  ['packet-loss', 'dns-latency', 'slow response time'],
];

/** Words that are asked on a host that is well, as it is every day and with noise: [words, host, port]. */
export const HEALTHY: readonly (readonly [words: string, host: string, port: number])[] = [
  ['connection refused', 'app1', 8080],
  ['connection timed out', 'app1', 8080],
  ['502 bad gateway', 'gw', 80],
  ['504 gateway timeout', 'gw', 80],
  ['high P99 while CPU is idle', 'app1', 8080],
  ['slow response time', 'app1', 8080],
  ['too many open files', 'app1', 8080],
  ['packet loss', 'app2', 8080],
  ['high jitter', 'app1', 8080],
  ['CPU 100 %', 'app2', 8080],
  ['slow name resolution', 'app1', 8080],
  ['SSL handshake failed', 'gw', 443],
  ['out of memory', 'app1', 8080],
  ['memory leak', 'app1', 8080],
  ['429 too many requests', 'gw', 80],
  ['uneven load', 'gw', 80],
  ['periodic stutter', 'app1', 8080],
  ['high P99', 'app1', 8080],
];
