import { findSymptom } from '../../src/cli/find-symptom.js';
import { budgetsSchema } from '../../src/config/schema-budgets.js';
import { readWords } from '../../src/diagnosis/read-words.js';
import { playbooks } from '../flow/desk-kit.js';

/**
 * What the five documents that Faultline began with are asked (their admin desks), and what their matrices and fault lines hold: the words of
 * a person who asks lead to a symptom, the symptom considers the fault, and the fault's advice has the answer.
 */
interface Asked {
  /** Document, part, and number in that part. */
  readonly from: string;
  readonly words: string;
  readonly symptom: string;
  readonly fault: string;
  /** Something that an answer cannot do without. */
  readonly advice: string;
}

const asked = (from: string, words: string, symptom: string, fault: string, advice: string): Asked => ({
  from,
  words,
  symptom,
  fault,
  advice,
});

const DESKS = [
  asked('000 desk 1', 'identify a memory leak in a busy API', 'memory-growth', 'memory-leak', 'heap profiles ten minutes apart'),
  asked('000 desk 2', 'what helps against tail latency?', 'high-p99', 'dependency-slow', 'hedged'),
  asked('000 desk 3', 'API slower after enabling mTLS', 'slow-tls', 'tls-handshake-slow', 'tickets'),
  asked('000 desk 4', 'one client slows everybody down', 'uneven-load', 'noisy-client', 'lower priority'),
  asked('000 desk 5', 'when to use gRPC instead of REST', 'slow-response', 'serialization-bound', 'protobuf'),
  asked('001 desk 1', 'is latency from the network or the app?', 'slow-response', 'upstream-slow', 'Network or application'),
  asked('001 desk 2', 'more throughput under load', 'service-unavailable', 'workers-exhausted', 'keep-alive'),
  asked('001 desk 3', 'responses are slower with compression', 'high-cpu', 'compression-bound', 'Over 80 % CPU, turn it off'),
  asked('001 desk 4', 'what does TCP_NODELAY change?', 'slow-response', 'delayed-ack-nagle', 'costs more small packets'),
  asked('001 desk 5', 'too many open files, yet the API is well', 'too-many-open-files', 'fd-limit', 'LimitNOFILE'),
  asked('002 desk 1', 'is serialization the bottleneck?', 'slow-response', 'serialization-bound', 'faster encoder'),
  asked('002 desk 2', 'slow only for remote users', 'slow-for-remote-users', 'receive-window-limited', 'tcp_rmem'),
  asked('002 desk 3', 'HTTP/2 stalls on a lossy network', 'packet-loss', 'packet-loss', 'QUIC'),
  asked('002 desk 4', 'debug 502 errors fast', 'bad-gateway', 'upstream-down', 'error.log'),
  asked('002 desk 5', 'reduce the P99', 'high-p99', 'gc-pause', 'longest pause with your P99'),
  asked('002 desk 5', 'tail latency, is it the clock?', 'high-p99', 'thermal-throttling', 'governor'),
  asked('003 desk 1', 'bottleneck: network or application?', 'slow-response', 'upstream-slow', 'though its Recv-Q be empty'),
  asked('003 desk 1', 'high Recv-Q all the time', 'slow-post', 'zero-window', 'Recv-Q that stays full'),
  asked('003 desk 3', 'the audit showed 100% CPU but low throughput', 'high-cpu', 'context-switch-storm', 'fewer threads'),
  asked('003 desk 5', 'TLS overhead in the load test', 'slow-tls', 'tls-handshake-slow', 'ECDSA'),
  asked('004 desk 1', 'detect a socket leak', 'socket-leak', 'close-wait-leak', 'must close a connection whose peer has ended it'),
  asked('004 desk 2', 'thermal throttling in a hot room', 'thermal-throttling', 'thermal-throttling', 'spread the load'),
  asked('004 desk 3', 'is rate limiting active?', 'rate-limited', 'rate-limit-active', '503'),
  asked('004 desk 4', 'gRPC connections are not balancing', 'uneven-load', 'load-imbalance', 'layer 7'),
  asked('004 desk 5', 'where does the log show kernel-level drops', 'kernel-drops', 'conntrack-full', 'journalctl -k'),
];

