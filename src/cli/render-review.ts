import type { MeasureReview, ResourceReview, SettingReview } from '../model/review.js';
import type { SummaryReview } from '../model/summary.js';
import { clip, paint, type Terminal, wrap } from './terminal.js';

const HIGH: Readonly<Record<MeasureReview['high'], string>> = { true: 'HIGH', false: 'ok', unknown: '?' };
/** As wide as `utilisation`. */
const OF_WIDTH = 11;

function resourceText(terminal: Terminal, { title, host, measures }: ResourceReview): string {
  const lines = measures.map(({ of, high, says }) => {
    const text = wrap(says, terminal.columns, `    ${of.padEnd(OF_WIDTH)}  ${HIGH[high].padEnd(4)}  `, ' '.repeat(OF_WIDTH + 12));
    return high === 'true' ? paint(terminal, ['bold', 'yellow'], text) : text;
  });
  return [`  ${paint(terminal, 'bold', title)} (${host})`, ...lines].join('\n');
}

/** A setting that needs a decision: what it is, what it should be, and why. */
function settingText(terminal: Terminal, { title, name, state, now, value, why, felt, source }: SettingReview): string {
  const wanted = state === 'not-advised' ? `often advised: ${value}; not by us` : `recommended: ${value}`;
  const parts = [
    wrap(`${name} is ${now}; ${wanted}`, terminal.columns, `  ${state === 'not-advised' ? '.' : '!'} `, '    '),
    wrap(`${title}. ${why}`, terminal.columns, '      ', '      '),
  ];
  if (felt !== undefined) parts.push(paint(terminal, ['bold', 'yellow'], wrap(`felt here: ${felt}`, terminal.columns, '      ', '      ')));
  if (source && source.line !== '') parts.push(paint(terminal, 'cyan', clip(`      | ${source.line}`, terminal.columns)));
  return parts.join('\n');
}

/** Settings that need no words each: what is as recommended, and what could not be read. */
function namesText(terminal: Terminal, title: string, settings: readonly SettingReview[]): readonly string[] {
  if (settings.length === 0) return [];
  return [wrap(settings.map(({ name, now }) => `${name} (${now})`).join(', '), terminal.columns, `  ${title}: `, '    ')];
}

/** What an audit says beside the faults: resources by use, saturation and errors, then settings with the reason for each. */
export function renderReview({ resources, resourcesSay, settings, settingsSay }: SummaryReview, terminal: Terminal): readonly string[] {
  const of = (...states: readonly SettingReview['state'][]): readonly SettingReview[] =>
    settings.filter(({ state }) => states.includes(state));
  const sections: string[] = [];
  if (resources.length > 0)
    sections.push(
      [
        paint(terminal, 'bold', 'Resources'),
        wrap(resourcesSay, terminal.columns, '  ', '  '),
        ...resources.map(resource => resourceText(terminal, resource)),
      ].join('\n'),
    );
  if (settings.length > 0)
    sections.push(
      [
        paint(terminal, 'bold', 'Settings'),
        wrap(settingsSay, terminal.columns, '  ', '  '),
        ...of('differs', 'not-advised').map(setting => settingText(terminal, setting)),
        ...namesText(terminal, 'As recommended', of('as-recommended')),
        ...namesText(terminal, 'Not known', of('unknown')),
      ].join('\n'),
    );
  return sections;
}
