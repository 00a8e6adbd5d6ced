import type { Result } from './results.js';
import { type Score, scoreOf } from './score.js';

const share = (part: number, whole: number): string => (whole === 0 ? 'none was run' : `${part} of ${whole}`);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? Number.NaN;
const listed = (findings: readonly string[]): string => findings.map(finding => `\`${finding}\``).join(', ');

interface Scored extends Result, Score {}

/** The results as Markdown: figures first, then every run that was not right, then a line per condition. `where`: date and machine. */
export function tableOf(results: readonly Result[], where: string): string {
  const scored: Scored[] = results.map(result => ({ ...result, ...scoreOf(result.truth, result.found, result.beside) }));
  const isControl = ({ truth }: Result) => truth.roots.length + truth.tracedTo.length === 0;
  const faults = scored.filter(run => !isControl(run));
  const controls = scored.filter(isControl);
  const conditions = [...new Set(faults.map(({ condition }) => condition))].sort();
  const wrong = scored.filter(({ points }) => points < 1);
  const seconds = scored.map(run => run.seconds);
  return [
    '# Faults, really induced and diagnosed',
    '',
    `${where} \`bench/faults\` put each fault into the hosts of the [fault lab](../test/lab/README.md), asked over SSH, and compared the answer. Scored as`,
    '[ITBench-AA](https://artificialanalysis.ai/articles/itbench-aa-launch) does: a missed root makes a run worth nothing, an untrue one beside it costs its share.',
    '',
    '| | |',
    '|---|---|',
    `| score over ${faults.length} runs with a fault | ${faults.length === 0 ? 'none was run' : mean(faults.map(({ points }) => points)).toFixed(3)} |`,
    `| first answer true | ${share(faults.filter(({ isFirstTrue }) => isFirstTrue).length, faults.length)} |`,
    `| healthy hosts on which a root was named | ${share(controls.filter(({ points }) => points < 1).length, controls.length)} |`,
    `| time to answer: median, slowest tenth | ${quantile(seconds, 0.5).toFixed(1)} s, ${quantile(seconds, 0.9).toFixed(1)} s |`,
    '',
    '## What was not right',
    '',
    ...(wrong.length === 0 ? ['Nothing.'] : ['| run | asked | missed | untrue |', '|---|---|---|---|']),
    ...wrong.map(
      ({ condition, variation, asked, missed, untrue }) =>
        `| ${condition}, ${variation} | ${asked} | ${listed(missed)} | ${listed(untrue)} |`,
    ),
    '',
    '## By condition',
    '',
    '| condition | variations | score |',
    '|---|---|---|',
    ...conditions.map(name => {
      const runs = faults.filter(({ condition }) => condition === name);
      return `| ${name} | ${runs.map(({ variation }) => variation).join('; ')} | ${mean(runs.map(({ points }) => points)).toFixed(2)} |`;
    }),
    '',
  ].join('\n');
}
