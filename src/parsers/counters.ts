/**
 * How much a kernel counter rose between two looks. Absent when it went down (reset, or another counter) or is not a
 * number. Counters have 64 bits, doubles 53: so it is subtracted before it becomes a number.
 */
export function rise(before: string | undefined, after: string): number | undefined {
  if (before === undefined) return undefined;
  if (before === after && /^\d+$/u.test(after)) return 0;
  if (!/^\d{1,20}$/u.test(before) || !/^\d{1,20}$/u.test(after)) return undefined;
  const difference = BigInt(after) - BigInt(before);
  return difference < 0n ? undefined : Number(difference);
}
