import { foldStory } from '../../src/alerting/fold-story.js';
import { incidentMarkdown } from '../../src/alerting/incident-markdown.js';
import type { Incident } from '../../src/model/incident.js';
import { AT, alert, group } from './alerts.js';

const NASTY = '# [x](javascript:1) <b> `c` *d*\n## e';

function incident(): Incident {
  const folded = foldStory(undefined, group([alert('A', { labels: { alertname: NASTY }, annotations: { summary: NASTY } })]), AT, 60);
  if (folded.kind !== 'open') throw new Error('it did not open');
  return {
    id: 'inc-1',
    openedBy: { id: 'alerts' },
    openedAt: AT,
    place: { channel: 'C' },
    question: { words: NASTY, symptom: 'host-audit', hosts: ['a'], params: [] },
    runs: [{ number: 1, by: { id: 'alerts' }, startedAt: AT, state: { kind: 'looking' } }],
    story: { ...folded.story, because: [NASTY] },
  };
}

test('text of alerts is no markup', () => {
  const text = incidentMarkdown(incident(), [{ at: AT, kind: 'opened', says: NASTY, by: { id: NASTY } }], []);
  const foreign = text.split('\n').filter(line => line.includes('javascript'));
  expect(foreign).toHaveLength(5);
  for (const line of foreign) expect(line.replace(/^# |^- /u, '').replace(/\\./gu, '')).not.toMatch(/[`*[\]<>#]/u);
  expect(text).toContain('## People');
});

test('text of hosts cannot end its block', () => {
  const evidence = 'a\n```\n# not a title\n`````\n\u001b[31mred';
  const text = incidentMarkdown(incident(), [], [{ number: 1, startedAt: AT, by: 'U1', says: 'x', evidence, feedback: [] }]);
  const lines = text.split('\n');
  const from = lines.indexOf('``````text');
  expect(from).toBeGreaterThan(0);
  expect(lines.slice(from + 1, from + 7)).toEqual(['a', '```', '# not a title', '`````', 'red', '``````']);
});
