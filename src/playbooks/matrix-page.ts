import type { Fault, Symptom } from '../model/playbook.js';

/** Text inside a cell of a markdown table. */
const cell = (text: string): string => text.replace(/\s+/gu, ' ').replaceAll('|', String.raw`\|`).trim();

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const ids = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(' ');

/** A title whose holes are filled only when something is found: `the accept queue of port … is full`. */
const titleOf = ({ title }: Fault): string => cell(title.text.replace(/\{\{.*?\}\}/gu, '…'));

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/**
 * The matrix as a page. A line for each symptom and each fault, and no line speaks of another one's neighbours: whoever adds a fault
 * adds a line, so that two who add different ones do not get in each other's way.
 */
export function matrixPage(symptoms: readonly Symptom[], faults: readonly Fault[]): string {
  const behind = (fault: Fault): readonly string[] => symptoms.filter(({ consider }) => consider.includes(fault.id)).map(({ id }) => id);
  const said = symptoms.map(({ id, title, phrases }) => [`\`${id}\``, cell(title), cell(phrases.join(', '))]);
  const known = faults.map(fault => [
    `\`${fault.id}\``,
    fault.role,
    titleOf(fault),
    ids(behind(fault)),
    ids(fault.checks),
    ids(fault.leadsTo.map(({ fault: effect }) => effect)),
    ids(fault.remedies),
  ]);
  return `# The matrix

Made by \`faultline playbooks matrix\` from the playbooks; not written by hand.

## Symptoms

What people say, and the id that it is known by. Which faults are considered for it stands below.

${table(['symptom', 'title', 'what people say'], said)}

## Faults

A \`cause\` can be the root; an \`effect\` has a cause, which is looked for. Remedies are offered as \`fault/remedy\`.

${table(['fault', 'role', 'what is so', 'can be behind', 'what is looked at', 'leads to', 'remedies'], known)}
`;
}
