// node bench/slack.js [COMMANDS] [PER_SECOND]: how fast the bot answers in the chat. The bot is a process of its own, as in production; the chat is
// the workspace of src/sandbox with Slack's own limits; the host answers from a capture (bench/slack-bot.js). Build first: it measures dist/.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import { startWorkspace } from '../dist/sandbox/workspace.js';

const COMMANDS = Number(process.argv[2] ?? 100);
const PER_SECOND = Number(process.argv[3] ?? 20);
/** chat.postMessage takes one a second in each channel, so that the commands are spread over many. */
const CHANNELS = 2 * PER_SECOND;
const MINUTE_MS = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
const names = Array.from({ length: CHANNELS }, (_, index) => `team-${index}`);
const workspace = await startWorkspace({
  manifest: parse(readFileSync('manifest.yml', 'utf8')),
  channels: names.map(name => ({ name })),
});
writeFileSync(
  join(folder, 'faultline.yml'),
  JSON.stringify({
    hosts: [{ name: 'app1', address: '10.78.2.2' }],
    slack: { bot_token: 'env:BOT', app_token: 'env:APP', channel: '#team-0', api_url: workspace.apiUrl },
    store: { url: `sqlite:${join(folder, 'faultline.db')}` },
  }),
);
const bot = spawn(process.execPath, [...process.execArgv, 'bench/slack-bot.js', join(folder, 'faultline.yml'), folder], {
  env: { ...process.env, HOME: folder, BOT: workspace.botToken, APP: workspace.appToken },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  const people = workspace.users.filter(({ isBot }) => !isBot);
  await workspace.journal.waitFor(() => workspace.people.state(people[0].id).botOnline, 30_000, 'the bot');
  const asked = [];
  for (let index = 0; index < COMMANDS; index++) {
    const channel = workspace.channelId(names[index % CHANNELS]);
    asked.push({ channel, at: Date.now() });
    // Somebody else each time: the same words of the same person within two seconds are one question.
    const { id: user } = people[Math.floor(index / CHANNELS) % people.length];
    void workspace.people.say({ user, channel, text: '/diagnose connection timed out on app1 port 8080' });
    await delay(1000 / PER_SECOND);
  }
  await delay(MINUTE_MS);
  report(asked);
} finally {
  bot.kill('SIGTERM');
  await new Promise(resolve => bot.once('exit', resolve));
  await workspace.close();
  rmSync(folder, { recursive: true, force: true });
}

function report(asked) {
  const row = (what, value, limit, unit) =>
    process.stdout.write(
      `${what.padEnd(58)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(4)} <= ${String(limit).padEnd(6)} ${value <= limit ? 'ok' : 'ABOVE'}\n`,
    );
  const percentile = (values, share) =>
    [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
  const deliveries = workspace.journal.deliveries().filter(({ type }) => type === 'slash_commands');
  const acknowledged = deliveries.flatMap(({ ackMs }) => ackMs ?? []);
  const posts = workspace.journal
    .messages()
    .filter(({ kind, message }) => kind === 'posted' && message.thread === undefined && message.user === workspace.bot.id);
  const first = asked.flatMap(({ channel, at }, index) => {
    const before = asked.slice(0, index).filter(other => other.channel === channel).length;
    const post = posts.filter(({ message }) => message.channel === channel)[before];
    return post ? [post.at - at] : [];
  });
  const updates = workspace.journal.calls('chat.update').map(({ at }) => at);
  const perMinute = Math.max(0, ...updates.map(from => updates.filter(at => at >= from && at < from + MINUTE_MS).length));
  const limited = workspace.journal.calls().filter(({ status }) => status === 429);
  process.stdout.write(`\n${COMMANDS} commands, ${PER_SECOND} a second, ${CHANNELS} channels\n`);
  row('commands that were not acknowledged', COMMANDS - acknowledged.length, 0, '');
  row('acknowledged within, median', percentile(acknowledged, 0.5), 100, 'ms');
  row('acknowledged within, 99th percentile', percentile(acknowledged, 0.99), 100, 'ms');
  row('commands without a message', COMMANDS - first.length, 0, '');
  row('first visible message, median', percentile(first, 0.5), 1000, 'ms');
  row('first visible message, 99th percentile', percentile(first, 0.99), 1000, 'ms');
  row('chat.update in the busiest minute', perMinute, 50, '');
  row('calls that Slack answered with 429', limited.length, 0, '');
  if (limited.length > 0) process.stdout.write(`  they were ${[...new Set(limited.map(({ method }) => method))].join(', ')}\n`);
}
