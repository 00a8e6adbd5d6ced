// What `ping -q` of iputils prints for one address:
//
//   -- peer 10.78.1.2 connections 4 bytes 56 exit 0
//   PING 10.78.1.2 (10.78.1.2) 56(84) bytes of data.
//
//   --- 10.78.1.2 ping statistics ---
//   20 packets transmitted, 16 received, 20% packet loss, time 3811ms
//   rtt min/avg/max/mdev = 0.058/0.171/0.396/0.158 ms
import type { Line } from './lines.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine } from './strict.js';

const HEAD = /^-- (loopback|gateway|peer|full) (\S+) connections (\d+) bytes (\d+) exit (\d+)$/u;
const COUNTS = /^(\d+) packets transmitted, (\d+) received,(?: \+(\d+) duplicates,)?(?: \+(\d+) corrupted,)?(?: \+(\d+) errors,)? /u;
const TIMES = /^rtt min\/avg\/max\/mdev = ([\d.]+)\/([\d.]+)\/([\d.]+)\/([\d.]+) ms/u;
const TOO_LONG = /message too long|Frag(?:mentation)? needed|Packet too big/iu;

/** Round trips to one address, times in seconds. */
export interface PingSummary {
  readonly role: 'loopback' | 'gateway' | 'peer' | 'full';
  readonly address: string;
  readonly connections: number;
  /** Payload of the packets. */
  readonly bytes: number;
  /** Absent when ping could not send. */
  readonly sent?: number;
  readonly received?: number;
  /** Somebody said that a packet could not get through: ping counts that as an error, and not as silence. */
  readonly isTold: boolean;
  readonly times?: { readonly min: number; readonly mean: number; readonly max: number; readonly deviation: number };
  readonly line: string;
}

const MS = 1000;

/** Reads one section; `head` is its first line. Throws an odd line when that is none of the check's. */
export function pingSummary(head: Line, body: readonly Line[]): PingSummary {
  const [, role, address = '', connections, bytes] = matchOf(HEAD, head, 'should say what was pinged');
  const counts = body.map(({ text }) => COUNTS.exec(text)).find(match => match !== null);
  const times = body.map(({ text }) => TIMES.exec(text)).find(match => match !== null);
  const [sent, received, errors] = counts ? [Number(counts[1]), Number(counts[2]), Number(counts[5] ?? 0)] : [];
  if (sent !== undefined && received !== undefined && received > sent) {
    throw new OddLine(head, 'more answers than packets were sent');
  }
  const shown = body.find(({ text }) => COUNTS.test(text)) ?? head;
  return {
    role: role as PingSummary['role'],
    address,
    connections: Number(connections),
    bytes: Number(bytes),
    ...(sent !== undefined && received !== undefined ? { sent, received } : {}),
    isTold: (errors ?? 0) > 0 || body.some(({ text }) => TOO_LONG.test(text)),
    ...(times
      ? {
          times: {
            min: Number(times[1]) / MS,
            mean: Number(times[2]) / MS,
            max: Number(times[3]) / MS,
            deviation: Number(times[4]) / MS,
          },
        }
      : {}),
    line: rowLine(`${address}: ${shown.text}`),
  };
}
