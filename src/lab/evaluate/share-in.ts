/** Share of one list of distinct items that is in another, whatever their orders; 1 of an empty one. */
export function shareIn(wanted: ArrayLike<number>, there: Iterable<number>): number {
  if (wanted.length === 0) return 1;
  const has = new Set(there);
  let found = 0;
  for (let at = 0; at < wanted.length; at++) if (has.has(wanted[at]!)) found++;
  return found / wanted.length;
}
