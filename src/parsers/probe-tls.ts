// The bot's own TLS handshakes, each with what it offered: {"at":…,"offer":"any","outcome":"secured","tls_s":0.004,"certificate":{…}}.
import { z } from 'zod';
import type { Parser } from '../model/parser.js';
import { present } from './present.js';
import { lastLines, median, probeLines } from './probe-lines.js';
import { rowLine } from './row-line.js';
import { strictly } from './strict.js';
import { looksOf } from './window.js';

const seconds = z.number().nonnegative().optional();
const plain = z.object({ at: z.number(), outcome: z.literal('plain') });
const handshake = z.object({
  at: z.number(),
  offer: z.enum(['any', 'resume', 'TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1']),
  outcome: z.enum(['secured', 'not-connected', 'tls-failed', 'reset', 'closed', 'timed-out']),
  connect_s: seconds,
  tls_s: seconds,
  resumed: z.boolean().optional(),
  protocol: z.string().optional(),
  cipher: z.string().optional(),
  verify_error: z.string().optional(),
  error: z.string().optional(),
  certificate: z
    .object({
      subject: z.string(),
      issuer: z.string(),
      not_before: z.number().optional(),
      not_after: z.number().optional(),
      key_type: z.string().optional(),
      key_bits: z.number().optional(),
      name_matches: z.boolean().optional(),
      self_signed: z.boolean(),
      has_issuer_url: z.boolean(),
    })
    .optional(),
});
type Handshake = z.output<typeof handshake>;

/** X509_V_OK in OpenSSL's words. */
const VALID = 'OK';

const isWhole = (one: Handshake): boolean => one.offer === 'any';
const isSecured = (one: Handshake): boolean => one.outcome === 'secured';

/** Why a handshake failed, in the words that conditions compare with. Names of Node and OpenSSL 1.1 to 3.5. */
function troubleOf({ outcome, error = '' }: Handshake): string | undefined {
  if (outcome === 'secured' || outcome === 'not-connected') return undefined;
  if (outcome !== 'tls-failed') return outcome;
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/u.test(error)) return 'protocol-version';
  if (/HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY|NO_SHARED_CIPHER/u.test(error)) return 'handshake-failure';
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE/u.test(error)) return 'not-tls';
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN/u.test(error)) return 'client-certificate';
  if (/UNRECOGNIZED_NAME/u.test(error)) return 'unknown-name';
  return 'other';
}

/** Whether the server takes a version; unknown when the connection itself failed, or nothing came in time. */
function accepts(read: readonly Handshake[], offers: readonly Handshake['offer'][]): boolean | undefined {
  const tried = read.filter(one => offers.includes(one.offer) && one.outcome !== 'not-connected' && one.outcome !== 'timed-out');
  return tried.length === 0 ? undefined : tried.some(isSecured);
}

/** How the bot's TLS handshakes went: the certificate, the versions that are accepted, how long they took, and whether sessions are resumed. */
export const probeTls: Parser = {
  name: 'probe_tls',
  gives: {
    encrypted: 'bool',
    handshakes: 'number',
    secured: 'number',
    not_connected: 'number',
    trouble: 'text',
    error: 'text',
    protocol: 'text',
    cipher: 'text',
    connect_s: 'number',
    tls_s: 'number',
    slowest_tls_s: 'number',
    resumed: 'bool',
    accepts_tls13: 'bool',
    accepts_tls12: 'bool',
    accepts_old: 'bool',
    trusted: 'bool',
    verify_error: 'text',
    subject: 'text',
    issuer: 'text',
    not_before: 'time',
    not_after: 'time',
    expires_in_s: 'number',
    key_type: 'text',
    key_bits: 'number',
    name_matches: 'bool',
    self_signed: 'bool',
    has_issuer_url: 'bool',
  },
  parse: strictly(input => {
    const { attempts: all, last } = probeLines(looksOf(input).last, z.union([plain, handshake]));
    const attempts = all.flatMap(({ value, line }) => (value.outcome === 'plain' ? [] : [{ value, line }]));
    if (attempts.length === 0) return { kind: 'facts', values: { encrypted: false }, lines: { '': rowLine(last.text) } };
    const read = attempts.map(one => one.value);
    const whole = read.filter(isWhole);
    const secured = whole.filter(isSecured);
    const failed = whole.findLast(one => troubleOf(one) !== undefined);
    const shown = secured.at(-1) ?? read.findLast(one => one.certificate !== undefined);
    const certificate = shown?.certificate;
    const times = secured.flatMap(one => (one.tls_s === undefined ? [] : [one.tls_s]));
    return {
      kind: 'facts',
      values: {
        encrypted: true,
        ...present({
          handshakes: whole.length,
          secured: secured.length,
          not_connected: read.filter(one => one.outcome === 'not-connected').length,
          trouble: failed && troubleOf(failed),
          error: failed?.error,
          protocol: shown?.protocol,
          cipher: shown?.cipher,
          connect_s: median(read.flatMap(one => (one.connect_s === undefined ? [] : [one.connect_s]))),
          tls_s: median(times),
          slowest_tls_s: times.length > 0 ? Math.max(...times) : undefined,
          resumed: read.findLast(one => one.resumed !== undefined)?.resumed,
          accepts_tls13: accepts(read, ['TLSv1.3']),
          accepts_tls12: accepts(read, ['TLSv1.2']),
          accepts_old: accepts(read, ['TLSv1', 'TLSv1.1']),
          trusted: shown && shown.verify_error === undefined,
          verify_error: shown && (shown.verify_error ?? VALID),
          subject: certificate?.subject,
          issuer: certificate?.issuer,
          not_before: certificate?.not_before,
          not_after: certificate?.not_after,
          expires_in_s: certificate?.not_after === undefined ? undefined : certificate.not_after - input.now,
          key_type: certificate?.key_type,
          key_bits: certificate?.key_bits,
          name_matches: certificate?.name_matches,
          self_signed: certificate?.self_signed,
          has_issuer_url: certificate?.has_issuer_url,
        }),
      },
      lines: {
        '': rowLine(last.text),
        ...lastLines(attempts, {
          secured: one => isWhole(one) && isSecured(one),
          tls_s: one => isWhole(one) && isSecured(one),
          trouble: one => isWhole(one) && troubleOf(one) !== undefined,
          error: one => isWhole(one) && troubleOf(one) !== undefined,
          verify_error: one => one.verify_error !== undefined,
          resumed: one => one.resumed !== undefined,
          accepts_tls13: one => one.offer === 'TLSv1.3',
          accepts_tls12: one => one.offer === 'TLSv1.2',
          accepts_old: one => one.offer === 'TLSv1.1',
        }),
      },
    };
  }),
};
