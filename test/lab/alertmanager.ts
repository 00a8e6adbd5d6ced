import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { type ServerProcess, startServer } from './server-process.js';

export interface AlertmanagerOptions {
  /** Where notifications go; without it, nowhere. */
  readonly webhook?: { readonly url: string; readonly token?: string };
  /** Labels that make a group; default: alertname. */
  readonly groupBy?: readonly string[];
  /** Before a new group is told, and between two notifications of one; default 1 s each. */
  readonly groupWaitSeconds?: number;
  readonly groupIntervalSeconds?: number;
  /** Default 1 h. */
  readonly repeatIntervalSeconds?: number;
  /** Served below this path, such as `/am`. */
  readonly pathPrefix?: string;
  /** What stands in the web configuration: TLS, basic auth with bcrypt hashes. */
  readonly web?: object;
}

/** A real Alertmanager (Debian's package). `url` has no slash at its end; `address` is what Prometheus is told. */
export interface AlertmanagerServer extends ServerProcess {
  readonly url: string;
  readonly address: string;
}

/** Starts Alertmanager on a free port of the loopback, alone (no cluster), with its data in a folder of its own. */
export async function startAlertmanager(options: AlertmanagerOptions = {}): Promise<AlertmanagerServer> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const url = `http://${address}${options.pathPrefix ?? ''}`;
  const args = (folder: string): readonly string[] => {
    const config = join(folder, 'alertmanager.yml');
    // JSON is YAML.
    writeFileSync(config, JSON.stringify(configOf(options)));
    const web = join(folder, 'web.yml');
    if (options.web) writeFileSync(web, JSON.stringify(options.web));
    return [
      `--config.file=${config}`,
      `--storage.path=${folder}`,
      `--web.listen-address=${address}`,
      `--web.external-url=${url}`,
      // Empty: no cluster; else it listens on every address and waits for peers.
      '--cluster.listen-address=',
      ...(options.web ? [`--web.config.file=${web}`] : []),
    ];
  };
  const server = await startServer('prometheus-alertmanager', args, options.web ? /Listening on/ : `${url}/-/ready`);
  return { ...server, url, address };
}

function configOf({
  webhook,
  groupBy = ['alertname'],
  groupWaitSeconds,
  groupIntervalSeconds,
  repeatIntervalSeconds,
}: AlertmanagerOptions): object {
  const hook = webhook && {
    url: webhook.url,
    send_resolved: true,
    ...(webhook.token === undefined ? {} : { http_config: { authorization: { type: 'Bearer', credentials: webhook.token } } }),
  };
  return {
    route: {
      receiver: 'faultline',
      group_by: groupBy,
      group_wait: `${groupWaitSeconds ?? 1}s`,
      group_interval: `${groupIntervalSeconds ?? 1}s`,
      repeat_interval: `${repeatIntervalSeconds ?? 3600}s`,
    },
    receivers: [{ name: 'faultline', ...(hook ? { webhook_configs: [hook] } : {}) }],
  };
}
