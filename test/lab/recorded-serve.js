// The bot for the crash test: everything of `faultline serve` from dist/, but its hosts answer from a capture after a short while, so that two
// cores are enough for hundreds of lives. `node test/lab/recorded-serve.js CONFIG CAPTURE SECONDS`; its log goes to stdout.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildInventory } from '../../dist/config/inventory.js';
import { openConfig } from '../../dist/config/open-config.js';
import { readTextFile, systemSources } from '../../dist/config/sources.js';
import { replayChecks } from '../../dist/flow/replay-checks.js';
import { parsers } from '../../dist/parsers/registry.js';
import { matchesLine } from '../../dist/playbooks/line-pattern.js';
import { loadPlaybooks } from '../../dist/playbooks/load.js';
import { openBot } from '../../dist/serve-app.js';

const [flag = '', captureFile = '', seconds = '1'] = process.argv.slice(2);
const { env } = process;
const home = dirname(flag);
const { loaded, folder } = openConfig({ flag, cwd: home, home, env, read: readTextFile });
if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
const { config, unset, locate } = loaded;
const directory = await buildInventory(config, systemSources(config, { home, user: 'crash', env }, folder));
const replay = replayChecks(JSON.parse(readFileSync(captureFile, 'utf8')));
const files = readdirSync('playbooks', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.yaml') && !name.startsWith('cases'))
  .map(name => ({ path: join('playbooks', name), text: readFileSync(join('playbooks', name), 'utf8') }));
const opened = await openBot(
  { config, folder, home, directory, unset, locate },
  {
    env,
    clock: { now: () => Date.now() / 1000 },
    version: 'crash',
    factTools: { parsers, matchesLine },
    loadPlaybooks: () => ({ ...loadPlaybooks(files, parsers), files }),
    openVisits: () => ({
      makeVisit: async visit => {
        await delay(Number(seconds) * 1000 * Math.random());
        return replay(visit, {});
      },
      close: () => Promise.resolve(),
    }),
    log: line => process.stdout.write(line),
  },
);
if (opened.kind === 'refused') throw new Error(opened.says.join('\n'));
process.once('SIGTERM', () => void opened.bot.stop().then(() => process.exit(0)));
await opened.bot.start();
