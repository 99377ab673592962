/** How well the interests of users keep apart what a field tells apart. */
import type { Target } from '../../../data/dataset';
import { disposeVectors } from '../../../engine/kernels/retrieval/retrieval';
import { NO_ITEM } from '../../evaluate/metrics';
import { encodeTargets } from '../../evaluate/model';
import { rankLanes } from '../../evaluate/rank-lanes';
import { removedItems } from '../../evaluate/rank';
import type { LiveModel } from '../../live-model';

export interface LanePurity {
  /** Share of a lane's items that are of its most frequent value, the mean over lanes. */
  purity: number;
  /** Share of the pairs of lanes of a user whose most frequent values differ; not a number where no user has two lanes. */
  apart: number;
  /** Active interests of a user on average. */
  lanes: number;
}

/** @param field a categorical field of the items; @param k items of a lane. @throws RangeError where there is no such field */
export async function lanePurity({ encoder, dataset, compiled }: LiveModel, targets: readonly Target[], field: string, k: number): Promise<LanePurity> {
  const values = dataset.fields.find(({ name, owner, length }) => name === field && owner === 'item' && length === 1)?.ids;
  if (!values) throw new RangeError(`"${field}" is no categorical field of the items`);
  let [purities, lanes, differing, pairs] = [0, 0, 0, 0];
  const index = encoder.encodeItems();
  try {
    for (let from = 0; from < targets.length; from += encoder.userRows) {
      const part = targets.slice(from, from + encoder.userRows);
      const vectors = encodeTargets(encoder, dataset, part, compiled);
      const { count, active, top } = await rankLanes(vectors, index, part.map((target) => removedItems(dataset, target).toSorted()), k).finally(() => disposeVectors(vectors));
      for (let user = 0; user < part.length; user++) {
        const mains: number[] = [];
        for (let lane = user * count; lane < (user + 1) * count; lane++) {
          if (!active[lane]) continue;
          const own = Array.from(top.subarray(lane * k, (lane + 1) * k)).filter((item) => item !== NO_ITEM).map((item) => values[item]!);
          const [main, most] = mostFrequent(own);
          mains.push(main);
          purities += most / own.length;
        }
        lanes += mains.length;
        mains.forEach((main, at) => mains.slice(at + 1).forEach((other) => {
          pairs += 1;
          differing += Number(main !== other);
        }));
      }
    }
  } finally {
    index.dispose();
  }
  return { purity: purities / lanes, apart: differing / pairs, lanes: lanes / targets.length };
}

function mostFrequent(values: readonly number[]): [value: number, times: number] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, own) => (own[1] > best[1] ? own : best), [-1, 0]);
}
