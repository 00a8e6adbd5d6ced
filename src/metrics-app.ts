import { fullPath } from './config/full-path.js';
import type { Config } from './config/schema.js';
import { readTextFile } from './config/sources.js';
import type { Measures } from './flow/ports/measures.js';
import type { Clock, QueryRunner } from './flow/ports.js';
import { examineAlertmanager, examinePrometheus, type ServerFinding } from './prometheus/examine.js';
import { createQueryRunner } from './prometheus/query-runner.js';
import { unusableApi } from './prometheus/unusable-api.js';
import { type Login, openWebApi, type WebApi } from './prometheus/web-api.js';

/** How a server is reached, as the sections of `faultline.yml` say it. */
interface ServerSettings {
  readonly url: string;
  readonly bearer_token?: { readonly missing: string | undefined; readonly reveal: () => string } | undefined;
  readonly basic_auth?:
    | { readonly username: string; readonly password: { readonly missing: string | undefined; readonly reveal: () => string } }
    | undefined;
  readonly ca_file?: string | undefined;
}

/** Relative paths of the configuration start in `folder`. */
interface Places {
  readonly folder: string;
  readonly home: string;
}

function loginOf({ bearer_token, basic_auth }: ServerSettings): Login {
  if (bearer_token) return { kind: 'bearer', token: bearer_token.reveal() };
  if (basic_auth) return { kind: 'basic', user: basic_auth.username, password: basic_auth.password.reveal() };
  return { kind: 'none' };
}

/** Opens the way to Prometheus or Alertmanager; what cannot be used of its settings is said at the first question. */
function openServer(
  settings: ServerSettings,
  limits: { readonly timeoutSeconds: number; readonly concurrency: number },
  places: Places,
): WebApi {
  const { url, bearer_token, basic_auth, ca_file } = settings;
  const missing = bearer_token?.missing ?? basic_auth?.password.missing;
  if (missing !== undefined) return unusableApi(url, missing);
  const ca = ca_file === undefined ? undefined : readTextFile(fullPath(ca_file, places));
  if (ca && ca.kind !== 'text') return unusableApi(url, ca.says);
  return openWebApi({ url, login: loginOf(settings), ...limits, ...(ca ? { ca: ca.text } : {}) });
}

/** Prometheus, as far as one is configured. */
export interface Prometheus {
  readonly api: WebApi;
  readonly queries: QueryRunner;
}

/** Undefined when the configuration names no Prometheus. The caller closes `api`. */
export function openPrometheus(
  { prometheus }: Pick<Config, 'prometheus'>,
  places: Places,
  { clock, measures }: { readonly clock: Clock; readonly measures?: Pick<Measures, 'query'> },
): Prometheus | undefined {
  if (prometheus?.url === undefined) return undefined;
  const { url, timeout, concurrency } = prometheus;
  const api = openServer({ ...prometheus, url }, { timeoutSeconds: timeout.seconds, concurrency }, places);
  return { api, queries: createQueryRunner({ api, clock, ...(measures ? { measures } : {}) }) };
}

/** A silence is one short request; nobody waits longer for a button. */
const ALERTMANAGER_LIMITS = { timeoutSeconds: 10, concurrency: 4 };

/** Undefined when the configuration names no Alertmanager. The caller closes it. */
export function openAlertmanager({ alertmanager }: Pick<Config, 'alertmanager'>, places: Places): WebApi | undefined {
  if (alertmanager?.url === undefined) return undefined;
  return openServer({ ...alertmanager, url: alertmanager.url }, ALERTMANAGER_LIMITS, places);
}

/** What `doctor` says of both, of those that are configured. */
export async function examineServersOf(setting: Places & { readonly config: Config }, clock: Clock): Promise<readonly ServerFinding[]> {
  const prometheus = openPrometheus(setting.config, setting, { clock });
  const alertmanager = openAlertmanager(setting.config, setting);
  const findings = await Promise.all([
    ...(prometheus ? [examinePrometheus(prometheus.api)] : []),
    ...(alertmanager ? [examineAlertmanager(alertmanager)] : []),
  ]);
  await Promise.all([prometheus?.api.close(), alertmanager?.close()]);
  return findings;
}
