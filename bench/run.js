// node --expose-gc bench/run.js [HOSTS]: how fast and how small visits are, as ratios to limits and to other tools, all measured in this run.
// Needs root, openssh-server and, for one row, clustershell. Build first: it measures dist/.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { buildBatchScript } from '../dist/hosts/batch-script.js';
import { createHostRunner } from '../dist/hosts/host-runner.js';
import { counterCommand, plainCommands, planFor } from './checks.js';
import { cpuOf, median, timed, tool, watched } from './measure.js';
import { openPeers } from './peers.js';
import { startHosts, USER } from './sshd.js';

const COUNT = Number(process.argv[2] ?? 100);
const WINDOW = 2;
const REPEATS = 5;
const rows = [];
const say = text => process.stdout.write(`${text}\n`);
const row = (what, value, limit, unit, note = '') => {
  const ok = limit === undefined ? '' : value <= limit ? 'ok' : 'ABOVE';
  rows.push(ok);
  say(
    `${what.padEnd(58)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(3)} ${(limit === undefined ? '' : `<= ${limit.toFixed(2)}`).padEnd(12)} ${ok.padEnd(6)}${note}`,
  );
};

if (process.getuid() !== 0) {
  process.stderr.write('bench/run.js starts an sshd and an account of its own: run it as root, on a machine that is yours\n');
  process.exit(2);
}
const hosts = await startHosts(COUNT);
const peers = openPeers(hosts);
try {
  await oneHost();
  await manyHosts();
} finally {
  peers.close(hosts.addresses);
  await hosts.stop();
}
process.exitCode = rows.includes('ABOVE') ? 1 : 0;

async function oneHost() {
  say(`\n1 host, ${plainCommands.length} checks, window ${WINDOW} s, median of ${REPEATS}`);
  const [host] = hosts.inventory;
  const plan = planFor(host.name, WINDOW);
  const runner = createHostRunner();
  const check = run => {
    if (run.trouble !== undefined || run.runs.some(one => one.kind !== 'ran'))
      throw new Error(`the visit is not whole: ${JSON.stringify(run.trouble ?? run.runs.find(one => one.kind !== 'ran'))}`);
  };
  check(await runner.run(host, plan, {}));
  execFileSync('touch', [`${hosts.folder}/stamp`]);
  const script = `${counterCommand}; sleep ${WINDOW}; ${plainCommands.join('; ')}`;
  peers.warm([hosts.addresses[0]]);

  const measured = { slowest: [], pooled: [], cold: [], hostCpu: [], ssh: [], each: [], clush: [], rtt: [] };
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const alone = [];
    for (const command of plainCommands) alone.push((await tool('/bin/sh', ['-c', command])).ms);
    measured.slowest.push(Math.max(...alone));
    measured.rtt.push((await timed(() => runner.probeConnection(host))).ms);
    const cpu = hosts.cpuSeconds();
    const pooled = await timed(() => runner.run(host, plan, {}));
    check(pooled.value);
    measured.pooled.push(pooled.ms);
    if (cpu !== undefined) measured.hostCpu.push(hosts.cpuSeconds() - cpu);
    const fresh = createHostRunner();
    measured.cold.push((await timed(() => fresh.run(host, plan, {}))).ms);
    await fresh.close();
    measured.ssh.push((await peers.sshScript(hosts.addresses[0], script)).ms);
    measured.each.push((await peers.sshEach(hosts.addresses[0], [counterCommand, `sleep ${WINDOW}`, ...plainCommands])).ms);
    if (peers.hasClush) measured.clush.push((await peers.clush([hosts.addresses[0]], script)).ms);
  }
  await runner.close();
  const limit = 1.1 * (WINDOW * 1000 + median(measured.slowest));
  const ms = median(measured.pooled);
  row('pooled, wall', ms, limit, 'ms', `slowest check alone ${median(measured.slowest).toFixed(1)} ms; round trip here below 0.1 ms`);
  row('cold, wall over pooled', median(measured.cold) - ms, 100, 'ms');
  row('ssh ControlMaster, one script, wall / ours', median(measured.ssh) / ms, undefined, 'x');
  row('ssh ControlMaster, one exec per check, wall / ours', median(measured.each) / ms, undefined, 'x');
  if (peers.hasClush) row('clush on ControlMaster, one script, wall / ours', median(measured.clush) / ms, undefined, 'x');
  if (measured.hostCpu.length > 0) row('CPU on the host for one visit', median(measured.hostCpu), 0.5, 's');
  const written = execFileSync('/bin/sh', ['-c', `find / -xdev -user ${USER} -newer ${hosts.folder}/stamp -type f 2>/dev/null | wc -l`], {
    encoding: 'utf8',
  });
  row('files written on the host', Number(written), 0, '');
}

