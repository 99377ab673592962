/** The figures of lists that a funnel ends with: what is in none of them is no candidate, and counts as a miss. */
import type { Target } from '../../data/dataset';
import { metricsOf, NO_ITEM, SHOWN, type Evaluation } from '../evaluate/metrics';
import { UNRANKED } from '../evaluate/standings';
import type { List } from './stage';

export class FinalLists {
  private readonly targets: Target[] = [];
  /** Of each held-out item, how many stand before it. */
  private readonly places: number[] = [];
  private readonly shown: number[] = [];

  get size(): number {
    return this.targets.length;
  }

  add(target: Target, list: List): void {
    this.targets.push(target);
    for (let place = 0; place < SHOWN; place++) this.shown.push(list[place] ?? NO_ITEM);
    for (const item of target.items) {
      const place = list.indexOf(item);
      this.places.push(place < 0 ? UNRANKED : place);
    }
  }

  /** @throws RangeError where there are none */
  evaluation(itemCounts: Uint32Array): Evaluation {
    const { targets, places } = this;
    const standings = { greater: Float64Array.from(places), ties: new Uint32Array(places.length) };
    return metricsOf({ targets, ...standings, shown: Uint32Array.from(this.shown) }, itemCounts);
  }
}
