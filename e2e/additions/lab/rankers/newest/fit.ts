/** Newest: the items that were taken last in training, the same list for everybody. */
import type { Fit } from '../fitting/fitting';
import { bestOnValidation } from '../fitting/validation';
import type { Rankers } from '../ranker';

export default (async ({ dataset, signal }, onProgress) => {
  const { events, items, split } = dataset;
  const last = new Float64Array(items.length);
  for (const e of split.train) last[events.item[e]!] = Math.max(last[events.item[e]!]!, events.time[e]!);
  const order = Array.from(last.keys()).sort((a, b) => last[b]! - last[a]!);
  const scorerOf = (reach: number) => (targets: readonly unknown[]) => {
    const scores = new Float32Array(targets.length * items.length);
    targets.forEach((_, t) =>
      order.slice(0, reach).forEach((item, place) => {
        scores[t * items.length + item] = reach - place;
      }),
    );
    return scores;
  };
  const reach = await bestOnValidation(dataset, [20, 40], scorerOf, { signal, onProgress });
  return { scorer: scorerOf(reach), chosen: { reach } };
}) satisfies Fit<Rankers['newest']>;
