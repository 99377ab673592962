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
  return setsOf(pairUser.subarray(0, pairs), pairItem.slice(0, pairs), users.length, items.length);
}

/** Of each user the last `longest` items, in the order of their first events; the same where none has more. */
export function shortened(sets: TrainingSets, longest: number): TrainingSets {
  const { users, items, itemsOf } = sets;
  const counts = Array.from({ length: users }, (_, user) => sizeOf(itemsOf, user));
  if (counts.every((count) => count <= longest)) return sets;
  const kept = counts.map((count) => Math.min(count, longest));
  const pairs = kept.reduce((sum, count) => sum + count, 0);
  const [ofUsers, members] = [new Uint32Array(pairs), new Uint32Array(pairs)];
  let at = 0;
  for (let user = 0; user < users; user++) {
    ofUsers.fill(user, at, at + kept[user]!);
    members.set(membersOf(itemsOf, user).subarray(counts[user]! - kept[user]!), at);
    at += kept[user]!;
  }
  return setsOf(ofUsers, members, users, items);
}

/** @param ofUsers ascending, one for each of the members */
const setsOf = (ofUsers: Uint32Array, members: Uint32Array, users: number, items: number): TrainingSets => ({
  users,
  items,
  itemsOf: { starts: rowStarts(ofUsers, users), members },
  usersOf: byRow(members, ofUsers, items),
});

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
