/**
 * Packs work into lanes of about equal weight, heaviest first. POSIX sh has no `wait -n`, so the packing is done here, before the run,
 * and each lane is one background subshell (docs/decisions/0006). Lanes that would stay empty are left out.
 */
export function packLanes<T>(items: readonly T[], lanes: number, weight: (item: T) => number): T[][] {
  const packed = Array.from({ length: lanes }, () => ({ total: 0, items: [] as T[] }));
  for (const item of [...items].sort((a, b) => weight(b) - weight(a))) {
    const lightest = packed.reduce((best, lane) => (lane.total < best.total ? lane : best));
    lightest.total += weight(item);
    lightest.items.push(item);
  }
  return packed.filter(lane => lane.items.length > 0).map(lane => lane.items);
}
