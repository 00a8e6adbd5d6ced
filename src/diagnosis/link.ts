import type { About, Link } from '../model/diagnosis.js';
import type { LeadsTo } from '../model/playbook.js';
import type { JudgedInstance } from './judge.js';
import { isLoopback } from './loopback.js';

/** One visit of an investigation: what was judged there, and which instance of an earlier visit asked for it. */
export interface VisitVerdicts {
  readonly host: string;
  readonly port?: number;
  readonly unit?: string;
  /** Addresses by which other hosts know this one. */
  readonly addresses: readonly string[];
  readonly judged: readonly JudgedInstance[];
  /** Indexes, over all instances in order, of the effects that led here; empty for what was asked about. */
  readonly askedBy: readonly number[];
}

/** All instances of an investigation in one list, each with the visit that it belongs to. */
export interface PlacedInstance {
  readonly instance: JudgedInstance;
  readonly visit: VisitVerdicts;
}

/** An instance that is taken to be there: its verdict is confirmed or likely. */
export function isLive({ instance }: PlacedInstance): boolean {
  return instance.verdict.word === 'confirmed' || instance.verdict.word === 'likely';
}

const withoutSuffix = (unit: string): string => unit.replace(/\.service$/u, '');

/**
 * Whether an instance concerns what its visit asked about: its `about` names no other port and no other unit. With an
 * address, the port is that of another host (an upstream, a destination), so it says nothing against.
 */
export function concernsTarget({ instance, visit }: PlacedInstance): boolean {
  const { port, unit, addr } = instance.verdict.about;
  if (visit.port !== undefined && port !== undefined && port !== visit.port && addr === undefined) return false;
  return visit.unit === undefined || typeof unit !== 'string' || withoutSuffix(unit) === withoutSuffix(visit.unit);
}

/** `api` and `api.service` are the same unit: control groups made by hand lack the suffix. */
function isSame(key: string, a: string | number, b: string | number): boolean {
  return key === 'unit' ? withoutSuffix(String(a)) === withoutSuffix(String(b)) : a === b;
}

function sharedKeysAgree(cause: About, effect: About): boolean {
  return Object.entries(cause).every(([key, value]) => {
    const other = effect[key];
    return other === undefined || isSame(key, value, other);
  });
}

function placesAgree(edge: LeadsTo, cause: PlacedInstance, effect: PlacedInstance): boolean {
  const sameHost = cause.visit.host === effect.visit.host;
  if (edge.seenFrom === 'same_host') return sameHost;
  const address = effect.instance.verdict.about.addr;
  if (typeof address !== 'string') return false;
  if (sameHost) return isLoopback(address) || cause.visit.addresses.includes(address);
  // A loopback address in a log means the host that wrote it, whatever other hosts call themselves.
  return !isLoopback(address) && cause.visit.addresses.includes(address);
}

function isLinked(edge: LeadsTo, cause: PlacedInstance, effect: PlacedInstance): boolean {
  if (effect.instance.fault.id !== edge.fault || cause === effect || !placesAgree(edge, cause, effect)) return false;
  const abouts = { cause: cause.instance.verdict.about, effect: effect.instance.verdict.about };
  // A condition that cannot be answered does not cut a link that both ends support.
  if (edge.where) return edge.where.truth(abouts) !== 'false';
  return sharedKeysAgree(abouts.cause, abouts.effect);
}

/**
 * The live links between instances: declared on the cause (`leads_to`), or made by a visit, since whatever is found there
 * and can produce the symptom that was asked about explains the effect that led to it.
 */
export function linkInstances(all: readonly PlacedInstance[]): readonly Link[] {
  const links: Link[] = [];
  const add = (cause: number, effect: number): void => {
    if (cause !== effect && !links.some(link => link.cause === cause && link.effect === effect)) links.push({ cause, effect });
  };
  for (const [c, cause] of all.entries()) {
    if (!isLive(cause)) continue;
    for (const edge of cause.instance.fault.leadsTo) {
      for (const [e, effect] of all.entries()) if (isLive(effect) && isLinked(edge, cause, effect)) add(c, e);
    }
  }
  for (const [c, cause] of all.entries()) {
    if (!isLive(cause) || !concernsTarget(cause)) continue;
    for (const asked of cause.visit.askedBy) if (!reaches(links, c, asked)) add(c, asked);
  }
  return links;
}

/** Whether a way leads along the links from one instance to another. */
export function reaches(links: readonly Link[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const queue = [from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const link of links) if (link.cause === at) queue.push(link.effect);
  }
  return false;
}

/** The longest way along the links that starts at an instance, for printing the chain. */
export function longestChain(links: readonly Link[], from: number, before: readonly number[] = []): readonly number[] {
  let best: readonly number[] = [];
  for (const link of links) {
    if (link.cause !== from || before.includes(link.effect)) continue;
    const rest = longestChain(links, link.effect, [...before, from]);
    if (rest.length > best.length) best = rest;
  }
  return [from, ...best];
}
