import type { Risk } from '../../model/remedy.js';

/** How much a remedy can break: a sign and words for everybody. None of the signs is an outcome's or a severity's. */
const RISKS: Readonly<Record<Risk, { readonly sign: string; readonly word: string }>> = {
  none: { sign: '⬜', word: 'Changes nothing' },
  low: { sign: '🔵', word: 'Low risk' },
  medium: { sign: '🚧', word: 'Medium risk' },
  high: { sign: '💣', word: 'High risk' },
};

export function riskLook(risk: Risk): { readonly sign: string; readonly word: string } {
  return RISKS[risk];
}

/** The risk in a line; what a person does is told from what Faultline does. */
export function riskLine(risk: Risk, isGuided: boolean): string {
  const { sign, word } = RISKS[risk];
  if (!isGuided) return `${sign} ${word}`;
  return `📋 Steps for a person${risk === 'none' ? '' : ` · ${sign} ${word}`}`;
}
