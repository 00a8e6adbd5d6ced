import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSymptom } from '../../src/cli/find-symptom.js';
import { bindTargets } from '../../src/config/bind-target.js';
import { buildInventory } from '../../src/config/inventory.js';
import { openConfig } from '../../src/config/open-config.js';
import { readTextFile, systemSources } from '../../src/config/sources.js';
import { investigate } from '../../src/flow/investigate.js';
import type { RemedyDeskTools } from '../../src/flow/remedies/remedy-tools.js';
import { runChecks } from '../../src/flow/run-checks.js';
import { createHostRunner } from '../../src/hosts/host-runner.js';
import { createProber } from '../../src/http/prober.js';
import type { Incident, Question } from '../../src/model/incident.js';
import type { RemedyRequest } from '../../src/model/remedy-request.js';
import { parsers } from '../../src/parsers/registry.js';
import { matchesLine } from '../../src/playbooks/line-pattern.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';
import { auditRecord } from '../../src/remediation/audit-chain.js';
import { rootScriptOf } from '../../src/remedies-app.js';
import { openStore } from '../../src/store/open-store.js';
import { shippedPlaybookFiles } from '../diagnosis/known-fleet.js';
import { clock, remedyKit, U1, U2, U3 } from '../flow/remedies/remedy-kit.js';
import { ROOT_SCRIPT } from '../libexec/root-script.js';
import type { Condition } from './condition.js';
import type { PlaybookFile } from './grant-access.js';
import { lab, folder as labFolder, type User } from './lab.js';

/** Counters are watched for so long, as the bot does. */
const WINDOW_SECONDS = 5;
const COMMAND_SECONDS = 60;

/** How a remedy went, for one line of a test. */
export interface Carried {
  readonly request: RemedyRequest;
  readonly state: string;
  readonly why: string;
}

/** Remedies for the lab's hosts: real SSH as a login, the playbooks that are shipped, the flows of the bot over a SQLite store. */
export async function openRemediesOverSsh(
  user: User,
  {
    files = shippedPlaybookFiles(),
    storeUrl,
    tools = () => ({}),
  }: {
    readonly files?: readonly PlaybookFile[];
    /** Absent: a store of its own. */
    readonly storeUrl?: string;
    readonly tools?: (parts: Pick<RemedyDeskTools, 'remedies' | 'actor'>) => Partial<RemedyDeskTools>;
  } = {},
) {
  const home = mkdtempSync(join(tmpdir(), 'faultline-remedies-ssh-'));
  const flag = join(labFolder, `faultline.${user}.yml`);
  const { loaded, folder } = openConfig({ flag, cwd: home, home, env: {}, read: readTextFile });
  if (loaded.kind === 'refused') throw new Error(loaded.problems.map(({ says }) => says).join('\n'));
  const directory = await buildInventory(loaded.config, systemSources(loaded.config, { home, user, env: {} }, folder));
  const { playbooks, problems } = loadPlaybooks(files, parsers);
  if (problems.length > 0) throw new Error(problems.map(({ place, message }) => `${place.file}:${place.line}: ${message}`).join('\n'));
  const opened = await openStore(storeUrl ?? `sqlite:${join(home, 'f.db')}`, clock);
  if (opened.kind === 'refused') throw new Error(opened.says);
  const { store } = opened;
  const runner = createHostRunner();
  const visits = { playbooks, parsers, matchesLine, makeVisit: runChecks(runner, createProber({ clock })) };
  const actor = runner.actor(rootScriptOf(readFileSync(ROOT_SCRIPT, 'utf8')));
  const incidents: Incident[] = [];
  const kit = remedyKit(store, { visits, actor }, incidents, {
    windowSeconds: WINDOW_SECONDS,
    commandSeconds: COMMAND_SECONDS,
    findHost: name => Promise.resolve(directory.findDeclared(name)),
    bind: question =>
      bindTargets(directory, question).then(bound => (bound.kind === 'refused' ? { kind: 'refused', problems: bound.problems } : bound)),
    ...tools({ remedies: store.remedies(auditRecord).remedies, actor }),
  });

  return {
    ...kit,
    incidents,
    /** Asks what the condition's header says, and gives the incident with its one answered run. */
    examine: async ({ words, host, port, url }: Pick<Condition, 'words' | 'host' | 'port' | 'url'>): Promise<Incident> => {
      const found = findSymptom(playbooks, words.join(' '));
      if (found.kind === 'refused') throw new Error(found.lines.join('\n'));
      const symptom = found.symptom.id;
      const question: Question = { words: words.join(' '), symptom, hosts: [host], port: String(port), url, params: [] };
      const bound = await bindTargets(directory, question);
      if (bound.kind === 'refused') throw new Error(bound.problems.join('\n'));
      const startedAt = clock.now();
      const investigation = await investigate(
        { symptom, targets: bound.targets, windowSeconds: WINDOW_SECONDS },
        { ...visits, services: [], findHost: address => Promise.resolve(directory.findDeclared(address)), clock },
      );
      const by = { id: 'U1' };
      const state = { kind: 'answered' as const, at: clock.now(), investigation };
      const id = `inc-${incidents.length + 1}`;
      const runs: Incident['runs'] = [{ number: 1, by, startedAt, state }];
      const incident: Incident = { id, openedBy: by, openedAt: startedAt, place: { channel: 'C1' }, question, runs };
      incidents.push(incident);
      return incident;
    },
    /** U1 asks for it, U2 approves (and U3 where two must); resolves when nothing is left to be done. */
    carryOut: async (incident: Incident, remedy: string): Promise<Carried> => {
      const { id, plan } = await kit.ask(remedy, U1, incident.id);
      for (const person of plan.risk === 'high' ? [U2, U3] : [U2]) {
        const pressed = await kit.desk.approve(id, plan.digest, person);
        if (pressed.kind === 'refused') throw new Error(pressed.says);
      }
      return carried(await kit.over(id));
    },
    offered: (incident: Incident): readonly string[] => kit.desk.offers(incident, 1).map(({ remedy }) => remedy),
    close: async () => {
      await kit.stop(20);
      await runner.close();
      await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Removes what remedies wrote down for the next boot; conditions set the values back themselves. */
export async function forgetKept(hosts: readonly string[]): Promise<void> {
  for (const host of hosts) await lab(['shell', host, 'sh', '-c', 'rm -f /etc/sysctl.d/90-faultline-*.conf']);
}

function carried(request: RemedyRequest): Carried {
  const { state } = request;
  return { request, state: state.kind, why: 'why' in state ? state.why : '' };
}
