/** Lists and counts over the catalogue, block of items after block: see kernels/retrieval/reference.ts. */
import { inner } from './product';

/** As in kernels/retrieval/reference.ts. */
const LEFT_OUT: f32 = -3e38;
const NOTHING: i32 = -1;

/**
 * The score of each target, bit for bit as `product` sums it.
 * @param vectors [users, perUser, width]
 * @param active [users, perUser]; 0 = none is left out
 * @param items [targets, width], the vectors of the targets
 */
export function targetScores(
  vectors: usize,
  active: usize,
  users: i32,
  perUser: i32,
  width: i32,
  items: usize,
  targetStart: usize,
  scores: usize,
): void {
  for (let user = 0; user < users; user++) {
    const own = vectors + 4 * user * perUser * width;
    const flags = active ? active + 4 * user * perUser : 0;
    const end = load<i32>(targetStart + 4 * (user + 1));
    for (let t = load<i32>(targetStart + 4 * user); t < end; t++) {
      const item = items + 4 * t * width;
      let best: f32 = LEFT_OUT;
      let found = false;
      for (let vector = 0; vector < perUser; vector++) {
        if (flags && !(load<f32>(flags + 4 * vector) > 0)) continue;
        best = max(best, inner(own + 4 * vector * width, item, width));
        found = true;
      }
      store<f32>(scores + 4 * t, found ? best : inner(own, item, width));
    }
  }
}

/**
 * Takes a block of the catalogue into counts and lists.
 * @param scores [users, perUser, count], overwritten
 * @param first catalogue index of the block's first item
 * @param seenStart [users + 1] of `seen`, whose items ascend for each user
 * @param seenAt [users] how many of them lie before the block; moved on
 * @param greater, @param ties [targets] added to
 * @param heap [users, k] places of a score and an item each, @param held [users] how many there are
 */
export function rankBlock(
  scores: usize,
  active: usize,
  users: i32,
  perUser: i32,
  count: i32,
  first: i32,
  seenStart: usize,
  seen: usize,
  seenAt: usize,
  targetStart: usize,
  targets: usize,
  targetScores: usize,
  greater: usize,
  ties: usize,
  k: i32,
  heap: usize,
  held: usize,
): void {
  for (let user = 0; user < users; user++) {
    const row = scores + 4 * user * perUser * count;
    if (perUser > 1) bestOf(row, active ? active + 4 * user * perUser : 0, perUser, count);
    const begin = load<i32>(seenStart + 4 * user);
    const end = load<i32>(seenStart + 4 * (user + 1));
    let at = begin + load<i32>(seenAt + 4 * user);
    for (; at < end; at++) {
      const item = load<i32>(seen + 4 * at) - first;
      if (item >= count) break;
      store<f32>(row + 4 * item, LEFT_OUT);
    }
    store<i32>(seenAt + 4 * user, at - begin);
    const last = load<i32>(targetStart + 4 * (user + 1));
    for (let t = load<i32>(targetStart + 4 * user); t < last; t++) {
      const own = load<i32>(targets + 4 * t) - first;
      against(row, count, load<f32>(targetScores + 4 * t), own, greater + 4 * t, ties + 4 * t);
    }
    if (k > 0) keepBest(row, count, first, k, heap + 8 * user * k, held + 4 * user);
  }
}

/** The best of a user's active vectors, in place of the first one's scores. */
function bestOf(row: usize, active: usize, perUser: i32, count: i32): void {
  if (!active) {
    for (let vector = 1; vector < perUser; vector++) largerInto(row, row + 4 * vector * count, count);
    return;
  }
  let found = false;
  for (let vector = 0; vector < perUser; vector++) {
    if (!(load<f32>(active + 4 * vector) > 0)) continue;
    const own = row + 4 * vector * count;
    if (found) largerInto(row, own, count);
    else if (vector > 0) memory.copy(row, own, 4 * count);
    found = true;
  }
}

function largerInto(to: usize, x: usize, count: i32): void {
  let j = 0;
  for (; j + 4 <= count; j += 4) v128.store(to + 4 * j, f32x4.max(v128.load(to + 4 * j), v128.load(x + 4 * j)));
  for (; j < count; j++) store<f32>(to + 4 * j, max(load<f32>(to + 4 * j), load<f32>(x + 4 * j)));
}

