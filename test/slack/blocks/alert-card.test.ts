import fc from 'fast-check';
import type { Around } from '../../../src/flow/ports.js';
import type { AlertStory } from '../../../src/model/story.js';
import { alertCard } from '../../../src/slack/blocks/alert-card.js';
import { messageProblems, unseenIn } from '../limits.js';
import { readAloud } from '../read-aloud.js';
import { AROUND, alertIncident, alertOf, CONTEXT, FIRED, HOSTILE_AROUND, hostileStory, storyOf, TIMELINE } from './alert-scenes.js';
import { nasty } from './summaries.js';

const card = (story: AlertStory, around: Around = AROUND, context = CONTEXT) => alertCard(alertIncident(story), undefined, around, context);
const spoken = (...shown: Parameters<typeof card>): string => {
  const { blocks, attachments } = card(...shown);
  return readAloud({ blocks, attachments });
};
const silence = (until: number, endedAt?: number): AlertStory['silences'][number] => ({
  id: 's',
  by: { id: 'U0ALICE' },
  reason: 'being repaired',
  matchers: [],
  from: FIRED,
  until,
  ...(endedAt === undefined ? {} : { endedAt }),
});

describe('the card of an alert incident', () => {
  test('says what fires, how severe it is, since when, and what is done about it', () => {
    const text = spoken(storyOf());
    expect(text).toMatch(/^🚨 Critical: HighErrorRate\nservice="checkout"\n🔥 Firing since .* · 2 alerts firing\n/u);
    expect(text).toContain('Looking for the cause');
    expect(text).toContain('Where api-1, api-2, service checkout');
    expect(text).toContain('Opened by alerts');
    expect(text).toContain('[Acknowledge] [Silence…] [Run again] [Assign…] [Resolve] [Alertmanager] [Rule]');
  });

  test('names at most three kinds of alerts, the most common first', () => {
    const named = (name: string, instance: string) => alertOf(instance, { labels: { alertname: name, instance } });
    const story = storyOf({ alerts: ['A', 'B', 'B', 'C', 'D', 'D', 'D'].map((name, index) => named(name, `h${index}`)) });
    expect(spoken(story)).toMatch(/^🚨 Critical: D, B, A and 1 more\n/u);
    expect(spoken(storyOf({ alerts: [], group: { ...storyOf().group, groupLabels: {} } }))).toMatch(
      /^🚨 Critical: Alerts without a name\n/u,
    );
  });

  test('a silence counts until it ends, by itself or by somebody', () => {
    expect(spoken(storyOf({ silences: [silence(CONTEXT.now + 1)] }))).toMatch(/Silenced until .*: being repaired[\s\S]*\[End silence\]/u);
    for (const over of [silence(CONTEXT.now - 1), silence(CONTEXT.now + 600, CONTEXT.now - 5)]) {
      const text = spoken(storyOf({ silences: [over] }));
      expect(text).not.toContain('Silenced until');
      expect(text).toContain('[Silence…]');
    }
  });

  test('without an Alertmanager nothing is offered that would need one', () => {
    expect(spoken(storyOf(), AROUND, { ...CONTEXT, canSilence: false })).not.toContain('[Silence…]');
  });

  test('only addresses of the web become links', () => {
    for (const externalUrl of ['javascript:alert(1)', 'file:///etc/passwd', 'https://user:secret@evil.example/', 'not an address', '']) {
      const story = storyOf({ group: { ...storyOf().group, externalUrl }, alerts: [alertOf('h', { generatorUrl: externalUrl })] });
      expect(spoken(story)).not.toMatch(/\[Alertmanager\]|\[Rule\]/u);
    }
  });

  test('shows the end of a long history, and says how long it is', () => {
    const timeline = Array.from({ length: 40 }, (_, index) => ({
      at: FIRED + index,
      kind: 'alert-joined' as const,
      says: `alert ${index}`,
    }));
    const text = spoken(storyOf(), { related: [], timeline: [...timeline, ...TIMELINE] });
    expect(text).toContain('What happened last (of 45)');
    expect(text).not.toContain('alert 3 ');
    expect(text).toMatch(/Silenced for 1 hour: being repaired · @U0ALICE/u);
  });

  test('names what may belong together, with a link where its card stands', () => {
    const text = JSON.stringify(card(storyOf()));
    expect(text).toContain('"url":"https://acme.slack.com/archives/C0INCIDENTS/p1795249000000100","text":"out-of-memory"');
    expect(spoken(storyOf())).toContain('inc-asked67890abcdef slow-response on api-2, asked');
  });

  test('keeps all limits, whatever the labels are', () => {
    const alert = fc
      .record({ name: nasty, instance: nasty, summary: nasty, url: nasty, label: nasty })
      .map(({ name, instance, summary, url, label }) =>
        alertOf('h', { labels: { alertname: name, instance, [label]: name }, annotations: { summary }, generatorUrl: url }),
      );
    fc.assert(
      fc.property(
        fc.array(alert, { maxLength: 12 }),
        fc.dictionary(nasty, nasty, { maxKeys: 12 }),
        fc.array(nasty, { maxLength: 8 }),
        nasty,
        (alerts, groupLabels, because, person) => {
          const story = storyOf({
            alerts,
            because,
            group: { ...storyOf().group, groupLabels, externalUrl: person },
            acknowledged: { by: { id: person }, at: Number.NaN },
          });
          const around: Around = { related: [], timeline: because.map(says => ({ at: FIRED, kind: 'opened', by: { id: person }, says })) };
          expect(messageProblems(card(story, around))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
    const worst = card(hostileStory(), HOSTILE_AROUND);
    expect(messageProblems(worst)).toEqual([]);
    expect(unseenIn(worst)).toEqual([]);
    expect(readAloud(worst)).toContain('What happened last (of 300)');
  });
});
