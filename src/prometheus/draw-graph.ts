import type { DrawGraph, Graph } from '../flow/ports/graph.js';
import type { Measures } from '../flow/ports/measures.js';
import type { Clock } from '../flow/ports.js';
import type { Incident } from '../model/incident.js';
import type { StoryAlert } from '../model/story.js';
import type { DrawPng } from './draw-png.js';
import { type GeneratorQuery, generatorQuery } from './generator-query.js';
import { graphAlt } from './graph-alt.js';
import { graphLines } from './graph-series.js';
import { type GraphContent, graphSpec } from './graph-spec.js';
import { metricUnit } from './metric-unit.js';
import { queryOutcome } from './query-outcome.js';
import { splitThreshold } from './split-threshold.js';
import type { WebApi } from './web-api.js';

export interface DrawGraphOptions {
  readonly api: WebApi;
  readonly drawPng: DrawPng;
  readonly clock: Clock;
  readonly measures?: Pick<Measures, 'query'>;
}

/** Before the first alert began; what was normal is then seen too. */
const BEFORE_SECONDS = 3600;
/** A graph of more says nothing about how it began. */
const LONGEST_SECONDS = 24 * 3600;
const POINTS = 240;
/** 130 series of 240 points; reading them keeps the loop for at most 50 ms (measured: 70 ms for 1.7 MB, 10 ms for 0.4 MB). */
const MOST_BYTES = 1.2 * 1024 * 1024;

interface Watched {
  readonly alert: StoryAlert;
  readonly from: GeneratorQuery;
}

/**
 * The graph of the rule whose alerts began first: its expression without the threshold, from an hour before until now. The expression
 * comes with the alert, from a sender that holds the webhook's token; it is only ever asked, with the limits of every query.
 */
export function createDrawGraph({ api, drawPng, clock, measures }: DrawGraphOptions): DrawGraph {
  return async incident => {
    const nothing = (says: string) => ({ kind: 'nothing', says }) as const;
    const watched = watchedBy(incident);
    if (!watched) return nothing('no alert of this incident names a query of Prometheus (generatorURL)');
    const { query, threshold } = splitThreshold(watched.from.expression);
    const to = Math.floor(clock.now());
    const { startsAt } = watched.alert;
    const from = Math.floor(Math.max(Math.min(startsAt, to) - BEFORE_SECONDS, to - LONGEST_SECONDS));
    const step = Math.max(1, Math.ceil((to - from) / POINTS));
    const form = { query, start: String(from), end: String(to), step: String(step) };
    const begun = performance.now();
    const outcome = queryOutcome(await api.ask({ method: 'POST', path: '/api/v1/query_range', body: { form }, mostBytes: MOST_BYTES }));
    const seconds = (performance.now() - begun) / 1000;
    if (outcome.kind !== 'answered') {
      measures?.query('failed', seconds);
      return nothing(outcome.kind === 'stopped' ? 'it was stopped' : outcome.says);
    }
    const alerts = incident.story?.alerts ?? [];
    const lines = outcome.cut
      ? undefined
      : graphLines(
          outcome.text,
          alerts.map(({ labels }) => labels),
          step,
        );
    measures?.query(!lines ? 'failed' : lines.series.length === 0 ? 'empty' : 'ok', seconds);
    if (!lines)
      return nothing(
        outcome.cut
          ? 'the query of the alert has too many series for a graph (more than about 130)'
          : 'the answer of Prometheus was not understood',
      );
    if (lines.series.length === 0) return nothing('Prometheus has no values for the query of the alert');
    const content: GraphContent = {
      ...lines,
      title: titleOf(watched.alert, incident),
      query,
      unit: metricUnit(query),
      from,
      to,
      ...(threshold ? { threshold } : {}),
      ...(startsAt > from && startsAt <= to ? { began: startsAt } : {}),
    };
    const drawn = await drawPng(graphSpec(content));
    if (drawn.kind === 'failed') return nothing(`the graph could not be drawn: ${drawn.says}`);
    const graph: Graph = { png: drawn.png, title: content.title, alt: graphAlt(content), link: watched.from.linkTo(query, from, to) };
    return { kind: 'drawn', graph };
  };
}

/** The alert that has been firing longest, of those with a query; of an incident that is over, the one that began first. */
function watchedBy({ story }: Incident): Watched | undefined {
  const watched = (story?.alerts ?? []).flatMap(alert => {
    const from = alert.generatorUrl === undefined ? undefined : generatorQuery(alert.generatorUrl);
    return from ? [{ alert, from }] : [];
  });
  const rank = ({ alert }: Watched): number => (alert.state === 'firing' ? 0 : 1);
  return watched.sort((a, b) => rank(a) - rank(b) || a.alert.startsAt - b.alert.startsAt)[0];
}

function titleOf({ labels }: StoryAlert, { question }: Incident): string {
  const name = labels.alertname ?? 'Alert';
  const where = question.service ?? question.hosts.join(', ');
  return where === '' ? name : `${name} on ${where}`;
}
