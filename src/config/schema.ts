import { z } from 'zod';
import { allowed } from './allowed.js';
import { alertmanagerSchema } from './schema-alertmanager.js';
import { approvalsSchema } from './schema-approvals.js';
import { budgetsSchema, serviceBudgetsSchema, serviceMetricsSchema } from './schema-budgets.js';
import { httpUrl, labels, matching, oneOrMore, path, port, text, timeSpan } from './schema-parts.js';
import { prometheusSchema } from './schema-prometheus.js';
import { tracingSchema } from './schema-tracing.js';
import type { Secret } from './secret.js';

/** Turns `env:NAME` or `file:/path` into the secret; one that is not there comes back as an unset Secret. */
export type ResolveSecret = (reference: string) => Secret<string>;

const REFERENCE = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;
const TWO_REMEDIES =
  'a secret is not written here, because this file gets committed, copied and backed up. Write file:/path to a file that only the bot ' +
  'can read (safer: not visible in the process list or to child processes), or env:NAME for an environment variable';

const hostSchema = z.strictObject({
  name: matching(allowed.name)
    .refine(name => name !== 'local', '`local` always means this machine; choose another name')
    .describe('Short name, as you say it: `--host api-1`. Also the address when `address` is not given.'),
  address: matching(allowed.address).optional().describe('IP address or DNS name for SSH. Default: the name.'),
  addresses: z
    .array(matching(allowed.address))
    .default([])
    .describe(
      'Further addresses under which others know this host, e.g. as an upstream in nginx. Faultline follows a fault to a host by these.',
    ),
  port: port().optional().describe('SSH port. Default: ssh.port.'),
  user: matching(allowed.user).optional().describe('Login name. Default: ssh.user.'),
  identity_file: oneOrMore('give the path of a private key file, or a list of them')
    .optional()
    .describe('Private key file(s). Default: ssh.identity_file.'),
  jump: z
    .array(matching(allowed.name))
    .optional()
    .describe('Jump hosts, nearest to the bot first; names from `hosts` or aliases from ~/.ssh/config. `[]`: none. Default: ssh.jump.'),
  host_key: z
    .string({ error: 'give the key type and key' })
    .regex(
      /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]{40,}={0,3}( .*)?$/,
      'give the public host key as in `ssh-keyscan HOST` without the host name: "ssh-ed25519 AAAA…"',
    )
    .refine(
      key => !key.startsWith('sk-'),
      'Faultline cannot ask a host for a security-key (sk-…) host key; pin its ssh-ed25519, ecdsa or ssh-rsa key instead (`ssh-keyscan HOST` lists them)',
    )
    .optional()
    .describe('Pinned public host key, "ssh-ed25519 AAAA…". When given, known_hosts is asked only for revoked keys.'),
  labels: labels().default({}).describe('Free labels, such as role: api.'),
});

const serviceSchema = z.strictObject({
  hosts: z
    .array(matching(allowed.name))
    .min(1, 'name at least one host')
    .describe('Hosts that it runs on: names from `hosts`, or aliases from ~/.ssh/config.'),
  port: port().optional().describe('TCP port that it listens on.'),
  unit: matching(allowed.unit).optional().describe('systemd unit behind it. `checkout` means checkout.service.'),
  url: httpUrl().optional().describe('URL that answers when it is well; the bot measures it.'),
  error_log: matching(allowed.path).optional().describe('Error log of the proxy (nginx) on these hosts. Default: that of the check.'),
  depends_on: z.array(matching(allowed.name)).default([]).describe('Services that it needs.'),
  exposure: z
    .enum(['internal', 'edge'], { error: 'give internal (other services call it) or edge (users call it)' })
    .default('internal')
    .describe('Who calls it: internal, other services; edge, users. Decides its budget of time.'),
  budgets: serviceBudgetsSchema().prefault({}).describe('Its own budgets, in place of those of every service.'),
  metrics: serviceMetricsSchema().prefault({}).describe('What its metrics are called in Prometheus.'),
});

