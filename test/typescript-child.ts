import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A child process that runs one of our TypeScript files, and what it wrote. */
export interface TypescriptChild {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** Its lines on stdout so far. */
  readonly lines: readonly string[];
  /** Resolves with the first line that fits, of those before and after; rejects when the child ends before. */
  readonly line: (fits: (line: string, index: number) => boolean) => Promise<string>;
  /** Resolves when it is gone and everything that it wrote was read. */
  readonly gone: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** @param path from the root of the repository */
export function typescriptChild(path: string, argv: readonly string[] = []): TypescriptChild {
  const flags = ['--no-warnings', '--experimental-transform-types', '--import', './test/load-typescript.ts'];
  const child = spawn(process.execPath, [...flags, path, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  let ended = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const reader = createInterface({ input: child.stdout });
  const tell = (): void => {
    for (const wake of waiting) wake();
  };
  reader.on('line', line => {
    lines.push(line);
    tell();
  });
  const read = once(reader, 'close');
  const gone = once(child, 'exit').then(async ([code]) => {
    await read;
    ended = true;
    tell();
    return { code: typeof code === 'number' ? code : null, stderr };
  });
  return {
    process: child,
    lines,
    gone,
    line: fits =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find(fits);
          if (found === undefined && !ended) return;
          waiting.delete(look);
          if (found === undefined) reject(new Error(`the child ended before it said so: ${stderr || lines.join('\n')}`));
          else resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
