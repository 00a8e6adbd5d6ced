import fc from 'fast-check';
import type { ResourceReview, SettingReview } from '../../../src/model/review.js';
import type { EvidenceLine, Finding, NamedLine, RuledOut, Summary, SummaryGap, SummaryReview } from '../../../src/model/summary.js';
import { HOSTILE } from './hostile.js';

/** Texts that break things: markup, what becomes longer when escaped, letters of many characters, nothing at all. */
export const nasty: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 1000 }),
  fc.constantFrom(
    '',
    ' ',
    '\n',
    HOSTILE,
    '&'.repeat(1000),
    '<'.repeat(1000),
    '👩‍👩‍👧‍👦'.repeat(90),
    `e${'\u0301'.repeat(900)}`,
    '\ud83d',
    'x'.repeat(1000),
  ),
);
const name = fc.oneof(fc.constantFrom('oom-kill@api-1', 'fd-limit@gw (awk)'), nasty);
const named: fc.Arbitrary<NamedLine> = fc.record({ name, says: nasty });
const some = <Item>(item: fc.Arbitrary<Item>, most: number): fc.Arbitrary<Item[]> =>
  fc.oneof(fc.array(item, { maxLength: 3 }), fc.array(item, { maxLength: most, size: 'max' }));

const evidence: fc.Arbitrary<EvidenceLine> = fc.record(
  {
    side: fc.constantFrom('for' as const, 'against' as const),
    says: nasty,
    source: fc.record({
      host: name,
      command: nasty,
      exit: fc.integer(),
      at: fc.oneof(fc.double(), fc.constant(1_795_252_600)),
      line: nasty,
    }),
  },
  { requiredKeys: ['side', 'says'] },
);

const finding: fc.Arbitrary<Finding> = fc.record({
  name,
  fault: name,
  host: name,
  title: nasty,
  verdict: fc.constantFrom('confirmed' as const, 'likely' as const),
  evidence: some(evidence, 12),
  advice: nasty,
  chain: some(named, 12).map(lines => (lines.length > 0 ? lines : [{ name: 'x@y', says: 'x' }])),
  remedies: fc.constant([]),
  explain: nasty,
  references: some(
    fc.oneof(nasty, fc.constantFrom('man 2 listen', 'https://docs.kernel.org/networking/', 'https://x.example/<!channel>')),
    6,
  ),
});

const gap: fc.Arbitrary<SummaryGap> = fc.record({
  hosts: fc.array(name, { minLength: 1, maxLength: 6 }),
  checks: fc.array(name, { minLength: 1, maxLength: 8 }),
  title: nasty,
  reason: fc.constantFrom('denied' as const, 'unreachable' as const, 'unparsed' as const),
  inWords: fc.constantFrom('not allowed', 'host not reached'),
  detail: nasty,
  hint: nasty,
});

const ruledOut: fc.Arbitrary<RuledOut> = fc.record({
  name,
  says: nasty,
  fault: name,
  host: name,
  because: fc.constantFrom('evidence' as const, 'no-object' as const, 'too-little' as const),
  alike: fc.nat({ max: 100 }),
});

const setting: fc.Arbitrary<SettingReview> = fc.record({
  setting: fc.constant('x'),
  host: name,
  title: nasty,
  name: nasty,
  state: fc.constantFrom('differs' as const, 'unknown' as const),
  now: nasty,
  value: nasty,
  why: nasty,
  felt: nasty,
  references: fc.constant([]),
});
const resource: fc.Arbitrary<ResourceReview> = fc.record({
  resource: fc.constant('x'),
  host: name,
  title: nasty,
  measures: some(
    fc.record({ of: fc.constant('errors' as const), high: fc.constantFrom('true' as const, 'unknown' as const), says: nasty }),
    6,
  ),
});
const review: fc.Arbitrary<SummaryReview> = fc.record({
  resources: some(resource, 8),
  settings: some(setting, 40),
  resourcesSay: fc.constant('2 of 24 measures are high.'),
  settingsSay: fc.constant('12 of 27 settings differ from what is recommended.'),
});

const plainSummary: fc.Arbitrary<Summary> = fc.record({
  outcome: fc.constantFrom(
    'root-cause-confirmed' as const,
    'root-cause-likely' as const,
    'traced' as const,
    'undetermined' as const,
    'none-of-these' as const,
  ),
  headline: fc.constantFrom('Root cause confirmed', "I don't know"),
  sentence: nasty.map(text => text || 'x'),
  symptom: fc.record({ id: name, title: nasty }),
  places: fc.tuple(name, name, name, name, name, name, name),
  checks: fc.nat(),
  startedAt: fc.nat(),
  durationMs: fc.nat(),
  gaps: some(gap, 200),
  timing: some(nasty, 6),
  traces: some(fc.record({ host: name, url: fc.oneof(fc.webUrl(), nasty) }), 6),
  measured: some(fc.record({ title: nasty, host: name, parts: fc.array(nasty, { maxLength: 5 }) }), 12),
  findings: some(finding, 8),
  frontiers: some(nasty, 12),
  effects: some(named, 3),
  alsoFound: some(named, 20),
  open: some(named, 20),
  ruledOut: some(ruledOut, 60),
});

/** Any summary at all, far beyond what real investigations give. */
export const anySummary: fc.Arbitrary<Summary> = fc
  .tuple(plainSummary, fc.option(review, { nil: undefined }))
  .map(([summary, reviewed]) => (reviewed ? { ...summary, review: reviewed } : summary));
