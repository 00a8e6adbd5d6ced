import { WebClient } from '@slack/web-api';
import type { Logger } from '../flow/ports.js';
import { reach, type WayOut } from './clients.js';
import { type FoundChannel, findChannelNamed } from './find-channel.js';
import { sayTrouble, type Trouble, troubleOf } from './messenger/trouble.js';
import { networkWords } from './network-words.js';
import { NEEDED_SCOPES, OPTIONAL_SCOPES } from './scopes.js';
import { loggerForSlack } from './slack-logger.js';

/** One thing that the doctor looked at. */
export interface SlackCheck {
  readonly what: string;
  readonly ok: boolean;
  readonly says: string;
  /** One sentence with what to do; empty when there is nothing to do. */
  readonly remedy: string;
}

/** What to examine. A secret that is not there is undefined. */
export interface SlackPatient {
  readonly mode: 'socket' | 'http';
  readonly botToken: string | undefined;
  readonly appToken: string | undefined;
  readonly signingSecret: string | undefined;
  /** `#incidents` or an id. */
  readonly channel: string;
  readonly apiUrl: string;
  readonly proxy?: WayOut;
}

const SETTINGS = 'https://api.slack.com/apps';

const good = (what: string, says: string): SlackCheck => ({ what, ok: true, says, remedy: '' });
const bad = (what: string, says: string, remedy: string): SlackCheck => ({ what, ok: false, says, remedy });

function client(token: string, { apiUrl, proxy }: SlackPatient, logger: Logger): WebClient {
  return new WebClient(token, {
    ...reach({ apiUrl, ...(proxy ? { proxy } : {}) }).options,
    logger: loggerForSlack(logger, 'doctor'),
    timeout: 10_000,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 1, minTimeout: 300, maxTimeout: 1000 },
  });
}

const reachRemedy = ({ apiUrl, proxy }: SlackPatient): string =>
  `Check that this machine may connect to ${apiUrl}${proxy ? ` through the proxy ${proxy.url}` : ''}, then run faultline doctor again.`;

function unreached(what: string, trouble: Trouble, patient: SlackPatient): SlackCheck {
  if (trouble.kind === 'rate-limited')
    return bad(what, `Slack asks for a pause of ${trouble.seconds} s.`, 'Wait a minute, then run faultline doctor again.');
  return bad(what, `Slack can't be reached: ${networkWords(sayTrouble(trouble))}.`, reachRemedy(patient));
}

function scopeChecks(scopes: readonly string[] | undefined): readonly SlackCheck[] {
  const what = 'scopes';
  if (!scopes) return [bad(what, 'Slack did not say which scopes the token has.', 'Compare them by hand with manifest.yml.')];
  const missing = Object.entries(NEEDED_SCOPES).filter(([scope]) => !scopes.includes(scope));
  const without = Object.entries(OPTIONAL_SCOPES).filter(([scope]) => !scopes.includes(scope));
  return [
    ...missing.map(([scope, lost]) =>
      bad(
        `scope ${scope}`,
        `It is missing: ${lost}.`,
        `Add it under OAuth & Permissions at ${SETTINGS} (or update the app from manifest.yml), then reinstall the app.`,
      ),
    ),
    ...(missing.length === 0 ? [good(what, `All ${Object.keys(NEEDED_SCOPES).length} needed scopes are there.`)] : []),
    // Optional on purpose: not a failure, but said.
    ...without.map(([scope, less]) => good(`scope ${scope} (optional)`, `Not there: ${less}.`)),
  ];
}

async function checkBotToken(
  patient: SlackPatient,
  logger: Logger,
): Promise<{ readonly checks: readonly SlackCheck[]; readonly web?: WebClient }> {
  const what = 'bot token';
  const { botToken } = patient;
  const where = `Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions at ${SETTINGS} into what slack.bot_token names.`;
  if (!botToken) return { checks: [bad(what, 'It is not set.', where)] };
  if (!/^xoxb-[\w-]{6,}$/u.test(botToken)) {
    const other = /^(xox[a-z]|xapp)-/u.exec(botToken)?.[1];
    return {
      checks: [
        bad(
          what,
          other ? `It begins with ${other}-: that is another kind of token.` : 'It is no bot token: those begin with xoxb-.',
          where,
        ),
      ],
    };
  }
  const web = client(botToken, patient, logger);
  try {
    const answer = await web.auth.test();
    const who = good(what, `It is good: ${answer.user ?? 'the bot'} in ${answer.team ?? 'the workspace'}.`);
    return { checks: [who, ...scopeChecks(answer.response_metadata?.scopes)], web };
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind !== 'refused') return { checks: [unreached(what, trouble, patient)] };
    return {
      checks: [bad(what, `Slack refuses it: ${trouble.code}.`, `Reinstall the app at ${SETTINGS}, and take over the new bot token.`)],
    };
  }
}

