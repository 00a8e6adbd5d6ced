import { compareSeverity, severityOf, worstSeverity } from '../../src/alerting/severity-of.js';

test.each([
  [{ severity: 'critical' }, 'critical'],
  [{ severity: ' Page ' }, 'critical'],
  [{ priority: 'P2' }, 'error'],
  [{ severity: 'purple', level: 'warn' }, 'warning'],
  [{ severity: 'none' }, 'info'],
  [{ severity: '' }, 'unknown'],
  [{}, 'unknown'],
])('%j is %s', (labels: Readonly<Record<string, string>>, severity) => {
  expect(severityOf(labels)).toBe(severity);
});

test('the worst of several', () => {
  expect(worstSeverity(['info', 'error', 'unknown'])).toBe('error');
  expect(worstSeverity([])).toBe('unknown');
  expect((['unknown', 'critical', 'info'] as const).toSorted(compareSeverity)).toEqual(['critical', 'info', 'unknown']);
});