/** Items other than the target that score above it, and the same. */
function against(row: usize, count: i32, score: f32, own: i32, greater: usize, ties: usize): void {
  const scores = f32x4.splat(score);
  let above = i32x4.splat(0);
  let level = above;
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const others = v128.load(row + 4 * j);
    // A comparison that holds is -1.
    above = i32x4.sub(above, f32x4.gt(others, scores));
    level = i32x4.sub(level, f32x4.eq(others, scores));
  }
  let moreAbove = lanes(above);
  let moreLevel = lanes(level);
  for (; j < count; j++) {
    const other = load<f32>(row + 4 * j);
    if (other > score) moreAbove++;
    else if (other === score) moreLevel++;
  }
  if (own >= 0 && own < count && load<f32>(row + 4 * own) === score) moreLevel--;
  store<i32>(greater, load<i32>(greater) + moreAbove);
  store<i32>(ties, load<i32>(ties) + moreLevel);
}

function lanes(x: v128): i32 {
  return i32x4.extract_lane(x, 0) + i32x4.extract_lane(x, 1) + i32x4.extract_lane(x, 2) + i32x4.extract_lane(x, 3);
}

/** Items come in the order of the catalogue, so that a later one loses a tie. */
function keepBest(row: usize, count: i32, first: i32, k: i32, heap: usize, held: usize): void {
  let size = load<i32>(held);
  let bar = size < k ? LEFT_OUT : load<f32>(heap);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    if (!v128.any_true(f32x4.gt(v128.load(row + 4 * j), f32x4.splat(bar)))) continue;
    for (let i = j; i < j + 4; i++) {
      const score = load<f32>(row + 4 * i);
      if (!(score > bar)) continue;
      size = taken(heap, size, k, score, first + i);
      if (size === k) bar = load<f32>(heap);
    }
  }
  for (; j < count; j++) {
    const score = load<f32>(row + 4 * j);
    if (!(score > bar)) continue;
    size = taken(heap, size, k, score, first + j);
    if (size === k) bar = load<f32>(heap);
  }
  store<i32>(held, size);
}

/** Whether one place of a heap is worse than another: by score, then by the later item. */
function isWorse(a: usize, b: usize): bool {
  const x = load<f32>(a);
  const y = load<f32>(b);
  return x < y || (x === y && load<i32>(a, 4) > load<i32>(b, 4));
}

function swap(a: usize, b: usize): void {
  const kept = load<i64>(a);
  store<i64>(a, load<i64>(b));
  store<i64>(b, kept);
}

/** The worst of a heap is its first. Returns how many it holds then. */
function taken(heap: usize, size: i32, k: i32, score: f32, item: i32): i32 {
  const at = size < k ? size : 0;
  store<f32>(heap + 8 * at, score);
  store<i32>(heap + 8 * at, item, 4);
  if (size === k) {
    sink(heap, k);
    return k;
  }
  let place = at;
  while (place > 0) {
    const above = (place - 1) >> 1;
    if (!isWorse(heap + 8 * place, heap + 8 * above)) break;
    swap(heap + 8 * place, heap + 8 * above);
    place = above;
  }
  return size + 1;
}

function sink(heap: usize, size: i32): void {
  let place = 0;
  while (true) {
    let worst = place;
    for (let below = 2 * place + 1; below <= 2 * place + 2 && below < size; below++)
      if (isWorse(heap + 8 * below, heap + 8 * worst)) worst = below;
    if (worst === place) return;
    swap(heap + 8 * place, heap + 8 * worst);
    place = worst;
  }
}

/** Each heap becomes a list, best first; behind it there is nothing. */
export function listsOf(users: i32, k: i32, heap: usize, held: usize): void {
  for (let user = 0; user < users; user++) {
    const own = heap + 8 * user * k;
    const count = load<i32>(held + 4 * user);
    for (let size = count; size > 1; size--) {
      swap(own, own + 8 * (size - 1));
      sink(own, size - 1);
    }
    for (let place = count; place < k; place++) {
      store<f32>(own + 8 * place, LEFT_OUT);
      store<i32>(own + 8 * place, NOTHING, 4);
    }
  }
}

/** Whether every one of `count` scores is a number. */
export function areNumbers(scores: usize, count: i32): bool {
  let equal = i32x4.splat(-1);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const x = v128.load(scores + 4 * j);
    // What is not a number is not even equal to itself.
    equal = v128.and(equal, f32x4.eq(x, x));
  }
  let all = i32x4.all_true(equal);
  for (; j < count; j++) all = all && !isNaN(load<f32>(scores + 4 * j));
  return all;
}
