/** The numbers of a log by which the cost of a ranker is reckoned. */
import type { Dataset } from '../../data/dataset';

export interface LogSize {
  users: number;
  items: number;
  /** Of the training part. */
  events: number;
  /** Sum over users of (training events)^2: pairs of items that a user has in common. */
  userPairs: number;
  /** Sum over items of (training events)^2: pairs of users that an item has in common. */
  itemPairs: number;
}

const known = new WeakMap<Dataset['split'], LogSize>();

export function logSizeOf({ users, items, events, split }: Dataset): LogSize {
  let size = known.get(split);
  if (size) return size;
  const ofUser = new Uint32Array(users.length);
  for (const event of split.train) ofUser[events.user[event]!]!++;
  const squares = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count ** 2, 0);
  size = {
    users: users.length,
    items: items.length,
    events: split.train.length,
    userPairs: squares(ofUser),
    itemPairs: squares(split.itemCounts),
  };
  known.set(split, size);
  return size;
}
