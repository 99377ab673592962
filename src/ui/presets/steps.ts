/** Arrow keys over cards in rows. */

/** The card that a key leads to, by its place in the order; null for any other key. */
export function stepIn(key: string, at: number, count: number, columns: number): number | null {
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: count - 1,
  };
  const next = to[key];
  if (next === undefined) return null;
  return next >= 0 && next < count ? next : at;
}
