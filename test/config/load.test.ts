import { inspect } from 'node:util';
import { defaultConfig, type LoadRequest, loadConfig } from '../../src/config/load.js';
import { renderProblem } from '../../src/config/problem.js';

const FULL = `
hosts:
  - name: api-1
    address: 10.0.0.11
    addresses: [10.1.0.11, api-1.internal]
    port: 2222
    user: faultline
    identity_file: ~/.ssh/id_faultline
    jump: [bastion]
    host_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx0FLZ7eDWHqMgR0gWvTlpCVlWkPkmqBXv0hHnJgQ7x api-1"
    labels: {role: api}
  - {name: bastion, address: "2001:db8::1"}
services:
  checkout: {hosts: [api-1], port: 8080, unit: checkout.service, url: "http://10.0.0.11:8080/healthz", error_log: /var/log/nginx/error.log, depends_on: [db]}
  db: {hosts: [api-1], port: 5432}
ssh: {user: faultline, identity_file: ~/.ssh/id_ed25519, known_hosts: ~/.ssh/known_hosts}
prometheus: {url: "http://127.0.0.1:9090", file_sd: [targets/*.json]}
tracing: {url: "https://jaeger/search?service={service}&start={from_us}"}
alertmanager: {webhook_token: env:ALERTMANAGER_WEBHOOK_TOKEN, url: "http://127.0.0.1:9093"}
slack: {mode: socket, bot_token: env:SLACK_BOT_TOKEN, app_token: env:SLACK_APP_TOKEN, signing_secret: file:/run/secrets/signing, channel: "#incidents", api_url: "https://slack.com/api/"}
approvals: {approvers: {users: [U1], groups: [S1]}, low: {approvals: 1, self: true}, medium: {approvals: 1, self: false}, high: {approvals: 2, self: false}, expires: 30m}
store: {url: env:DATABASE_URL}
http: {listen: "[::1]:8080"}
playbooks: [builtin, ./my-playbooks]
`;
const ENV = {
  ALERTMANAGER_WEBHOOK_TOKEN: 'value-1',
  SLACK_BOT_TOKEN: 'value-2',
  SLACK_APP_TOKEN: 'value-3',
  DATABASE_URL: 'postgres://u:value-4@db/f',
};

const load = (text: string, more: Partial<LoadRequest> = {}) =>
  loadConfig({
    path: 'faultline.yml',
    text,
    env: {},
    readFile: path => ({ kind: 'absent', says: `the file ${path} does not exist` }),
    ...more,
  });
function problemsOf(text: string): string[] {
  const loaded = load(text);
  if (loaded.kind === 'loaded') throw new Error('it was accepted');
  return loaded.problems.map(renderProblem);
}
function configOf(text: string, more: Partial<LoadRequest> = {}) {
  const loaded = load(text, more);
  if (loaded.kind === 'refused') throw new Error(loaded.problems.map(renderProblem).join('\n'));
  return loaded;
}

describe('what is right', () => {
  test('the whole contract; every secret is hidden, and there are five', () => {
    const { config, unset } = configOf(FULL, { env: ENV, readFile: () => ({ kind: 'text', text: 'value-5\n' }) });
    expect(unset).toEqual([]);
    expect(config.slack?.signing_secret?.reveal()).toBe('value-5');
    expect(config.store.url.reveal()).toBe('postgres://u:value-4@db/f');
    expect(config.http.listen).toEqual({ address: '::1', port: 8080 });
    expect(config.approvals.expires).toEqual({ seconds: 1800 });
    expect(config.ssh).toMatchObject({ user: 'faultline', port: 22, known_hosts: ['~/.ssh/known_hosts'] });
    for (const shown of [inspect(config, { depth: 20 }), JSON.stringify(config)]) {
      expect(shown).not.toMatch(/value-\d/);
      expect(shown.match(/\[secret\]/g)).toHaveLength(5);
    }
  });

  test('an empty file, only comments, or no file at all are the defaults', () => {
    const { config } = configOf('# nothing yet\n');
    expect(JSON.stringify(config)).toBe(JSON.stringify(defaultConfig()));
    expect(config).toMatchObject({
      hosts: [],
      services: {},
      ssh: { port: 22, jump: [] },
      approvals: {
        approvers: { users: [], groups: [] },
        low: { approvals: 1, self: true },
        medium: { approvals: 1, self: false },
        high: { approvals: 2, self: false },
      },
      http: { listen: { address: '127.0.0.1', port: 8080 } },
      playbooks: ['builtin'],
    });
    expect(config.slack).toBeUndefined();
    expect(config.store.url.reveal()).toBe('sqlite:./faultline.db');
  });

  test('a secret that is not there is listed with its place, and stops nothing else', () => {
    const { config, unset } = configOf('slack:\n  bot_token: env:SLACK_BOT_TOKEN\n  app_token: file:/run/app\n  channel: "#x"\n');
    expect(unset.map(renderProblem)).toEqual([
      'faultline.yml:2:14: slack.bot_token: the environment variable SLACK_BOT_TOKEN is not set; export it, or write file:PATH instead',
      'faultline.yml:3:14: slack.app_token: the file /run/app does not exist',
    ]);
    expect(() => config.slack?.bot_token.reveal()).toThrow('SLACK_BOT_TOKEN is not set');
  });
});

