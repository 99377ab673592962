/** Third step: the order from left to right in each row of a lane, with few crossings. */
import { centreRow, packRow, wishesOf } from './coordinates';
import type { Lane, Slot } from './lane';

/** Up and down: they settle the order of graphs of this size. */
const SWEEPS = 6;

/** Of the orders that sweeps up and down come by, the one with the fewest crossings is kept. */
export function orderLane(lane: Lane, gap: number): void {
  orderByWalk(lane);
  for (const row of lane.rows) centreRow(row, gap);
  let best = lane.rows.map((row) => [...row]);
  let fewest = crossingsOf(lane.rows);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    orderByNeighbours(lane, sweep % 2 === 0 ? 'above' : 'below', gap);
    const crossings = crossingsOf(lane.rows);
    if (crossings < fewest) [best, fewest] = [lane.rows.map((row) => [...row]), crossings];
  }
  lane.rows = best;
}

/** What belongs together begins together: in the order in which a walk down from the top meets it. */
function orderByWalk({ slots, rows }: Lane): void {
  const met = new Set<string>();
  const meet = (id: string): void => {
    if (met.has(id)) return;
    met.add(id);
    for (const low of slots.get(id)?.below ?? []) meet(low);
  };
  for (const row of rows) for (const { id } of row) meet(id);
  const order = [...met];
  for (const row of rows) row.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

/** One sweep, away from the neighbours that each row follows. */
function orderByNeighbours(lane: Lane, neighbours: 'above' | 'below', gap: number): void {
  for (const row of neighbours === 'above' ? lane.rows : lane.rows.toReversed()) {
    const wishes = wishesOf(lane, row, neighbours);
    row.sort((a, b) => (wishes.get(a) ?? 0) - (wishes.get(b) ?? 0));
    packRow(row, wishes, gap);
  }
}

/** Pairs of links between neighbouring rows that cross. */
export function crossingsOf(rows: readonly (readonly Slot[])[]): number {
  let crossings = 0;
  for (const [l, row] of rows.entries()) {
    const place = new Map((rows[l + 1] ?? []).map(({ id }, at) => [id, at]));
    const links = row.flatMap(({ below }, at) =>
      below.flatMap((id) => {
        const to = place.get(id);
        return to === undefined ? [] : [[at, to] as const];
      }),
    );
    links.forEach(([a, b], i) =>
      links.slice(i + 1).forEach(([c, d]) => {
        if ((a - c) * (b - d) < 0) crossings++;
      }),
    );
  }
  return crossings;
}
