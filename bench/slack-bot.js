// The bot for bench/slack.js: everything of `faultline serve`, but its one host answers from a capture, after the time that looking took. On one
// machine the checks themselves would otherwise take the CPU from the bot that is measured.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildInventory } from '../dist/config/inventory.js';
import { openConfig } from '../dist/config/open-config.js';
import { readTextFile, systemSources } from '../dist/config/sources.js';
import { replayChecks } from '../dist/flow/replay-checks.js';
import { parsers } from '../dist/parsers/registry.js';
import { matchesLine } from '../dist/playbooks/line-pattern.js';
import { loadPlaybooks } from '../dist/playbooks/load.js';
import { openBot } from '../dist/serve-app.js';

const [flag, home] = process.argv.slice(2);
const { env } = process;
const { loaded, folder } = openConfig({ flag, cwd: home, home, env, read: readTextFile });
const { config, unset, locate } = loaded;
const directory = await buildInventory(config, systemSources(config, { home, user: 'bench', env }, folder));
const capture = JSON.parse(readFileSync('playbooks/cases/accept-queue-overflow.capture.json', 'utf8'));
const replay = replayChecks(capture);
const files = readdirSync('playbooks', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.yaml'))
  .map(name => ({ path: join('playbooks', name), text: readFileSync(join('playbooks', name), 'utf8') }));
const opened = await openBot(
  { config, folder, home, directory, unset, locate },
  {
    env,
    clock: { now: () => Date.now() / 1000 },
    version: 'bench',
    factTools: { parsers, matchesLine },
    loadPlaybooks: () => ({ ...loadPlaybooks(files, parsers), files }),
    openVisits: () => ({
      makeVisit: async (visit, { onProgress }) => {
        for (const { key } of [...visit.onHost, ...visit.fromBot]) onProgress?.({ host: visit.host.name, key, state: 'started' });
        await delay(capture.durationMs);
        return replay(visit, {});
      },
      close: () => Promise.resolve(),
    }),
    log: () => undefined,
  },
);
if (opened.kind === 'refused') throw new Error(opened.says.join('\n'));
process.once('SIGTERM', () => void opened.bot.stop().then(() => process.exit(0)));
await opened.bot.start();
