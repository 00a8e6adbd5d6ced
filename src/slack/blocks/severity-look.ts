import type { Severity, StoryState } from '../../model/story.js';

/** How severe alerts are: a sign and a word for everybody, a colour for those who see it. None of the signs is an outcome's. */
export interface SeverityLook {
  readonly sign: string;
  readonly word: string;
  readonly colour: string;
}

const SEVERITIES: Readonly<Record<Severity, SeverityLook>> = {
  critical: { sign: '🚨', word: 'Critical', colour: '#cf222e' },
  error: { sign: '❗', word: 'Error', colour: '#e16f24' },
  warning: { sign: '⚠️', word: 'Warning', colour: '#bf8700' },
  info: { sign: 'ℹ️', word: 'Info', colour: '#1d6fd1' },
  unknown: { sign: '❔', word: 'Severity not said', colour: '#8250df' },
};

export function severityLook(severity: Severity): SeverityLook {
  return SEVERITIES[severity];
}

/** What the alerts do now. "Resolved" is what their sender says, "closed" what a person says; neither is a finding of the bot's. */
const STATES: Readonly<Record<StoryState['kind'], { readonly sign: string; readonly word: string }>> = {
  firing: { sign: '🔥', word: 'Firing' },
  resolved: { sign: '✅', word: 'Resolved' },
  closed: { sign: '✔️', word: 'Closed' },
};

export function storyStateLook(state: StoryState['kind']): { readonly sign: string; readonly word: string } {
  return STATES[state];
}

/** The bar beside a card: the severity while it fires, then what became of it. */
export function barColour(severity: Severity, state: StoryState['kind']): string {
  return { firing: SEVERITIES[severity].colour, resolved: '#2da44e', closed: '#6e7781' }[state];
}
