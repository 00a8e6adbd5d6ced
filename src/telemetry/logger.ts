import { type Logger as PinoLogger, pino } from 'pino';
import type { Clock, Logger, WriteLog } from '../flow/ports.js';
import { type CleanText, cleaner, cleanValue } from './redact-values.js';

export interface LoggerOptions {
  /** Takes one line of JSON with its line break. */
  readonly write: (line: string) => unknown;
  readonly clock: Clock;
  /** Every secret of the configuration: none of them ever reaches a line. */
  readonly secrets: readonly string[];
  readonly level?: 'debug' | 'info' | 'warn' | 'error';
}

function over(target: PinoLogger<never, boolean>, clean: CleanText): Logger {
  const plain = (about: object): object => {
    const value = cleanValue(about, clean);
    // An error in place of values is written as one; arrays and texts get a name.
    if (about instanceof Error) return { error: value };
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { about: value };
  };
  const writer =
    (level: 'debug' | 'info' | 'warn' | 'error'): WriteLog =>
    (about, says) => {
      try {
        if (target.isLevelEnabled(level)) target[level](plain(about), clean(says));
      } catch {
        // A log that cannot be written (a closed pipe) must not end what it tells of.
      }
    };
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    child: about => over(target.child(plain(about)), clean),
  };
}

/**
 * Lines of JSON: `time` (RFC 3339), `level` as a word, `says`, and further values. Secrets are taken out of every text in them, also
 * deep inside and in the stacks of errors: pino's own redaction knows only paths.
 */
export function createLogger({ write, clock, secrets, level = 'info' }: LoggerOptions): Logger {
  const target = pino(
    {
      level,
      base: null,
      messageKey: 'says',
      timestamp: () => `,"time":"${new Date(clock.now() * 1000).toISOString()}"`,
      formatters: { level: label => ({ level: label }) },
      // What is written was made plain before; a serializer would only undo that.
      serializers: {},
    },
    { write },
  );
  return over(target, cleaner(secrets));
}
