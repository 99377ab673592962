/** The training part as a binary user x item matrix, by rows and by columns: what similarities are counted from. */
import type { Dataset } from '../../../data/dataset';
import { rowStarts } from '../../../data/events';

/** Compressed rows: entries of row r are [starts[r], starts[r + 1]), each once. */
export interface Sets {
  starts: Uint32Array;
  members: Uint32Array;
}
export interface TrainingSets {
  users: number;
  items: number;
  /** Distinct training items of each user. */
  itemsOf: Sets;
  /** Users of each item, ascending. */
  usersOf: Sets;
}

export function trainingSets({ events, split, users, items }: Dataset): TrainingSets {
  const pairUser = new Uint32Array(split.train.length);
  const pairItem = new Uint32Array(split.train.length);
  let pairs = 0;
  /** Last user (plus one) who had the item; training positions come grouped by user. */
  const lastUser = new Uint32Array(items.length);
  for (const e of split.train) {
    const user = events.user[e]!;
    const item = events.item[e]!;
    if (lastUser[item] === user + 1) continue;
    lastUser[item] = user + 1;
    pairUser[pairs] = user;
    pairItem[pairs++] = item;
  }
  const [ofUsers, members] = [pairUser.subarray(0, pairs), pairItem.slice(0, pairs)];
  return {
    users: users.length,
    items: items.length,
    itemsOf: { starts: rowStarts(ofUsers, users.length), members },
    usersOf: byRow(members, ofUsers, items.length),
  };
}

function byRow(rows: Uint32Array, members: Uint32Array, count: number): Sets {
  const starts = rowStarts(rows, count);
  const next = starts.slice();
  const sorted = new Uint32Array(members.length);
  rows.forEach((row, at) => {
    sorted[next[row]!++] = members[at]!;
  });
  return { starts, members: sorted };
}

export const membersOf = ({ starts, members }: Sets, row: number): Uint32Array =>
  members.subarray(starts[row]!, starts[row + 1]!);
export const sizeOf = ({ starts }: Sets, row: number): number => starts[row + 1]! - starts[row]!;
