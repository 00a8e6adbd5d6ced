import { z } from 'zod';
import type { Capture } from '../model/investigation.js';
import type { FileRead } from './services.js';

export type CaptureRead = { readonly kind: 'capture'; readonly capture: Capture } | { readonly kind: 'failed'; readonly says: string };

const attempt = z.strictObject({
  variant: z.int().min(0),
  command: z.string(),
  stdout: z.string(),
  stderr: z.string(),
  exit: z.int(),
  end: z.enum(['exited', 'timed-out', 'hung']),
  truncated: z.boolean(),
  from: z.number(),
  to: z.number(),
});
const look = z.strictObject({ attempts: z.array(attempt) });
const run = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ran'), key: z.string(), looks: z.tuple([look], look) }),
  z.strictObject({
    kind: z.literal('not-run'),
    key: z.string(),
    reason: z.enum(['missing', 'skipped', 'unreachable', 'not-captured']),
    detail: z.string(),
    hint: z.string(),
  }),
]);
const trouble = z.strictObject({
  kind: z.enum([
    'unreachable',
    'auth-failed',
    'host-key-unknown',
    'host-key-changed',
    'jump-failed',
    'no-session',
    'cut-off',
    'out-of-time',
    'cannot-fork',
  ]),
  says: z.string(),
  hint: z.string(),
});
const hostRun = z.strictObject({ host: z.string(), hostClock: z.number(), uid: z.int(), runs: z.array(run), trouble: trouble.optional() });
const target = z.strictObject({
  host: z.string(),
  address: z.string(),
  port: z.int().optional(),
  url: z.string().optional(),
  unit: z.string().optional(),
  service: z.string().optional(),
  errorLog: z.string().optional(),
  params: z.record(z.string(), z.string()),
});
const hostWith = <Jump extends z.ZodType>(jump: Jump) =>
  z.strictObject({
    name: z.string(),
    addresses: z.array(z.string()),
    labels: z.record(z.string(), z.string()),
    way: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('local') }),
      z.strictObject({
        kind: z.literal('ssh'),
        address: z.string(),
        port: z.int(),
        user: z.string(),
        identityFiles: z.array(z.string()),
        knownHosts: z.array(z.string()),
        jump,
      }),
    ]),
  });
/** The ways of jump hosts are flat: no hop has jumps of its own. */
const host = hostWith(z.array(hostWith(z.tuple([]))));
const service = z.strictObject({
  name: z.string(),
  hosts: z.array(z.string()),
  port: z.int().optional(),
  unit: z.string().optional(),
  url: z.string().optional(),
  errorLog: z.string().optional(),
  dependsOn: z.array(z.string()),
  params: z.record(z.string(), z.string()).optional(),
});
const compared = z.strictObject({ kind: z.enum(['sibling', 'earlier']), at: z.number(), target, runs: z.array(hostRun) });
const captureSchema = z.strictObject({
  schema: z.literal('faultline.capture/1'),
  symptom: z.string(),
  startedAt: z.number(),
  durationMs: z.int().min(0),
  windowSeconds: z.number().positive(),
  hosts: z.array(host),
  services: z.array(service),
  visits: z.array(z.strictObject({ asked: z.boolean(), target, symptoms: z.array(z.string()), runs: z.array(hostRun) })).min(1),
  compared: z.array(compared).optional(),
});

/** Reads a capture file strictly: a file that somebody edited by hand is refused with the place, not half understood. */
export function readCapture(read: FileRead, path: string): CaptureRead {
  if (read.kind === 'failed') return { kind: 'failed', says: read.says };
  let json: unknown;
  try {
    json = JSON.parse(read.text);
  } catch (error) {
    return {
      kind: 'failed',
      says: `${path} is not JSON (${error instanceof Error ? error.message : 'unreadable'}); give a file that \`diagnose --record FILE\` wrote`,
    };
  }
  const parsed = captureSchema.safeParse(json);
  if (parsed.success) return { kind: 'capture', capture: parsed.data as Capture };
  const [issue] = parsed.error.issues;
  return { kind: 'failed', says: `${path} is not a capture: at ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'wrong shape'}` };
}
