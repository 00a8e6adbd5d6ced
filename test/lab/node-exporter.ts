import { freePort } from './free-port.js';
import { type ServerProcess, startServer } from './server-process.js';

/** A real node exporter (Debian's package) of this machine. `address` is what Prometheus scrapes. */
export interface NodeExporter extends ServerProcess {
  readonly url: string;
  readonly address: string;
}

/** Starts the node exporter on a free port of the loopback. What is written as NAME.prom to `folder` is served as well. */
export async function startNodeExporter(): Promise<NodeExporter> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const url = `http://${address}`;
  const args = (folder: string): readonly string[] => [`--web.listen-address=${address}`, `--collector.textfile.directory=${folder}`];
  const server = await startServer('prometheus-node-exporter', args, `${url}/metrics`);
  return { ...server, url, address };
}
