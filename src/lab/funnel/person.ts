/** One person's items on their way through the stages of a funnel: where each stands, and where it was left out. */
import type { Target } from '../../data/dataset';
import { labels } from '../evaluate/retrieve';
import { SHOWN } from '../evaluate/metrics';
import type { Found, FunnelStage } from './funnel-stage';
import type { Reordering } from './reordering';
import type { List } from './stage';

export interface FollowedItem {
  item: number;
  id: string;
  title: string;
  note: string;
  /** A held-out item of the person. */
  hit: boolean;
  /** By stage, from 1 on: its place among what the stage was given; null where it was not given any more. */
  places: (number | null)[];
  /** [stages][sources] the same by each source of a stage that merges several; empty where it is one model. */
  bySource: (number | null)[][];
  /** The stage that left it out, from 0 on; null where it is in the list at the end. */
  lostAt: number | null;
}

/** Of those that each stage has in front, so many are followed. */
const FIRST = 5;

/**
 * The items of the list at the end, those held out, and the first of each stage: in the order of the list, then those
 * that went furthest.
 * @param stages at least one
 * @param reordering behind the last of them
 * @throws LabError (scores-not-finite)
 */
export async function followPerson(
  stages: readonly FunnelStage[],
  target: Target,
  reordering: Reordering | null = null,
): Promise<FollowedItem[]> {
  const { dataset } = stages[0]!;
  const found: Found[] = [];
  let given: List = new Uint32Array(0);
  for (const [at, stage] of stages.entries()) {
    found.push(at === 0 ? await stage.whole(target) : await stage.order([target], [given]));
    given = found[at]!.lists[0]!.subarray(0, stage.keep);
  }
  const keeps = stages.map(({ keep }) => keep);
  if (reordering) {
    const last = reordering.orderOf(target, given) ?? given;
    found.push({ lists: [last], bySource: [[last]] });
    keeps.push(reordering.keep);
    given = last.subarray(0, reordering.keep);
  }
  const orders = found.map(({ lists }) => lists[0]!);
  const followed = new Set([
    ...given.subarray(0, SHOWN),
    ...target.items,
    ...orders.flatMap((order) => [...order.subarray(0, FIRST)]),
  ]);
  return Array.from(followed, (item): FollowedItem => {
    const places = orders.map((order) => placeIn(order, item));
    const lost = places.findIndex((place, at) => place === null || place > keeps[at]!);
    return {
      item,
      ...labels(dataset, item),
      hit: target.items.includes(item),
      places,
      bySource: found.map(({ bySource }) =>
        bySource.length === 1 ? [] : bySource.map(([order]) => placeIn(order!, item)),
      ),
      lostAt: lost < 0 ? null : lost,
    };
  }).toSorted(byTheEnd);
}

const placeIn = (order: List, item: number): number | null => {
  const at = order.indexOf(item);
  return at < 0 ? null : at + 1;
};

/** Where two were lost at one stage, by their places there; one that was no candidate at all is last. */
function byTheEnd(a: FollowedItem, b: FollowedItem): number {
  const stage = ({ lostAt, places }: FollowedItem): number => lostAt ?? places.length;
  const place = (one: FollowedItem): number => one.places[Math.min(stage(one), one.places.length - 1)] ?? Infinity;
  return stage(b) - stage(a) || place(a) - place(b);
}
