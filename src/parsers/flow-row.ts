// One connection as the check `flows` prints it; a dash is a value that ss does not give.
//
//   flow 10.78.2.2:8082 10.78.100.2:53764 unread 389120 unsent 0 rb 6291456 timer - backoff - rtt 0.07 rcv_rtt 1.5 received 4718592 sent 25
//     ssthresh 65535 snd_wnd 65535 rwnd_limited - mss 1448                                                     (in one line)
import { socketAddress } from './address.js';
import type { Line } from './lines.js';
import { matchOf, OddLine } from './strict.js';

const NUMBER = '(-|\\d+(?:\\.\\d+)?)';
const FLOW = new RegExp(
  `^flow (\\S+) (\\S+) unread (\\d+) unsent (\\d+) rb ${NUMBER} timer (\\S+) backoff ${NUMBER} rtt ${NUMBER} rcv_rtt ${NUMBER} ` +
    `received ${NUMBER} sent ${NUMBER} ssthresh ${NUMBER} snd_wnd ${NUMBER} rwnd_limited ${NUMBER} mss ${NUMBER}$`,
  'u',
);
const MS = 1000;

/** One connection. Times in seconds, sizes in bytes; `undefined` is what ss does not give. */
export interface Flow {
  /** Both ends: the same connection in both looks. */
  readonly key: string;
  readonly port: number;
  readonly peer: string;
  readonly unread: number;
  readonly unsent: number;
  readonly buffer: number | undefined;
  readonly timer: string;
  readonly backoff: number;
  readonly rtt: number | undefined;
  readonly receiverRtt: number | undefined;
  readonly received: number;
  readonly sent: number;
  readonly window: number | undefined;
  readonly mss: number | undefined;
  readonly line: string;
}

/** Reads a line of the check. Throws an odd line when it is none. */
export function flowRow(line: Line): Flow {
  const groups = matchOf(FLOW, line, 'should be a connection as the check prints it');
  const [, local = '', remote = '', unread, unsent, buffer, timer = '-', backoff, rtt, receiverRtt, received, sent, window, , , mss] =
    groups;
  const [here, there] = [socketAddress(local), socketAddress(remote)];
  if (here?.port === undefined || !there) throw new OddLine(line, 'should name both ends with their ports');
  const number = (text: string | undefined): number | undefined => (text === undefined || text === '-' ? undefined : Number(text));
  const seconds = (text: string | undefined): number | undefined => {
    const value = number(text);
    return value === undefined ? undefined : value / MS;
  };
  return {
    key: `${local} ${remote}`,
    port: here.port,
    peer: there.addr,
    unread: Number(unread),
    unsent: Number(unsent),
    timer,
    backoff: number(backoff) ?? 0,
    received: number(received) ?? 0,
    sent: number(sent) ?? 0,
    line: line.text,
    buffer: number(buffer),
    rtt: seconds(rtt),
    receiverRtt: seconds(receiverRtt),
    window: number(window),
    mss: number(mss),
  };
}
