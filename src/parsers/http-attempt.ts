import { z } from 'zod';

const seconds = z.number().nonnegative().optional();

/** One HTTP request of the bot, as its prober writes it: `{"at":…,"outcome":"answered","code":502,"connect_s":0.001,"total_s":0.01}`. */
export const httpAttempt = z.object({
  at: z.number(),
  outcome: z.enum([
    'answered',
    'refused',
    'timed-out-connecting',
    'timed-out-waiting',
    'reset',
    'closed',
    'tls-failed',
    'name-failed',
    'unreachable',
    'error',
  ]),
  code: z.number().int().optional(),
  name_lookup_s: seconds,
  connect_s: seconds,
  tls_s: seconds,
  first_byte_s: seconds,
  total_s: seconds,
  error: z.string().optional(),
});
