import { complain } from './complain.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { CliServices } from './services.js';

export interface ServeOptions {
  readonly config?: string;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** `faultline serve`: the bot in Slack, until SIGINT or SIGTERM. Its log goes to stdout, one JSON object a line. */
export async function serve(services: CliServices, { config }: ServeOptions): Promise<ExitCode> {
  const opened = await services.openBot(config);
  if (opened.kind === 'refused') {
    complain(services.err, opened.says);
    return EXIT.error;
  }
  const { bot } = opened;
  complain(services.err, bot.warnings);
  const ended = aborted(services.signal);
  try {
    // With Slack out of reach, starting goes on for as long as it takes: a signal must not wait for it.
    const why = await Promise.race([bot.start().then(() => Promise.race([ended, bot.failed])), ended, bot.failed]);
    if (why === undefined) return EXIT.ok;
    complain(services.err, [why]);
    return EXIT.error;
  } catch (error) {
    complain(services.err, [`the bot could not start: ${error instanceof Error ? error.message : String(error)}`]);
    return EXIT.error;
  } finally {
    await bot.stop();
  }
}