describe('what is wrong', () => {
  test('all problems at once, in the order of the file, each with place, value and remedy', () => {
    expect(
      problemsOf(
        [
          'hosts:',
          '  - name: api-1',
          '    adress: 10.0.0.11',
          '    port: 80a0',
          '  - address: 10.0.0.12',
          '    labels: {shard: 3}',
          '  - name: api-1',
          '    user: "root; rm -rf /"',
          'services:',
          '  checkout:',
          '    hosts: []',
          '    port: 70000',
          '    url: ftp://x/',
          '    depends_on: [databse]',
          '  database:',
          '    hosts: [api-1]',
          '    unit: "$(id)"',
          'ssh:',
          'sevices: {}',
          'playbooks: builtin',
        ].join('\n'),
      ),
    ).toMatchInlineSnapshot(`
[
  "faultline.yml:3:5: hosts[0]: "adress" is not a key that is known here. Did you mean \`address\`? Known: name, address, addresses, port, user, identity_file, jump, host_key, labels.",
  "faultline.yml:4:11: hosts[0].port: "80a0" is not accepted: give a port from 1 to 65535.",
  "faultline.yml:5:5: hosts[1].name: is missing: give letters, digits, dots, dashes, underscores (^[A-Za-z0-9][A-Za-z0-9._-]*$, at most 63 characters).",
  "faultline.yml:6:21: hosts[1].labels.shard: 3 is not accepted: give a text of one line; numbers and yes/no in quotes.",
  "faultline.yml:7:11: hosts[2].name: "api-1" is already the name of hosts[0]; give each host a name of its own.",
  "faultline.yml:8:11: hosts[2].user: "root; rm -rf /" is not accepted: give a login name (^[A-Za-z0-9_][A-Za-z0-9._@\\\\-]*\\$?$, at most 64 characters).",
  "faultline.yml:11:12: services.checkout.hosts: an empty list is not accepted: name at least one host.",
  "faultline.yml:12:11: services.checkout.port: 70000 is not accepted: give a port from 1 to 65535.",
  "faultline.yml:13:10: services.checkout.url: "ftp://x/" is not accepted: give an http:// or https:// address without a login, blanks, quotes, $ ; or brackets other than [] (^https?:\\/\\/[A-Za-z0-9[][A-Za-z0-9._~:/?#[\\]@!&*+,=%-]*$, at most 2048 characters).",
  "faultline.yml:14:18: services.checkout.depends_on[0]: "databse" is not a service of this file. Did you mean "database"? Declared: checkout, database.",
  "faultline.yml:17:11: services.database.unit: "$(id)" is not accepted: give a systemd unit such as checkout.service (^[A-Za-z0-9_:][A-Za-z0-9_:.@\\\\-]*$, at most 255 characters).",
  "faultline.yml:18:5: ssh: is empty: give keys with values below it, or leave the key out.",
  "faultline.yml:19:1: "sevices" is not a key that is known here. Did you mean \`services\`? Known: hosts, services, ssh, prometheus, tracing, alertmanager, slack, budgets, approvals, store, http, playbooks.",
  "faultline.yml:20:12: playbooks: "builtin" is not accepted: give a list: [a, b], or lines that begin with "- ".",
]
`);
  });

  test('a token in clear is refused with both remedies, and is not repeated', () => {
    const [problem = '', ...more] = problemsOf('slack:\n  bot_token: xoxb-123-456-abc\n  app_token: env:A\n  channel: "#x"\n');
    expect(more).toEqual([]);
    expect(problem).toMatchInlineSnapshot(
      `"faultline.yml:2:14: slack.bot_token: the value that is written here is not accepted: a secret is not written here, because this file gets committed, copied and backed up. Write file:/path to a file that only the bot can read (safer: not visible in the process list or to child processes), or env:NAME for an environment variable."`,
    );
    for (const text of [
      'slack: xoxb-123-456-abc',
      'slack: {bot_token: 123456, channel: c, app_token: env:A}',
      'store: {url: "postgres://u:123456@h/d"}',
    ]) {
      expect(problemsOf(text).join('\n')).not.toMatch(/123/);
    }
  });

  test('a Slack mode without its own secret', () => {
    expect(problemsOf('slack: {bot_token: env:B, channel: c}')).toEqual([
      'faultline.yml:1:8: slack: `app_token` is missing, which mode socket needs: write `app_token: env:SLACK_APP_TOKEN` or file:PATH.',
    ]);
    expect(problemsOf('slack: {mode: http, bot_token: env:B, channel: c}')).toEqual([
      'faultline.yml:1:8: slack: `signing_secret` is missing, which mode http needs: write `signing_secret: env:SLACK_SIGNING_SECRET` or file:PATH.',
    ]);
  });

  test.each([
    ['hosts:\n  - name: a\n    name: b\n', /^faultline\.yml:3:5: this is not valid YAML: Map keys must be unique/],
    ['hosts: [\n', /this is not valid YAML/],
    ['\thosts: []\n', /this is not valid YAML/],
    ['- a list\n', /^faultline\.yml:1:1: a list is not accepted: give keys with values below it\.$/],
    ['hosts:\n', /^faultline\.yml:1:\d+: hosts: is empty: give a list/],
    ['hosts: [{name: local}]\n', /`local` always means this machine/],
    ['hosts: [{name: -oProxyCommand=x}]\n', /hosts\[0\]\.name: "-oProxyCommand=x" is not accepted/],
    ['hosts: [{name: "a\\nb"}]\n', /hosts\[0\]\.name: "a\\nb" is not accepted/],
    ['hosts: [{name: a, host_key: "SHA256:abc"}]\n', /ssh-keyscan/],
    [
      `hosts: [{name: a, host_key: "sk-ssh-ed25519@openssh.com ${'A'.repeat(60)}"}]\n`,
      /security-key \(sk-…\) host key; pin its ssh-ed25519/,
    ],
    ['services: {"a b": {hosts: [x]}}\n', /^faultline\.yml:1:12: services: "a b" cannot be a name here/],
    ['services: {a: {hosts: [x], url: "http://me:pw@h/"}}\n', /leave the login out|without a login/],
    ['store: {url: "mysql://x"}\n', /give sqlite:PATH/],
    ['http: {listen: "8080"}\n', /give ADDRESS:PORT/],
    ['http: {listen: "h:99999"}\n', /above 65535/],
    ['tracing: {url: "https://j/?s={span}"}\n', /\{span\} is no place for a value: there are \{service\}/],
    ['tracing: {url: "j/{service}"}\n', /begins with http/],
    ['tracing: {url: "https://me:pw@j/{service}"}\n', /leave the login out|begins with http/],
    ['approvals: {expires: forever}\n', /give a time such as 90s/],
    ['approvals: {high: {approvals: 0}}\n', /at least one/],
    ['slack: {mode: sockets, bot_token: env:B, app_token: env:A, channel: c}\n', /"sockets" is not accepted: give socket/],
    [`hosts: [{name: "${'a'.repeat(10_000)}"}]\n`, /"a{40}"… \(10000 characters\) is not accepted/],
    [
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      /cannot be expanded|is not a key/,
    ],
    ['__proto__: {polluted: true}\n', /"__proto__" is not a key|polluted/],
  ])('%j', (text, message) => {
    const problems = problemsOf(text);
    expect(problems.join('\n')).toMatch(message);
    for (const problem of problems) expect(problem.length).toBeLessThan(700);
  });
});