/** The schema of `faultline.yml`. Keys stay as they are written in the file, so that code, file and manual use one name. */
export function configSchema(resolve: ResolveSecret) {
  const secret = () =>
    z
      .string({ error: TWO_REMEDIES })
      .regex(REFERENCE, TWO_REMEDIES)
      .transform(reference => resolve(reference));

  return z.strictObject({
    hosts: z.array(hostSchema).default([]).describe('The hosts that Faultline may look at. Hosts of ~/.ssh/config need no entry.'),
    services: z
      .record(matching(allowed.name), serviceSchema)
      .default({})
      .describe('What runs where; `--service checkout` takes its values from here.'),
    ssh: z
      .strictObject({
        user: matching(allowed.user).optional().describe('Login name for hosts without their own. Default: the one that runs the bot.'),
        port: port().default(22).describe('SSH port for hosts without their own.'),
        identity_file: oneOrMore('give the path of a private key file, or a list of them')
          .optional()
          .describe(
            'Private key file(s). Only these are offered; of an agent (SSH_AUTH_SOCK) only keys whose FILE.pub is there. Default: those of ~/.ssh/id_* that exist, and all keys of the agent.',
          ),
        known_hosts: oneOrMore('give the path of a known_hosts file, or a list of them')
          .optional()
          .describe('File(s) with the host keys to trust. Default: ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts.'),
        jump: z
          .array(matching(allowed.name))
          .default([])
          .describe('Jump hosts for hosts without their own `jump`; the jump hosts themselves are reached directly.'),
      })
      .prefault({})
      .describe('Defaults for every host above and every host from Prometheus. Hosts from ~/.ssh/config keep what is written there.'),
    prometheus: prometheusSchema(secret).optional().describe('Where metrics are.'),
    tracing: tracingSchema().optional().describe('Where traces are: answers about slow requests link to them.'),
    alertmanager: alertmanagerSchema(secret).optional().describe('Alerts as the start of a diagnosis.'),
    slack: z
      .strictObject({
        mode: z
          .enum(['socket', 'http'], { error: 'give socket (no inbound port) or http' })
          .default('socket')
          .describe('socket needs no inbound port; http needs one reachable from Slack.'),
        bot_token: secret().describe('Bot token (xoxb-…).'),
        app_token: secret().optional().describe('App-level token (xapp-…); needed for mode socket.'),
        signing_secret: secret().optional().describe('Signing secret; needed for mode http.'),
        askers: z
          .strictObject({
            users: z.array(text(80, 'give user ids')).default([]).describe('Slack user ids, U…'),
            groups: z
              .array(text(80, 'give user group ids'))
              .default([])
              .describe('Slack user group ids, S…; needs the scope usergroups:read.'),
          })
          .optional()
          .describe(
            'Who may ask for a diagnosis. Without it: every full member of the workspace, but no guests and nobody from elsewhere.',
          ),
        channel: text(80, 'give a channel name or id').describe(
          'Channel for incidents, "#incidents" or its id. In quotes: YAML takes a bare # for a comment.',
        ),
        api_url: httpUrl().default('https://slack.com/api/').describe('Slack Web API; another one for tests and GovSlack.'),
      })
      .optional()
      .describe('The Slack workspace.'),
    budgets: budgetsSchema().prefault({}).describe('What is asked of every service; `faultline gate` looks whether it is kept.'),
    approvals: approvalsSchema().prefault({}).describe('Who must agree before a remedy is run.'),
    store: z
      .strictObject({
        url: z
          .string({ error: 'give sqlite:PATH, postgres://…, env:NAME or file:PATH' })
          .regex(
            /^(sqlite:.+|postgres(ql)?:\/\/.+|env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/,
            'give sqlite:PATH, postgres://…, env:NAME or file:PATH',
          )
          .refine(url => !/^postgres(ql)?:\/\/([^@/]*:[^@/]*@|.*[?&]password=)/.test(url), `the URL holds a password, and ${TWO_REMEDIES}`)
          .prefault('sqlite:./faultline.db')
          .transform(written => resolve(/^(env|file):/.test(written) ? written : `text:${written}`))
          .describe(
            'sqlite:PATH for one bot, or postgres://… for several. With a password: env:NAME or file:PATH that holds the whole URL.',
          ),
        keep_captures: timeSpan('30d').describe(
          'How long what hosts printed is kept, for the full evidence and for replaying. Diagnoses and timelines stay.',
        ),
      })
      .prefault({})
      .describe('Where incidents, approvals and the audit log are kept.'),
    http: z
      .strictObject({
        listen: z
          .string({ error: 'give ADDRESS:PORT such as 127.0.0.1:8080' })
          .regex(/^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$/, 'give ADDRESS:PORT such as 127.0.0.1:8080 or [::1]:8080')
          .refine(listen => Number(listen.slice(listen.lastIndexOf(':') + 1)) <= 65535, 'the port is above 65535')
          .prefault('127.0.0.1:8080')
          .transform(listen => {
            const colon = listen.lastIndexOf(':');
            return { address: listen.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(listen.slice(colon + 1)) };
          })
          .describe('Where webhooks, /metrics, /healthz and /readyz listen. Port 0: any free one.'),
      })
      .prefault({})
      .describe("The bot's own HTTP server."),
    playbooks: z
      .array(path('give `builtin` or a folder'))
      .min(1, 'name at least `builtin` or one folder')
      .default(['builtin'])
      .describe('Playbooks to use: `builtin` for those that come with Faultline, and your own folders (relative to this file).'),
  });
}

/** `faultline.yml`, checked, with every default filled in and secrets behind `Secret`. */
export type Config = z.output<ReturnType<typeof configSchema>>;
export type ConfigHost = Config['hosts'][number];
