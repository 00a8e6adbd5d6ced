import type { Logger } from '../../src/flow/ports.js';

export interface MemoryLogger extends Logger {
  readonly lines: { readonly level: string; readonly says: string; readonly about: object }[];
}

/** Keeps what is logged. */
export function memoryLogger(): MemoryLogger {
  const lines: MemoryLogger['lines'][number][] = [];
  const write =
    (level: string) =>
    (about: object, says: string): void =>
      void lines.push({ level, says, about });
  const logger: MemoryLogger = {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: () => logger,
  };
  return logger;
}
