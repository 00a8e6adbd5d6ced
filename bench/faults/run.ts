// npm run -s bench:faults -- [--only NAME] [--results FILE] [--named VARIATION] [--write]: puts every fault of the lab in and scores the answers.
// Needs root, what test/lab/prepare.sh makes, and dist/. A run takes 12 s, all of them three quarters of an hour; a second call goes on
// where the first was interrupted, and each run waits until the machine is quiet. --write: docs/benchmark.md.
// --named: only the faults as they are, under that name (renamed.sh).
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Condition, conditionNames, type Expectation, readCondition } from '../../test/lab/condition.js';
import { diagnose, lab, type Report, withCondition } from '../../test/lab/lab.js';
import { quietMachine } from './quiet.js';
import { addResult, nameOf, type Result, readResults } from './results.js';
import { tableOf } from './table.js';
import { HEALTHY, PAIRS, variationsOf } from './variations.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    named: { type: 'string' },
    results: { type: 'string', default: '/tmp/faultline-bench-faults.jsonl' },
    write: { type: 'boolean', default: false },
  },
});
const named = (findings: readonly Expectation[]): string[] => [...new Set(findings.map(({ fault, host }) => `${fault}@${host}`))];
const answerOf = ({ roots, tracedTo }: Pick<Condition, 'roots' | 'tracedTo'> | Report) => ({
  roots: named(roots),
  tracedTo: named(tracedTo),
});

interface Run {
  readonly condition: string;
  readonly variation: string;
  readonly words: readonly string[];
  readonly where: readonly string[];
  readonly knobs: Readonly<Record<string, string>>;
  readonly truth: Result['truth'];
  readonly beside: readonly string[];
}

// An effect shows on the host that is asked about or on the gateway before it.
const besideOf = ({ alsoFound, host }: Condition) => alsoFound.flatMap(fault => [...new Set([`${fault}@${host}`, `${fault}@gw`])]);
function whereOf({ host, port, url }: Condition, ownPort = String(port)): string[] {
  return ['--host', host, '--port', ownPort, '--url', url.replace(`:${port}/`, `:${ownPort}/`)];
}

function runsOf(name: string): Run[] {
  const condition = readCondition(name);
  return variationsOf(name).map(({ what, knobs, words }) => ({
    condition: name,
    variation: what,
    words: words?.split(' ') ?? condition.words,
    where: whereOf(condition, knobs.PORT),
    knobs,
    truth: answerOf(condition),
    beside: besideOf(condition),
  }));
}

function pairOf([first, second, words]: (typeof PAIRS)[number]): Run {
  const [one, other] = [readCondition(first), readCondition(second)];
  return {
    condition: `${first}+${second}`,
    variation: 'both at once',
    words: words.split(' '),
    where: whereOf(one),
    knobs: {},
    truth: { roots: [...new Set([...named(one.roots), ...named(other.roots)])], tracedTo: [] },
    beside: [...besideOf(one), ...besideOf(other)],
  };
}

const healthy: Run[] = HEALTHY.flatMap(([words, host, port]) =>
  [{}, { LAB_NOISE: '1' }].map((knobs, index) => ({
    condition: 'none',
    variation: index === 0 ? 'a healthy host' : 'a healthy host with noise',
    words: words.split(' '),
    where: ['--host', host, '--port', String(port)],
    knobs,
    truth: { roots: [], tracedTo: [] },
    beside: [],
  })),
);

const faults = conditionNames()
  .filter(name => name !== 'none')
  .flatMap(runsOf);
const asTheyAre = faults.filter(({ knobs }) => Object.keys(knobs).length === 0).map(run => ({ ...run, variation: options.named ?? '' }));
const runs = (options.named === undefined ? [...faults, ...PAIRS.map(pairOf), ...healthy] : asTheyAre).filter(
  ({ condition }) => options.only === undefined || condition === options.only,
);
const done = new Set(readResults(options.results).map(nameOf));

await lab(['up']);
for (const { condition, variation, words, where, knobs, truth, beside } of runs) {
  const asked = [...words, ...where.slice(0, 4)].join(' ');
  const name = nameOf({ condition, variation, asked });
  if (done.has(name)) continue;
  await quietMachine();
  try {
    await withCondition(
      condition,
      async () => {
        const started = performance.now();
        const { report } = await diagnose(words, where);
        const seconds = (performance.now() - started) / 1000;
        const found = answerOf(report);
        addResult(options.results, { condition, variation, asked, truth, found, beside: [...beside], seconds });
        process.stdout.write(`${name}: ${[...found.roots, ...found.tracedTo].join(', ') || '-'} (${seconds.toFixed(1)} s)\n`);
      },
      knobs,
    );
  } catch (error) {
    // A circumstance that this machine cannot make is no answer of Faultline's: it is said and not counted.
    process.stdout.write(`${name}: NOT RUN: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Linux`;
const table = tableOf(readResults(options.results), `On ${new Date().toISOString().slice(0, 10)}, on a machine with ${machine},`);
process.stdout.write(`\n${table}`);
if (options.write) writeFileSync(new URL('../../docs/benchmark.md', import.meta.url), table);