const MATRICES = [
  asked('000 matrix 1', 'N+1 queries', 'slow-response', 'dependency-slow', 'N+1'),
  asked('000 matrix 1', 'high P99', 'high-p99', 'dependency-slow', 'Measure each outbound call'),
  asked('000 matrix 2', 'GC pause exceeded its threshold', 'periodic-stutter', 'gc-pause', 'less garbage'),
  // Documents 000, 001 and 003 say "refused"; on a real kernel a full queue is a timeout.
  asked('000 matrix 3', 'somaxconn reached, TCP backlog full', 'connect-timeout', 'accept-queue-overflow', 'Clients time out'),
  asked('000 matrix 3', 'connection refused', 'connection-refused', 'process-crashed', 'roll back'),
  asked('000 matrix 4', 'slow response time', 'slow-response', 'packet-loss', 'mtr'),
  asked('000 matrix 5', 'high CPU wait', 'high-iowait', 'disk-saturated', 'asynchronous log'),
  asked('000 matrix 5', 'high iowait while it swaps', 'high-iowait', 'swapping', 'restart what has grown'),
  asked('000 matrix 6', '503 service unavailable', 'service-unavailable', 'cpu-saturation', 'refuses early'),
  asked('000 matrix 6', 'thread pool exhaustion', 'service-unavailable', 'workers-exhausted', 'what the workers wait for'),
  asked('000 matrix 6', 'CPU load alarm', 'service-unavailable', 'cpu-saturation', 'Stop or slow down'),
  asked('000 lines 1', 'DNS resolution timeout', 'slow-dns', 'dns-latency', 'cache on the host'),
  asked('000 lines 1', 'high time to first byte, CPU low', 'slow-response', 'dns-latency', 'resolv.conf'),
  asked('000 lines 2', 'latency spikes every minute', 'periodic-stutter', 'gc-pause', 'heap room'),
  asked('000 lines 3', 'database connection pool exhaustion', 'service-unavailable', 'db-pool-exhausted', 'index'),
  asked('001 matrix 1', '504 upstream timeout', 'upstream-timeout', 'upstream-slow', 'only moves the error'),
  asked('001 matrix 5', 'disk I/O bottleneck', 'high-iowait', 'disk-saturated', 'See who writes'),
  asked('001 matrix 2', 'descriptor leak', 'socket-leak', 'fd-leak', '/fd'),
  asked('001 matrix 3', 'SYN flooding', 'socket-saturation', 'syn-flood', 'SYN cookies'),
  asked('001 matrix 4', 'SSL handshake failure', 'tls-handshake-failure', 'tls-certificate-invalid', 'openssl s_client'),
  asked('001 matrix 4', 'no shared cipher', 'tls-handshake-failure', 'tls-protocol-mismatch', 'TLS 1.2'),
  asked(
    '001 lines 1',
    'EADDRINUSE, thousands in TIME_WAIT',
    'cannot-assign-address',
    'ephemeral-ports-exhausted',
    'tcp_fin_timeout does not help',
  ),
  asked('001 lines 2', 'interrupt storm', 'high-cpu', 'interrupt-storm', 'irqbalance'),
  asked('001 lines 3', 'memory fragmentation', 'memory-growth', 'memory-fragmentation', 'VmData'),
  asked('001 log', 'Out of memory: Kill process 5678 (nginx)', 'out-of-memory', 'oom-kill', 'MemoryMax'),
  asked('002 matrix 2', 'listens on the wrong interface', 'connection-refused', 'wrong-interface', 'bind address'),
  asked('002 matrix 2', 'connection refused, the daemon is stopped', 'connection-refused', 'unit-stopped', 'start it'),
  asked('002 matrix 3', 'high jitter', 'high-jitter', 'jitter', 'routes that flap'),
  asked('002 matrix 4', 'slow POST', 'slow-post', 'zero-window', 'Do not go by zero windows'),
  asked('002 matrix 5', '502 bad gateway', 'bad-gateway', 'upstream-down', 'does its process run'),
  asked('002 matrix 5', 'failed to bind to its socket', 'cannot-assign-address', 'bind-conflict', 'who holds the port'),
  asked('002 lines 1', 'small requests work, large ones hang', 'large-transfer-hangs', 'mtu-mismatch', 'ICMP type 3 code 4'),
  asked('002 lines 2', 'cannot assign requested address', 'cannot-assign-address', 'ephemeral-ports-exhausted', 'tcp_tw_reuse'),
  asked('002 lines 3', 'CPU is half idle but P99 is high', 'high-p99-low-cpu', 'cpu-throttling', 'more busy threads than the quota'),
  asked('002 lines 3', 'container throttled', 'high-cpu', 'cpu-throttling', 'its average looks low'),
  asked('002 log', 'Possible SYN flooding on port 8080. Sending cookies', 'socket-saturation', 'accept-queue-overflow', 'slow to accept'),
  asked('003 matrix 2', '504 gateway timeout', 'upstream-timeout', 'accept-queue-overflow', '504'),
  asked('003 matrix 3', 'high P99 with low CPU', 'high-p99-low-cpu', 'lock-contention', 'pidstat -d'),
  asked('003 matrix 3', 'lock contention', 'high-p99-low-cpu', 'lock-contention', 'the one thread that is elsewhere holds the lock'),
  asked('003 matrix 4', 'packet loss on local loopback', 'packet-loss', 'loopback-loss', 'netstat -i are blind'),
  asked('003 lines 2', 'too many open files', 'too-many-open-files', 'fd-limit', 'limits.conf is for logins only'),
  asked('003 lines 4', 'erratic latency under high load', 'high-cpu', 'cpu-throttling', 'quota'),
  asked('003 lines 4', 'CPU too hot', 'thermal-throttling', 'thermal-throttling', 'heat sink'),
  asked('003 lines 5', 'high handshake time, no session resumption', 'slow-tls', 'tls-handshake-slow', 'session cache'),
  asked('003 text', 'nf_conntrack: table full, dropping packet', 'kernel-drops', 'conntrack-full', 'nf_conntrack_max'),
  asked('003 text', 'CPU steal', 'high-cpu', 'cpu-steal', '%steal'),
  asked('004 matrix 1', 'high P99, iotop shows one writer', 'high-p99', 'disk-saturated', 'ionice'),
  asked('004 matrix 4', 'SYN_RECV is high', 'socket-saturation', 'syn-flood', 'tcp_max_syn_backlog'),
  asked('004 matrix 5', 'CPU downclock', 'thermal-throttling', 'thermal-throttling', 'cpupower'),
  asked('004 lines 1', 'port exhaustion at the gateway', 'cannot-assign-address', 'ephemeral-ports-exhausted', 'keep-alive'),
  asked('004 lines 2', 'OOM killer ended it', 'out-of-memory', 'memory-leak', 'Restart it before'),
  asked('004 lines 3', 'TCP retransmissions', 'packet-loss', 'nic-errors', 'the cable or the module'),
  asked(
    '004 log',
    'upstream timed out (110: Connection timed out) while connecting to upstream',
    'upstream-timeout',
    'accept-queue-overflow',
    'a longer queue only hides it',
  ),
  asked('004 text', 'net_ratelimit: 100 callbacks suppressed', 'kernel-drops', 'backlog-drops', 'netdev_max_backlog'),
];

