/** All that the weights of a moment retrieve for a user, in numbers. */
import { blockById } from '../../model/nodes/registry';
import type { LiveModel } from '../training/live-model';
import { readInterests, type InterestsInNumbers } from './interest-lists';
import { readList, type ListInNumbers } from './retrieve';

export interface ListsInNumbers {
  list: ListInNumbers;
  /** Null where the graph has one vector of a user. */
  interests: InterestsInNumbers | null;
}

/**
 * Both of one moment, also while training goes on: all is asked of the device before the first wait.
 * @throws RangeError for a user the data set does not have; LabError (scores-not-finite)
 */
export async function readLists(model: LiveModel, user: number, k: number): Promise<ListsInNumbers> {
  const hasInterests = 'interests' in blockById(model.compiled.matchNode.block).inputs;
  const [list, interests] = await Promise.all([
    readList(model, user, k),
    hasInterests ? readInterests(model, user, k) : null,
  ]);
  return { list, interests };
}
