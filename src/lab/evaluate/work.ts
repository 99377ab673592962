/**
 * What evaluations and epochs cost, in multiply-adds: counted, so that what rests on it is the same on every machine.
 */
import type { Dataset } from '../../data/dataset';
import type { CompiledGraph } from '../../model/run/compile';

type Counted = Pick<CompiledGraph, 'multiplyAdds' | 'indexWidth' | 'interestCount' | 'isRanker'>;

/**
 * Of an evaluation of so many users: to encode all items, and to encode and rank the users. A ranker computes every
 * pair, from what it made of the items once.
 */
export function evaluationWork(
  { multiplyAdds, indexWidth, interestCount, isRanker }: Counted,
  { items }: Pick<Dataset, 'items'>,
  users: number,
): { items: number; users: number } {
  if (isRanker)
    return {
      items: items.length * multiplyAdds.item,
      users: users * (multiplyAdds.user + items.length * multiplyAdds.pair),
    };
  const ranked = items.length * indexWidth * interestCount;
  return { items: items.length * multiplyAdds.item, users: users * (multiplyAdds.user + ranked) };
}

/** How much more a step computes on its way back than on its way there, that included. */
const THERE_AND_BACK = 3;

/**
 * Of an epoch of so many rows in batches of so many. Objectives are taken for one that scores every row and column;
 * those of a ranker score the candidates of the rows.
 */
export function epochWork(
  {
    multiplyAdds,
    indexWidth,
    interestCount,
    sampled,
    candidates,
    userPasses,
  }: Counted & Pick<CompiledGraph, 'sampled' | 'candidates' | 'userPasses'>,
  rows: number,
  batch: number,
): number {
  if (candidates)
    return THERE_AND_BACK * rows * (multiplyAdds.user + candidates.each * (multiplyAdds.item + multiplyAdds.pair));
  const columns = batch + (sampled?.count ?? 0);
  const ofUser = (userPasses(batch) / batch) * multiplyAdds.user;
  const ofRow = ofUser + (columns / batch) * multiplyAdds.item + columns * indexWidth * interestCount;
  return THERE_AND_BACK * rows * ofRow;
}
