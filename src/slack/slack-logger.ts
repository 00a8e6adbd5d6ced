import type { LogLevel, Logger as SlackLogger } from '@slack/bolt';
import type { Logger, WriteLog } from '../flow/ports.js';

// Slack's own libraries print tokens in some errors; the names of channels and people may stay.
const TOKEN = /\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+/gu;

/** Text that may be logged: no token of Slack's, one line, at most 500 characters. */
export function loggable(value: unknown): string {
  const text = value instanceof Error ? `${value.name}: ${value.message}` : String(value);
  return text.replace(TOKEN, '[token]').replace(/\s+/gu, ' ').slice(0, 500);
}

// The level's type is an enum of @slack/logger, which is a dependency of Bolt and not ours; its value is this word.
const isLevel = (word: string): word is LogLevel => ['error', 'warn', 'info', 'debug'].includes(word);

/** The shape of logger that Slack's libraries want. They never get to write at debug level: there they print whole payloads. */
export function loggerForSlack(logger: Logger, part: string): SlackLogger {
  const say =
    (write: WriteLog) =>
    (...words: readonly unknown[]): void =>
      write({ part }, words.map(loggable).join(' '));
  const level = 'info';
  if (!isLevel(level)) throw new Error('unreachable: info is a level');
  return {
    debug: () => {},
    // Bolt's "info" is chatter about connections, which the adapter reports itself.
    info: say(logger.debug),
    warn: say(logger.warn),
    error: say(logger.error),
    setLevel: () => {},
    getLevel: () => level,
    setName: () => {},
  };
}
