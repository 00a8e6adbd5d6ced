import type { SlackJson } from '../../src/sandbox/page-api.js';
import { startWorkspace, type Workspace, type WorkspaceOptions } from '../../src/sandbox/workspace.js';
import { SAMPLE_MANIFEST } from './sample-manifest.js';

const started: { readonly close: () => Promise<void> }[] = [];

/** Ends everything that was started, the last first. */
export async function endAll(): Promise<void> {
  for (const one of started.splice(0).reverse()) await one.close();
}

/** To be ended with the workspace. */
export function endLater(close: () => Promise<void>): void {
  started.push({ close });
}

/** A workspace with the sample manifest, without rate limits unless the test asks for them. */
export async function startSandbox(options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  const workspace = await startWorkspace({ manifest: SAMPLE_MANIFEST, rates: 'off', ...options });
  started.push(workspace);
  return workspace;
}

/** One call of the Web API, as a form with JSON in texts (what Slack's own client sends), with the bot token. */
export async function call(workspace: Workspace, method: string, args: SlackJson = {}, token = workspace.botToken): Promise<SlackJson> {
  const fields = Object.entries(args).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]);
  const response = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(Object.fromEntries(fields)).toString(),
  });
  return json(response);
}

export async function json(response: Response): Promise<SlackJson> {
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return { ...value };
}

/** The text at a path of keys; fails when there is none. */
export function text(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value);
  if (typeof found !== 'string') throw new Error(`no text at ${path.join('.')} in ${JSON.stringify(value).slice(0, 300)}`);
  return found;
}
