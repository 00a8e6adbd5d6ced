import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { DemoParts } from './cli/demo.js';
import { readCapture } from './cli/read-capture.js';
import type { FileRead, OpenedBot } from './cli/services.js';
import type { MakeVisit } from './flow/ports.js';
import { makeDemoFolder } from './sandbox/hosts/demo-folder.js';
import { startDemoHosts, whyNoDemoHosts } from './sandbox/hosts/demo-hosts.js';
import { startWorkspace } from './sandbox/workspace.js';

/** What `demoParts` takes from the composition root. */
export interface DemoTools {
  /** The folder of the package: manifest.yml, playbooks/, dist/. */
  readonly packageFolder: string;
  readonly platform: string;
  readonly readFile: (path: string) => FileRead;
  /** Opens the bot of a configuration, with `home` in place of the person's own home folder. */
  readonly openBot: (config: string, home: string, makeVisit: MakeVisit | undefined) => Promise<OpenedBot>;
}

/** Everything that `faultline demo` is put together from. */
export function demoParts({ packageFolder, platform, readFile, openBot }: DemoTools): DemoParts {
  return {
    noLiveHosts: whyNoDemoHosts(platform),
    makeFolder: makeDemoFolder,
    startLiveHosts: startDemoHosts,
    readRecorded: name => {
      const path = join(packageFolder, 'playbooks', 'cases', `${name}.capture.json`);
      return readCapture(readFile(path), path);
    },
    startWorkspace: async ({ port, panel }) => {
      const manifest: unknown = parse(readFileSync(join(packageFolder, 'manifest.yml'), 'utf8'));
      if (typeof manifest !== 'object' || manifest === null) throw new Error('manifest.yml is empty');
      return startWorkspace({ manifest: { ...manifest }, port, panel, pageFolder: join(packageFolder, 'dist', 'sandbox', 'page') });
    },
    startBot: async ({ config, home, makeVisit }) => {
      const opened = await openBot(config, home, makeVisit);
      if (opened.kind === 'refused') throw new Error(opened.says.join(' '));
      const { bot } = opened;
      try {
        await bot.start();
      } catch (error) {
        await bot.stop();
        throw error;
      }
      return { close: bot.stop };
    },
  };
}