/** What the chat understands; it must be what the command line does. */
function symptomInChat(words: string): string | undefined {
  const read = readWords(`${words} on web-7`, {
    hosts: [{ name: 'web-7', addresses: [] }],
    services: [],
    params: [],
    symptoms: [...playbooks.symptoms.values()],
  });
  if (read.kind === 'ready') return read.question.symptom;
  return read.kind === 'ask' ? read.known.symptom : undefined;
}

function symptomOf(words: string): string | undefined {
  const found = findSymptom(playbooks, words);
  return found.kind === 'found' ? found.symptom.id : undefined;
}

test.each([...DESKS, ...MATRICES])('$from: $words', ({ words, symptom, fault, advice }) => {
  expect([symptomOf(words), symptomInChat(words)]).toEqual([symptom, symptom]);
  expect(playbooks.symptoms.get(symptom)?.consider).toContain(fault);
  expect(playbooks.faults.get(fault)?.advice.text).toContain(advice);
});

test('each question of the five desks is in the list', () => {
  const BY_READING = ['003 desk 2', '003 desk 4'];
  const all = ['000', '001', '002', '003', '004'].flatMap(document => [1, 2, 3, 4, 5].map(number => `${document} desk ${number}`));
  expect([...new Set([...DESKS.map(({ from }) => from), ...BY_READING])].sort()).toEqual(all);
});

describe('questions that a reading answers', () => {
  test('001 desk 1, 003 desk 1: network or application is seen in the times of requests from here and on the host', () => {
    expect(playbooks.symptoms.get('slow-response')?.show).toEqual(expect.arrayContaining(['http_probe', 'local_http']));
  });

  test('003 desk 2: the P99 to aim at is the budget, beside what was measured', () => {
    expect([symptomOf('ideal P99 for a REST API'), symptomInChat('ideal P99 for a REST API')]).toEqual([
      'budget-breached',
      'budget-breached',
    ]);
    expect(playbooks.symptoms.get('budget-breached')?.show).toContain('prom_p99');
    expect(budgetsSchema().parse({ p99: {} }).p99).toEqual({ internal: 0.05, edge: 0.2, critical: 0.5 });
  });

  test('003 desk 4: an audit in production is asked for in these words', () => {
    expect(symptomOf('run a performance audit in production')).toBe('host-audit');
  });
});

test('advice is read in a chat: it is not cut there', () => {
  const long = [...playbooks.faults.values()].filter(({ advice }) => advice.text.length > 600);
  expect(long.map(({ id }) => id)).toEqual([]);
});
