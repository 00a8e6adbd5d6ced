import type { Fault, Playbooks, Symptom } from '../model/playbook.js';
import { matrixPage } from './matrix-page.js';

/** The matrix as rows of cells: the symptoms across, a fault in each row, `●` for a cause and `○` for an effect to consider. */
function cellsOf(symptoms: readonly Symptom[], faults: readonly Fault[]): readonly (readonly string[])[] {
  return faults.map(fault => [
    fault.id,
    ...symptoms.map(({ consider }) => (consider.includes(fault.id) ? (fault.role === 'cause' ? '●' : '○') : '')),
  ]);
}

const byId = <T extends { readonly id: string }>(things: Iterable<T>): readonly T[] => [...things].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Which faults each symptom considers: a page in markdown for documents, one table for a terminal (symptoms numbered). */
export function matrixOf(playbooks: Playbooks, format: 'text' | 'markdown'): string {
  const symptoms = byId(playbooks.symptoms.values());
  const faults = byId(playbooks.faults.values());
  if (format === 'markdown') return matrixPage(symptoms, faults);
  const width = Math.max(0, ...faults.map(fault => fault.id.length));
  const legend = symptoms.map((symptom, index) => `${String(index + 1).padStart(2)}  ${symptom.id}`);
  const numbers = symptoms.map((_, index) => String(index + 1).padStart(3)).join('');
  const lines = cellsOf(symptoms, faults).map(
    ([id = '', ...cells]) => `${id.padEnd(width)} ${cells.map(cell => (cell || '·').padStart(3)).join('')}`,
  );
  return `${[...legend, '', `${' '.repeat(width)} ${numbers}`, ...lines, '', '● cause, ○ effect'].join('\n')}\n`;
}
