import { dirname, resolve } from 'node:path/posix';
import { fullPath } from './full-path.js';
import { defaultConfig, type FileText, type Loaded, loadConfig } from './load.js';

/** Where a configuration is looked for when `--config` is not given. */
const DEFAULT_FILE = 'faultline.yml';

export interface OpenRequest {
  /** What `--config` says; absent when it was not given. */
  readonly flag?: string;
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly read: (path: string) => FileText;
}

/** The outcome of loading, and the folder from which the configuration's relative paths start. `path` is absent when there is no file. */
export interface OpenedConfig {
  readonly loaded: Loaded;
  readonly folder: string;
  readonly path?: string;
}

/** Finds and loads the configuration: the file of `--config`, else ./faultline.yml, else the defaults. Never throws. */
export function openConfig({ flag, cwd, home, env, read }: OpenRequest): OpenedConfig {
  const path = flag ?? DEFAULT_FILE;
  const full = resolve(cwd, fullPath(path, { home, folder: cwd }));
  const folder = dirname(full);
  const file = read(full);
  if (file.kind === 'text') {
    const readFile = (named: string) => read(fullPath(named, { home, folder }));
    return { loaded: loadConfig({ path, text: file.text, env, readFile }), folder, path };
  }
  const locate = ({ steps, says }: { readonly steps: readonly (string | number)[]; readonly says: string }) => ({
    file: path,
    line: 0,
    column: 0,
    key: steps.join('.'),
    says,
  });
  if (file.kind === 'absent' && flag === undefined) {
    return { loaded: { kind: 'loaded', config: defaultConfig(), unset: [], locate }, folder: cwd };
  }
  const says = `${file.says}. Give the right path with --config, or start from faultline.example.yml.`;
  return { loaded: { kind: 'refused', problems: [locate({ steps: [], says })] }, folder, path };
}
