import { runApp } from '../src/app.js';

export interface AppRun {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, with its own output streams, folder and environment. */
export async function app(
  argv: readonly string[],
  { cwd = process.cwd(), env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<AppRun> {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const exit = await runApp(argv, {
    env: { HOME: cwd, ...env },
    cwd,
    stdout: stream('out'),
    stderr: stream('err'),
    signal: new AbortController().signal,
  });
  return { exit, ...written };
}