async function manyHosts() {
  say(
    `\n${COUNT} hosts at once, ${plainCommands.length} checks each (all of them on this one machine, so that wall time is the hosts' and not the bot's)`,
  );
  const runner = createHostRunner();
  globalThis.gc?.();
  const idle = process.memoryUsage.rss();
  const first = { answer: Number.POSITIVE_INFINITY, connected: new Map() };
  const visitAll = onProgress => Promise.all(hosts.inventory.map(host => runner.run(host, planFor(host.name, WINDOW), { onProgress })));
  const cold = await watched(idle, () =>
    visitAll(({ host, state }) => {
      if (state === 'ended') first.answer = Math.min(first.answer, performance.now());
      if (!first.connected.has(host)) first.connected.set(host, performance.now());
    }),
  );
  const pooled = await watched(idle, () => visitAll(undefined));
  const troubled = visits => visits.filter(run => run.trouble !== undefined);
  const bad = troubled([...cold.value, ...pooled.value]);
  if (bad.length > 0) say(`  ${bad.length} of ${2 * COUNT} visits had trouble, such as: ${bad[0].trouble.says}`);

  await runner.close();

  // sshd looks the login shell up once for each connection: these are new ones.
  peers.close(hosts.addresses);
  await hosts.repeatOneAnswer(buildBatchScript(planFor('any', WINDOW)), WINDOW);
  const fleet = createHostRunner();
  const cpu = [];
  for (let repeat = 0; repeat < 2 * REPEATS; repeat++) {
    const { value, cpuMs } = await cpuOf(() => Promise.all(hosts.inventory.map(host => fleet.run(host, planFor(host.name, WINDOW), {}))));
    if (troubled(value).length > 0) throw new Error(`a repeated answer is not whole: ${troubled(value)[0].trouble.says}`);
    // The first rounds compile what a bot that runs for weeks has compiled.
    if (repeat >= REPEATS) cpu.push(cpuMs / COUNT);
  }
  await fleet.close();

  peers.warm(hosts.addresses);
  const script = 'true';
  const ssh = await peers.sshAll(hosts.addresses, script);
  const clush = peers.hasClush ? await peers.clush(hosts.addresses, script) : undefined;
  const own = median(cpu);
  const { bindingAvailable } = createRequire(import.meta.url)('ssh2/lib/protocol/crypto.js');
  row(
    'bot CPU per host, pooled, hosts that repeat an answer',
    own,
    2,
    'ms',
    bindingAvailable ? "ssh2's native ciphers" : "ssh2's ciphers in JavaScript",
  );
  row('ssh processes on ControlMasters, CPU / ours', ssh.cpuMs / COUNT / own, undefined, 'x');
  if (clush !== undefined) row('clush on ControlMasters, CPU / ours', clush.cpuMs / COUNT / own, undefined, 'x');
  row('memory over idle, largest', Math.max(cold.rssMb, pooled.rssMb), 120, 'MB');
  row('longest pause of the event loop, cold', cold.stallMs, 100, 'ms');
  row('longest pause of the event loop, pooled', pooled.stallMs, 100, 'ms');
  row(
    'first answer / last host begun, cold',
    (first.answer - startOf(first)) / (Math.max(...first.connected.values()) - startOf(first)),
    1,
    'x',
  );
}

function startOf({ connected }) {
  return Math.min(...connected.values()) - 1;
}
