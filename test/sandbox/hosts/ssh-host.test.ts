import { once } from 'node:events';
import { Client } from 'ssh2';
import { makeKeyPair } from '../../../src/sandbox/hosts/key-pair.js';
import { type PortBlock, takePortBlock } from '../../../src/sandbox/hosts/ports.js';
import { type SshHost, startSshHost } from '../../../src/sandbox/hosts/ssh-host.js';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the SSH side of a demo host', () => {
  const login = makeKeyPair();
  let block: PortBlock;
  let host: SshHost;
  beforeAll(async () => {
    block = await takePortBlock();
    host = await startSshHost({
      address: '127.0.0.19',
      port: block.port(0),
      hostKey: makeKeyPair().privateKey,
      clientKey: login.publicKey,
    });
  });
  afterAll(async () => {
    await host.end();
    await block.release();
  });

  const connected = async (privateKey: string): Promise<Client> => {
    const client = new Client();
    const ready = once(client, 'ready');
    client.connect({ host: '127.0.0.19', port: block.port(0), username: 'anybody', privateKey });
    await ready;
    return client;
  };
  const run = (client: Client, command: string, input = ''): Promise<string> =>
    new Promise((resolve, reject) => {
      client.exec(command, (error, stream) => {
        if (error) return reject(error);
        let text = '';
        stream.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
        });
        stream.on('close', () => resolve(text));
        stream.end(input);
      });
    });
  const SHELL = `exec env -i DIAGRUN=${'a'.repeat(32)} HOME=/ /bin/sh`;

  test('runs the shell of the bot for its key, with nothing of the environment of the demo', async () => {
    const client = await connected(login.privateKey);
    const text = await run(client, SHELL, 'echo "$HOME $DIAGRUN"; env | wc -l');
    client.end();
    expect(text).toMatch(new RegExp(`^/ ${'a'.repeat(32)}\n\\s*[2-4]\n$`, 'u'));
  });

  test('refuses any other key', async () => {
    await expect(connected(makeKeyPair().privateKey)).rejects.toThrow(/authentication methods failed/u);
  });

  test.each(['id', `${SHELL}; id`, `exec env -i DIAGRUN=$(id) HOME=/ /bin/sh`, `x\n${SHELL}`])('refuses the command %j', async command => {
    const client = await connected(login.privateKey);
    await expect(run(client, command)).rejects.toThrow(/exec/iu);
    client.end();
  });

  test('its end ends what runs, and frees the port', async () => {
    const other = await startSshHost({
      address: '127.0.0.19',
      port: block.port(1),
      hostKey: makeKeyPair().privateKey,
      clientKey: login.publicKey,
    });
    const client = new Client();
    client.on('error', () => undefined);
    const ready = once(client, 'ready');
    client.connect({ host: '127.0.0.19', port: block.port(1), username: 'anybody', privateKey: login.privateKey });
    await ready;
    const closed = once(client, 'close');
    const running = run(client, SHELL, 'sleep 600\n').catch(() => '');
    await other.end();
    await Promise.all([running, closed]);
    const again = await startSshHost({
      address: '127.0.0.19',
      port: block.port(1),
      hostKey: makeKeyPair().privateKey,
      clientKey: login.publicKey,
    });
    await again.end();
  });
});
