import { join } from 'node:path';

/** What the demo's hosts are, as far as a configuration names it. */
export interface DemoInventory {
  readonly hosts: readonly {
    readonly name: string;
    readonly address: string;
    readonly otherAddress?: string;
    readonly sshPort?: number;
    readonly hostKey?: string;
  }[];
  readonly services: readonly {
    readonly name: string;
    readonly host: string;
    readonly port: number;
    readonly url: string;
    readonly errorLog?: string;
    readonly dependsOn?: string;
  }[];
  readonly identityFile?: string;
}

/** Where the demo's chat is. */
export interface DemoChat {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
}

/** A file of the demo's folder. */
interface DemoFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The configuration that the demo's bot reads, as a person would write it, with the files that it names; the configuration comes last.
 * JSON is YAML, and needs no quoting by hand.
 */
export function demoConfig(
  folder: string,
  { hosts, services, identityFile }: DemoInventory,
  chat: DemoChat,
): readonly [...DemoFile[], DemoFile] {
  const file = (name: string): string => join(folder, name);
  const config = {
    hosts: hosts.map(({ name, address, otherAddress, sshPort, hostKey }) => ({
      name,
      address,
      ...(otherAddress === undefined ? {} : { addresses: [otherAddress] }),
      ...(sshPort === undefined ? {} : { port: sshPort }),
      ...(hostKey === undefined ? {} : { host_key: hostKey }),
      jump: [],
    })),
    services: Object.fromEntries(
      services.map(({ name, host, port, url, errorLog, dependsOn }) => [
        name,
        {
          hosts: [host],
          port,
          url,
          ...(errorLog === undefined ? {} : { error_log: errorLog }),
          ...(dependsOn === undefined ? {} : { depends_on: [dependsOn] }),
        },
      ]),
    ),
    ssh: { user: 'demo', identity_file: identityFile ?? file('id_ed25519'), known_hosts: file('known_hosts') },
    slack: {
      mode: 'socket',
      bot_token: `file:${file('bot-token')}`,
      app_token: `file:${file('app-token')}`,
      channel: '#incidents',
      api_url: chat.apiUrl,
    },
    store: { url: `sqlite:${file('faultline.db')}` },
    http: { listen: '127.0.0.1:0' },
  };
  return [
    { path: file('known_hosts'), text: '' },
    { path: file('bot-token'), text: chat.botToken },
    { path: file('app-token'), text: chat.appToken },
    { path: file('faultline.yml'), text: `${JSON.stringify(config, undefined, 2)}\n` },
  ];
}
