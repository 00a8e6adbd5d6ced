import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { type ServerProcess, startServer } from './server-process.js';

export interface PrometheusOptions {
  /** Scrape jobs by name, with their targets (`127.0.0.1:9100`). `labels` are added to every series of the job. */
  readonly scrape?: Readonly<Record<string, { readonly targets: readonly string[]; readonly labels?: Readonly<Record<string, string>> }>>;
  /** Alerting and recording rules: what stands under `groups:`, as plain values. */
  readonly ruleGroups?: readonly object[];
  /** `127.0.0.1:9093` of the Alertmanager that gets the alerts. */
  readonly alertmanager?: string;
  /** Its path, when it is served below one. */
  readonly alertmanagerPath?: string;
  /** Served below this path, such as `/prom`. */
  readonly pathPrefix?: string;
  /** OpenMetrics text that becomes history, ending with `# EOF`. */
  readonly history?: string;
  /** Between scrapes and between evaluations; default 1 s. */
  readonly intervalSeconds?: number;
  /** What stands in the web configuration: TLS, basic auth with bcrypt hashes. */
  readonly web?: object;
}

/** A real Prometheus (Debian's package). `url` has no slash at its end. */
export interface PrometheusServer extends ServerProcess {
  readonly url: string;
  /** Changes rules and scrape jobs; resolves when it uses them. */
  readonly reconfigure: (options: Pick<PrometheusOptions, 'scrape' | 'ruleGroups' | 'alertmanager'>) => Promise<void>;
}

/** Starts Prometheus on a free port of the loopback, with its data in a folder of its own. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<PrometheusServer> {
  const port = await freePort();
  const prefix = options.pathPrefix ?? '';
  const url = `${options.web && 'tls_server_config' in options.web ? 'https' : 'http'}://127.0.0.1:${port}${prefix}`;
  let configFile = '';
  const write = (folder: string, wanted: PrometheusOptions): void => {
    // JSON is YAML.
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: wanted.ruleGroups ?? [] }));
    writeFileSync(configFile, JSON.stringify(configOf(wanted)));
  };
  const args = async (folder: string): Promise<readonly string[]> => {
    configFile = join(folder, 'prometheus.yml');
    write(folder, options);
    const storage = join(folder, 'storage');
    mkdirSync(storage);
    if (options.history !== undefined) {
      const history = join(folder, 'history.om');
      writeFileSync(history, options.history);
      await promisify(execFile)('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', history, storage]);
    }
    const web = join(folder, 'web.yml');
    if (options.web) writeFileSync(web, JSON.stringify(options.web));
    return [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${storage}`,
      // History that a test makes may be old.
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=${url}`,
      '--web.enable-lifecycle',
      // Alertmanager's discovery is throttled, so that the first sending is dropped: the default of 1 m would be waited for.
      '--rules.alert.resend-delay=2s',
      ...(options.web ? [`--web.config.file=${web}`] : []),
    ];
  };
  const server = await startServer('prometheus', args, options.web ? /Server is ready to receive web requests/ : `${url}/-/ready`);
  return {
    ...server,
    url,
    reconfigure: async changed => {
      write(server.folder, { ...options, ...changed });
      const { status } = await fetch(`${url}/-/reload`, { method: 'POST' });
      if (status !== 200) throw new Error(`Prometheus did not take its new configuration: ${status}\n${server.log()}`);
    },
  };
}

function configOf({ scrape = {}, alertmanager, alertmanagerPath = '', intervalSeconds = 1 }: PrometheusOptions): object {
  const interval = `${intervalSeconds}s`;
  return {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: ['rules.yml'],
    scrape_configs: Object.entries(scrape).map(([job, { targets, labels = {} }]) => ({
      job_name: job,
      static_configs: [{ targets, labels }],
    })),
    ...(alertmanager === undefined
      ? {}
      : { alerting: { alertmanagers: [{ path_prefix: alertmanagerPath, static_configs: [{ targets: [alertmanager] }] }] } }),
  };
}
