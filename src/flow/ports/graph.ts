import type { Incident } from '../../model/incident.js';

/** A picture of what an alert saw, for the thread. */
export interface Graph {
  readonly png: Uint8Array;
  readonly title: string;
  /** What the picture shows, for people who cannot see it: series, range, last values, threshold. */
  readonly alt: string;
  /** The query in Prometheus. */
  readonly link?: string;
}

/** Draws the graph of an incident's alerts; `nothing` with a sentence why there is none. Never throws. */
export type DrawGraph = (
  incident: Incident,
) => Promise<{ readonly kind: 'drawn'; readonly graph: Graph } | { readonly kind: 'nothing'; readonly says: string }>;
