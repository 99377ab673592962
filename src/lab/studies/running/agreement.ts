/** How far a ranker says what its teacher says, over the whole catalogue. */
import { createRandom } from '../../../data/random';
import { rankCorrelation } from '../../../data/rank-correlation';
import { NO_ITEM } from '../../evaluate/metrics';
import { removedItems, topItems } from '../../evaluate/rank';
import { scoresOfTargets } from '../../evaluate/ranker';
import type { Outcome } from './outcome';
import type { Teacher } from './impressions';

/** Test users who are asked, the same in every arm, and items of a list. */
const USERS = 200;
const LIST = 10;

/**
 * Overlap@10, the share of the teacher's first ten that are among the first ten of the ranker, and Spearman's
 * correlation of both orders of all candidates; averages over a sample of the test users.
 */
export async function agreementWith(
  teacher: Teacher,
  { loaded: { dataset, truth }, trained }: Pick<Outcome, 'loaded' | 'trained'>,
): Promise<{ overlap: number; correlation: number }> {
  const {
    compiled,
    serving: { catalogueScorer },
  } = trained.at(-1)!.model;
  const { test } = dataset.split;
  const order = createRandom(1, 'agreement').shuffle(Uint32Array.from(test.keys())).subarray(0, USERS);
  const targets = Array.from(order, (at) => test[at]!);
  catalogueScorer.keepItems();
  const scores = await scoresOfTargets(catalogueScorer, dataset, targets, compiled);
  const places = new Map(truth!.items.map((id, i) => [id, i]));
  const [items, tally] = [dataset.items.length, { overlap: 0, correlation: 0 }];
  targets.forEach((target, row) => {
    const said = teacher(dataset.users[target.user]!, dataset.events.time[target.events[0]!]!);
    const wanted = Float64Array.from(dataset.items, (id) => said[places.get(id)!]!);
    const own = scores.subarray(row * items, (row + 1) * items);
    const removed = removedItems(dataset, target);
    const [firstOfTeacher, first] = [wanted, own].map((of) =>
      topItems(of, LIST, removed).filter((item) => item !== NO_ITEM),
    );
    tally.overlap += firstOfTeacher!.filter((item) => first!.includes(item)).length / firstOfTeacher!.length;
    const candidates = Array.from(dataset.items.keys()).filter((item) => !removed.includes(item));
    // A ranker whose scores are all equal says nothing of what its teacher says.
    tally.correlation +=
      rankCorrelation(
        candidates.map((item) => wanted[item]!),
        candidates.map((item) => own[item]!),
      ) ?? 0;
  });
  return { overlap: tally.overlap / targets.length, correlation: tally.correlation / targets.length };
}
