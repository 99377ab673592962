/** Newest: the items that were taken last in training, the same list for everybody. */
import type { Fit } from '../fitting/fitting';
import type { RowScorer } from '../fitting/score-row';
import { bestOnValidation } from '../fitting/validation';
import type { Rankers } from '../ranker';

export default (async ({ dataset, signal }, onProgress) => {
  const { events, items, split } = dataset;
  const last = new Float64Array(items.length);
  for (const e of split.train) last[events.item[e]!] = Math.max(last[events.item[e]!]!, events.time[e]!);
  const order = Array.from(last.keys()).sort((a, b) => last[b]! - last[a]!);
  const scorerOf = (reach: number): RowScorer => {
    const base = new Float64Array(items.length);
    order.slice(0, reach).forEach((item, place) => {
      base[item] = reach - place;
    });
    return { base, add: () => undefined };
  };
  const reach = await bestOnValidation(dataset, [20, 40], scorerOf, { signal, onProgress });
  return { scorer: scorerOf(reach), chosen: { reach } };
}) satisfies Fit<Rankers['newest']>;