async function checkAppToken(patient: SlackPatient, logger: Logger): Promise<SlackCheck> {
  const what = 'app token and Socket Mode';
  const { appToken } = patient;
  const where = `Make one with the scope connections:write under Basic Information, App-Level Tokens, at ${SETTINGS}, and put it into what slack.app_token names.`;
  if (!appToken) return bad(what, 'It is not set.', where);
  if (!/^xapp-[\w-]{6,}$/u.test(appToken)) return bad(what, 'It is no app-level token: those begin with xapp-.', where);
  try {
    const { url } = await client(appToken, patient, logger).apps.connections.open({});
    return url ? good(what, 'Slack offers a connection.') : bad(what, 'Slack gave no address to connect to.', 'Try again in a minute.');
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind !== 'refused') return unreached(what, trouble, patient);
    if (trouble.code === 'missing_scope') return bad(what, 'Its scope connections:write is missing.', where);
    if (/socket_mode|not_allowed/u.test(trouble.code))
      return bad(what, `Slack refuses it: ${trouble.code}.`, `Switch on Socket Mode for the app at ${SETTINGS}, or set slack.mode: http.`);
    return bad(what, `Slack refuses it: ${trouble.code}.`, where);
  }
}

function checkSigningSecret({ signingSecret }: SlackPatient): SlackCheck {
  const what = 'signing secret';
  const where = `Copy the Signing Secret from Basic Information at ${SETTINGS} into what slack.signing_secret names.`;
  if (!signingSecret) return bad(what, 'It is not set.', where);
  // Slack documents 32 hexadecimal digits; only a real request shows whether it is the right one.
  if (!/^[0-9a-f]{32}$/u.test(signingSecret)) return bad(what, 'It does not look like one: those are 32 hexadecimal digits.', where);
  return good(what, 'It has the right form; whether it is the right one shows with the first request.');
}

async function findChannel(web: WebClient, channel: string): Promise<FoundChannel | undefined> {
  if (/^[CG][A-Z0-9]{6,}$/u.test(channel)) return (await web.conversations.info({ channel })).channel;
  return findChannelNamed(web, channel);
}

async function checkChannel(web: WebClient, patient: SlackPatient): Promise<SlackCheck> {
  const { channel } = patient;
  const what = `channel ${channel}`;
  const missing = `Create it in Slack, or set slack.channel to one that exists; a private channel by its id, after /invite @Faultline.`;
  try {
    const found = await findChannel(web, channel);
    if (!found) return bad(what, 'There is no public channel of that name.', missing);
    if (found.is_archived) return bad(what, 'It is archived.', 'Unarchive it in Slack, or set slack.channel to another one.');
    if (!found.is_member) return bad(what, 'The bot is not a member.', `Type /invite @Faultline in the channel.`);
    return good(what, 'It is there, and the bot is a member.');
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind !== 'refused') return unreached(what, trouble, patient);
    if (trouble.code === 'missing_scope')
      return good(what, 'Not checked: the optional scopes channels:read and groups:read are not there.');
    return bad(what, `Slack says ${trouble.code}.`, missing);
  }
}

/** Examines everything that Slack needs; one value for each thing, each failure with its remedy. Never throws for Slack's trouble. */
export async function examineSlack(patient: SlackPatient, logger: Logger): Promise<readonly SlackCheck[]> {
  const [bot, inbound] = await Promise.all([
    checkBotToken(patient, logger),
    patient.mode === 'socket' ? checkAppToken(patient, logger) : checkSigningSecret(patient),
  ]);
  return [...bot.checks, inbound, ...(bot.web ? [await checkChannel(bot.web, patient)] : [])];
}
