import type { Finding } from './cli/services.js';
import { type ConfigProblem, renderProblem } from './config/problem.js';
import type { Config } from './config/schema.js';
import type { Logger } from './flow/ports.js';
import type { Setting } from './serve-app.js';
import type { slackAdapter } from './slack/slack-adapter.js';
import { examineSlack } from './slack/slack-doctor.js';

type Slack = NonNullable<Config['slack']>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets that are declared and not there, of those that this mode needs. */
export function missingSecrets({ mode }: Slack, unset: readonly ConfigProblem[]): readonly string[] {
  const needed = [
    'slack.bot_token',
    mode === 'socket' ? 'slack.app_token' : 'slack.signing_secret',
    'store.url',
    'alertmanager.webhook_token',
  ];
  return unset.filter(({ key }) => needed.includes(key)).map(renderProblem);
}

function proxyOf(env: Environment, apiUrl: string): { readonly url: string; readonly except?: string } | undefined {
  const url = env.HTTPS_PROXY ?? env.https_proxy ?? '';
  const { hostname } = new URL(apiUrl);
  if (url === '' || hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')) return undefined;
  const except = env.NO_PROXY ?? env.no_proxy;
  return { url, ...(except === undefined ? {} : { except }) };
}

/** What the adapter needs to know, out of the configuration and the environment (`HTTPS_PROXY`, `NO_PROXY`). */
export function slackConfig(slack: Slack, env: Environment): Parameters<typeof slackAdapter>[0]['config'] {
  const proxy = proxyOf(env, slack.api_url);
  return {
    botToken: slack.bot_token.reveal(),
    apiUrl: slack.api_url,
    ...(proxy === undefined ? {} : { proxy }),
    ...(slack.askers === undefined ? {} : { askers: slack.askers }),
    way:
      slack.mode === 'socket'
        ? { mode: 'socket', appToken: slack.app_token?.reveal() ?? '' }
        : { mode: 'http', signingSecret: slack.signing_secret?.reveal() ?? '' },
  };
}

/** Looks at everything that Slack needs, for `doctor`; nothing when no workspace is configured. */
export async function examineSlackOf({ config }: Pick<Setting, 'config'>, env: Environment): Promise<readonly Finding[]> {
  const { slack } = config;
  if (!slack) return [];
  const quiet = (): void => undefined;
  const silent: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => silent };
  const there = (secret: Slack['app_token']): string | undefined =>
    secret === undefined || secret.missing !== undefined ? undefined : secret.reveal();
  const proxy = proxyOf(env, slack.api_url);
  return examineSlack(
    {
      mode: slack.mode,
      botToken: there(slack.bot_token),
      appToken: there(slack.app_token),
      signingSecret: there(slack.signing_secret),
      channel: slack.channel,
      apiUrl: slack.api_url,
      ...(proxy === undefined ? {} : { proxy }),
    },
    silent,
  );
}
