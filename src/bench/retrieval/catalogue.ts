/**
 * What is searched, by whom, and what each of them has seen: seeded, and such that a list is right or wrong with
 * nothing in between.
 */
import { createRandom } from '../../data/random';
import { bestOf, PARTS, wholeScores } from '../../engine/kernels/retrieval/whole-scores';

export interface RetrievalSetting {
  items: number;
  users: number;
  /** Length of a list. */
  top: number;
  seed: number;
}

/** Numbers of a vector. */
export const WIDTH = 64;
/** Items a user has seen. */
export const SEEN = 20;
/**
 * Users have seen what they like best among so many first items, so that in a million the mask takes about two from
 * each list.
 */
const KNOWN = 20_000;

export interface Catalogue {
  setting: RetrievalSetting;
  /** [items x WIDTH] normals, rounded to whole parts (see whole-scores.ts). */
  items: Int16Array;
  /** [users x WIDTH] */
  users: Int16Array;
  /** [users x SEEN] ascending for each user */
  seen: Uint32Array;
}

let latest: Catalogue | null = null;

/** The last one is kept: a million vectors take seconds, and implementations and check share them. */
export function catalogueOf(setting: RetrievalSetting): Catalogue {
  const { items, users, seed } = setting;
  if (latest?.setting.items !== items || latest.setting.users !== users || latest.setting.seed !== seed) {
    const drawn = { items: vectors(items, seed, 'items'), users: vectors(users, seed, 'users') };
    latest = { setting, ...drawn, seen: favourites(drawn.users, drawn.items.subarray(0, KNOWN * WIDTH)) };
  }
  return { ...latest, setting };
}

/**
 * @throws where a sum of products of two vectors could reach 2^24, from where on whole numbers are no longer exact in
 * single precision
 */
function vectors(count: number, seed: number, name: string): Int16Array {
  const random = createRandom(seed, 'retrieval', name);
  const values = new Int16Array(count * WIDTH);
  for (let row = 0, at = 0; row < count; row++) {
    let square = 0;
    for (let d = 0; d < WIDTH; d++, at++) {
      const value = Math.round(random.normal() * PARTS);
      values[at] = value;
      square += value * value;
    }
    // A sum of products is no larger than the two lengths multiplied.
    if (square >= 2 ** 24) throw new Error(`internal: vector ${row} of ${name} is too long`);
  }
  return values;
}

function favourites(users: Int16Array, items: Int16Array): Uint32Array {
  const nothing = new Set<number>();
  const seen = new Uint32Array((users.length / WIDTH) * SEEN);
  for (let user = 0; user * WIDTH < users.length; user++) {
    seen.set(
      bestOf(wholeScores(userAt(users, user), items), SEEN, nothing).sort((a, b) => a - b),
      user * SEEN,
    );
  }
  return seen;
}

/** [WIDTH] */
export const userAt = (users: Int16Array, user: number): Int16Array => users.subarray(user * WIDTH, (user + 1) * WIDTH);
/** [SEEN] */
export const seenBy = ({ seen }: Catalogue, user: number): Uint32Array => seen.subarray(user * SEEN, (user + 1) * SEEN);
