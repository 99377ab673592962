/** All that the weights of a moment retrieve for a person, in numbers. */
import type { LiveModel } from '../training/live-model';
import type { Asked } from './asked';
import { readInterests, type InterestsInNumbers } from './interest-lists';
import { readList, type ListInNumbers } from './retrieve';

export interface ListsInNumbers {
  list: ListInNumbers;
  /** Null where the graph has one vector of a user. */
  interests: InterestsInNumbers | null;
}

/**
 * Both of one moment, also while training goes on: all is asked of the device before the first wait.
 * @throws LabError (scores-not-finite)
 */
export async function readLists(model: LiveModel, asked: Asked, k: number): Promise<ListsInNumbers> {
  const [list, interests] = await Promise.all([
    readList(model, asked, k),
    model.compiled.hasInterests ? readInterests(model, asked, k) : null,
  ]);
  return { list, interests };
}
