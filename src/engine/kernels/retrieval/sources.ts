/**
 * WGSL of the retrieval kernels. Every score, wherever it is formed, is the same chain of fused multiply-adds from the
 * first number to the last, so that a target equals itself and items with equal vectors tie to the bit. `fma` is
 * written out: a compiler left to contract products and sums by itself may do so in one kernel and not in another.
 * Lengths come in a buffer: loops of a length known to the compiler are unrolled, and then compile for seconds on a CPU
 * adapter.
 */
import { WORKGROUP } from '../../run-kernel';
import { each } from '../../wgsl';
import { BLOCK, rowStart } from './item-index';
import { LEFT_OUT, NOTHING } from './reference';

/** Users a thread of the scan scores at once: each vector of four it loads of an item serves all of them. */
export const USERS_HELD = 8;
/** Items a thread of the scan scores at once: the four components of a sum. */
const ITEMS_HELD = 4;
/** Items of a workgroup of the scan. */
export const TILE = WORKGROUP * ITEMS_HELD;
/**
 * Vectors of four of a user that are staged at once; more are staged in turns with the sums held across barriers, which
 * is slow on a CPU adapter.
 */
const MOST_STAGED = 64;
/** Lanes that merge the candidates of a user, and candidates they merge at once. */
export const MERGED = 32;

/** Numbers of a step, in the order in which `stepNumbers` writes them. */
const STEP = ['users', 'perUser', 'depth', 'first', 'begin', 'end', 'k', 'fresh', 'capacity'] as const;
/**
 * `perUser`: vectors of a user; `depth`: vectors of four in a vector; `first`: catalogue index of the chunk's first
 * row; `begin`, `end`: rows of the chunk to look at; `fresh`: 1 = the lists are still empty; `capacity`: candidates of
 * a user that fit.
 */
export type Step = Record<(typeof STEP)[number], number>;
export const stepNumbers = (step: Step): Uint32Array => Uint32Array.from(STEP, (name) => step[name]);
const stepAt = (name: keyof Step): string => `step[${STEP.indexOf(name)}]`;

/** Buffers in the order of their bindings; a star marks those that are written. */
const bind = (...buffers: readonly string[]): string =>
  buffers
    .map(
      (buffer, i) =>
        `@group(0) @binding(${i}) var<storage, ${buffer.startsWith('*') ? 'read_write' : 'read'}> ${buffer.replace('*', '')};`,
    )
    .join('\n');

const main = (lanes = WORKGROUP): string => `
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32)`;

const CONSTANTS = `
const LEFT_OUT = ${LEFT_OUT.toExponential()}f;
const NOTHING = ${NOTHING}u;`;

/** Adds four products to `sum`, in the order that is part of the definition of a score. */
const addFour = (sum: string, x: (component: string) => string, y: (component: string) => string): string =>
  ['x', 'y', 'z', 'w'].map((c) => `${sum} = fma(${x(c)}, ${y(c)}, ${sum});`).join(' ');

/** The score of one row of the chunk for one user. */
const SCORE = `
fn score_of(user: u32, row: u32) -> f32 {
  let depth = ${stepAt('depth')};
  let per_user = ${stepAt('perUser')};
  let from_item = ${rowStart('row', 'depth')};
  var best = LEFT_OUT;
  for (var k = 0u; k < per_user; k++) {
    let from_user = (user * per_user + k) * depth;
    var sum = 0.0;
    for (var d = 0u; d < depth; d++) {
      let x = users[from_user + d];
      let y = items[from_item + d * ${BLOCK}u];
      ${addFour(
        'sum',
        (c) => `x.${c}`,
        (c) => `y.${c}`,
      )}
    }
    best = select(sum, best, best > sum);
  }
  return best;
}`;

/**
 * User vectors padded to vectors of four; an inactive one becomes its user's first active one, which leaves the maximum
 * as it is.
 */
export const prepareSource = (flagged: boolean): string => `
${bind('vectors: array<f32>', 'shape: array<u32>', '*users: array<vec4<f32>>', ...(flagged ? ['flags: array<f32>'] : []))}
${main()} {
  let user = group.x;
  let per_user = shape[0];
  let width = shape[1];
  let depth = (width + 3u) / 4u;
  for (var at = lane; at < per_user * depth; at += ${WORKGROUP}u) {
    var k = at / depth;
    let d = at % depth;
${
  flagged
    ? `
    if (!(flags[user * per_user + k] > 0.0)) {
      k = 0u;
      for (var other = 0u; other < per_user; other++) { if (flags[user * per_user + other] > 0.0) { k = other; break; } }
    }`
    : ''
}
    var four = vec4<f32>();
    for (var i = 0u; i < min(4u, width - d * 4u); i++) { four[i] = vectors[(user * per_user + k) * width + d * 4u + i]; }
    users[user * per_user * depth + at] = four;
  }
}`;

/**
 * The score of every target that lies in the chunk. Lists begin with their users' starts, as places in the same buffer;
 * `asked` is the list of targets with scores in place of items.
 */
export const ownSource = `
${bind('users: array<vec4<f32>>', 'items: array<vec4<f32>>', 'step: array<u32>', 'targets: array<u32>', '*asked: array<u32>')}
${CONSTANTS}
${SCORE}
${main()} {
  let user = group.x;
  for (var t = targets[user] + lane; t < targets[user + 1u]; t += ${WORKGROUP}u) {
    let row = targets[t] - ${stepAt('first')};
    if (targets[t] >= ${stepAt('first')} && row < ${stepAt('end')}) { asked[t] = bitcast<u32>(score_of(user, row)); }
  }
}`;

/**
 * Takes the seen items of the chunk out of the counts of the scan, which counts all items. Integers: the order does not
 * matter.
 */
export const seenSource = `
${bind('users: array<vec4<f32>>', 'items: array<vec4<f32>>', 'step: array<u32>', 'seen: array<u32>', 'targets: array<u32>', 'asked: array<u32>', '*tally: array<atomic<u32>>')}
${CONSTANTS}
${SCORE}
${main()} {
  let user = group.x;
  if (targets[user] == targets[user + 1u]) { return; }
  for (var s = seen[user] + lane; s < seen[user + 1u]; s += ${WORKGROUP}u) {
    let row = seen[s] - ${stepAt('first')};
    if (seen[s] < ${stepAt('first')} || row >= ${stepAt('end')}) { continue; }
    let score = score_of(user, row);
    for (var t = targets[user]; t < targets[user + 1u]; t++) {
      if (targets[t] == seen[s]) { continue; }
      let own = bitcast<f32>(asked[t]);
      let at = (t - ${stepAt('users')} - 1u) * 2u;
      if (score > own) { atomicSub(&tally[at], 1u); }
      if (score == own) { atomicSub(&tally[at + 1u], 1u); }
    }
  }
}`;

/**
 * Scores a tile of items for a few users, in registers; the scores are not stored. Items that beat a user's k-th best
 * so far become candidates (few, after the first steps), and for every target the items above and level with it are
 * counted. Grid: users, tiles.
 * @param userDepth vectors of four of a user, over all of the user's vectors
 */
export const scanSource = (userDepth: number): string => {
  const staged = Math.min(2 ** Math.ceil(Math.log2(userDepth)), MOST_STAGED);
  const inTurns = userDepth > MOST_STAGED;
  const stage = (first: string): string => `
    workgroupBarrier();
    for (var at = lane; at < ${USERS_HELD * staged}u; at += ${WORKGROUP}u) {
      let user = min(first_user + at / ${staged}u, ${stepAt('users')} - 1u);
      let d = ${first} + at % ${staged}u;
      if (d < per_user * depth) { tile[at] = users[user * per_user * depth + d]; }
    }
    workgroupBarrier();`;
  const users = (line: (h: number) => string): string => each(USERS_HELD, line);
  const itemComponents = (c: string): string =>
    `let ${c} = vec4<f32>(${Array.from({ length: ITEMS_HELD }, (_, i) => `y${i}.${c}`).join(', ')});`;
  return `
${bind('users: array<vec4<f32>>', 'items: array<vec4<f32>>', 'step: array<u32>', 'top: array<u32>', '*found: array<atomic<u32>>', '*candidates: array<vec2<u32>>', 'asked: array<u32>', '*tally: array<atomic<u32>>')}
${CONSTANTS}
var<workgroup> tile: array<vec4<f32>, ${USERS_HELD * staged}>;
var<workgroup> counts: array<u32, ${USERS_HELD * WORKGROUP}>;

/**
 * All of a first step, later what beats the k-th best: steps come in the order of the catalogue, so that an item of a
 * later one loses a tie.
 */
fn keep(user: u32, row: u32, scores: vec4<f32>, exists: vec4<bool>) {
  let k = ${stepAt('k')};
  if (user >= ${stepAt('users')} || k == 0u) { return; }
  let own = user * ${stepAt('capacity')};
  if (${stepAt('fresh')} == 1u) {
    for (var i = 0u; i < ${ITEMS_HELD}u; i++) {
      let at = row + i * ${BLOCK}u;
      if (exists[i]) { candidates[own + at - ${stepAt('begin')}] = vec2<u32>(at, bitcast<u32>(scores[i])); }
    }
    return;
  }
  let bar = vec4<f32>(bitcast<f32>(top[(user * k + k - 1u) * 2u + 1u]));
  let beats = select(vec4<u32>(), vec4<u32>(1u, 2u, 4u, 8u), exists & (scores > bar));
  var left = beats.x | beats.y | beats.z | beats.w;
  while (left != 0u) {
    let i = countTrailingZeros(left);
    left &= left - 1u;
    candidates[own + atomicAdd(&found[user], 1u)] = vec2<u32>(row + i * ${BLOCK}u, bitcast<u32>(scores[i]));
  }
}

fn targets_of(user: u32) -> u32 {
  let one = min(user, ${stepAt('users')} - 1u);
  return select(asked[one + 1u] - asked[one], 0u, user >= ${stepAt('users')});
}

/** Items above a target in the low half, level with it in the high one: a tile has fewer than 65,536 items. */
fn tally_of(user: u32, round: u32, scores: vec4<f32>, exists: vec4<bool>) -> u32 {
  if (round >= targets_of(user)) { return 0u; }
  let own = vec4<f32>(bitcast<f32>(asked[asked[user] + round]));
  let both = select(select(vec4<u32>(), vec4<u32>(65536u), exists & (scores == own)), vec4<u32>(1u), exists & (scores > own));
  return both.x + both.y + both.z + both.w;
}

${main()} {
  let depth = ${stepAt('depth')};
  let per_user = ${stepAt('perUser')};
  let first_user = group.x * ${USERS_HELD}u;
  let row = ${stepAt('begin')} + group.y * ${TILE}u + lane;
  let exists = vec4<u32>(row, row + ${BLOCK}u, row + ${2 * BLOCK}u, row + ${3 * BLOCK}u) < vec4<u32>(${stepAt('end')});
${each(ITEMS_HELD, (i) => `  let item${i} = ${rowStart(`min(row + ${i * BLOCK}u, ${stepAt('end')} - 1u)`, 'depth')};`)}
${users((h) => `  var best${h} = vec4<f32>(LEFT_OUT);`)}
${inTurns ? '' : stage('0u')}
  for (var k = 0u; k < per_user; k++) {
${users((h) => `    var sum${h} = vec4<f32>();`)}
${
  inTurns
    ? `
    for (var start = 0u; start < depth; start += ${staged}u) {
${stage('k * depth + start')}
    let length = min(${staged}u, depth - start);
    const from_tile = 0u;`
    : `
    const start = 0u;
    let length = depth;
    let from_tile = k * depth;`
}
    for (var d = 0u; d < length; d++) {
${each(ITEMS_HELD, (i) => `      let y${i} = items[item${i} + (start + d) * ${BLOCK}u];`)}
      ${['x', 'y', 'z', 'w'].map(itemComponents).join(' ')}
${users(
  (h) =>
    `      { let u = tile[${h * staged}u + from_tile + d]; ${addFour(
      `sum${h}`,
      (c) => `vec4<f32>(u.${c})`,
      (c) => c,
    )} }`,
)}
    }
${inTurns ? '    }' : ''}
${users((h) => `    best${h} = select(sum${h}, best${h}, best${h} > sum${h});`)}
  }
  // An array and loops from here on: unrolled, this part would take longer to compile than all the rest.
  var best = array<vec4<f32>, ${USERS_HELD}>(${Array.from({ length: USERS_HELD }, (_, h) => `best${h}`).join(', ')});
  for (var h = 0u; h < ${USERS_HELD}u; h++) { keep(first_user + h, row, best[h], exists); }

  var rounds = 0u;
  for (var h = 0u; h < ${USERS_HELD}u; h++) { rounds = max(rounds, targets_of(first_user + h)); }
  for (var round = 0u; round < rounds; round++) {
    for (var h = 0u; h < ${USERS_HELD}u; h++) { counts[h * ${WORKGROUP}u + lane] = tally_of(first_user + h, round, best[h], exists); }
    workgroupBarrier();
    let user = first_user + lane;
    if (lane < ${USERS_HELD}u && round < targets_of(user)) {
      var both = 0u;
      for (var i = 0u; i < ${WORKGROUP}u; i++) { both += counts[lane * ${WORKGROUP}u + i]; }
      let at = (asked[user] + round - ${stepAt('users')} - 1u) * 2u;
      if ((both & 65535u) != 0u) { atomicAdd(&tally[at], both & 65535u); }
      if ((both >> 16u) != 0u) { atomicAdd(&tally[at + 1u], both >> 16u); }
    }
    workgroupBarrier();
  }
}`;
};

/**
 * Merges a user's candidates into the list of the k best, seen items left out, a batch at a time: in a batch, the place
 * of a candidate is the number of those before it; between batch and list, both in order, it is found by halving. The
 * order is score descending, then index ascending; no two items are equal in it, so it does not matter in which order
 * they were found. A workgroup for each user.
 * @param slots at least k
 */
export const mergeSource = (slots: number): string => `
${bind('step: array<u32>', 'seen: array<u32>', '*found: array<u32>', 'candidates: array<vec2<u32>>', '*top: array<u32>')}
${CONSTANTS}
struct Entry { score: f32, item: u32 }
var<workgroup> list: array<Entry, ${slots}>;
var<workgroup> batch: array<Entry, ${MERGED}>;
var<workgroup> ordered: array<Entry, ${MERGED}>;
var<workgroup> found_now: u32;

fn is_seen(user: u32, item: u32) -> bool {
  var low = seen[user];
  var high = seen[user + 1u];
  while (low < high) {
    let middle = (low + high) / 2u;
    if (seen[middle] < item) { low = middle + 1u; } else { high = middle; }
  }
  return low < seen[user + 1u] && seen[low] == item;
}

fn before(a: Entry, b: Entry) -> bool { return a.score > b.score || (a.score == b.score && a.item < b.item); }

fn put(user: u32, place: u32, entry: Entry) {
  let k = ${stepAt('k')};
  if (place >= k) { return; }
  top[(user * k + place) * 2u] = entry.item;
  top[(user * k + place) * 2u + 1u] = bitcast<u32>(entry.score);
}

${main(MERGED)} {
  let user = group.x;
  let k = ${stepAt('k')};
  let fresh = ${stepAt('fresh')} == 1u;
  if (lane == 0u) {
    found_now = select(found[user], ${stepAt('end')} - ${stepAt('begin')}, fresh);
    found[user] = 0u;
  }
  let count = workgroupUniformLoad(&found_now);
  if (count == 0u) { return; }
  var held = select(k, 0u, fresh);
  for (var done = 0u; done < count; done += ${MERGED}u) {
    let size = min(count - done, ${MERGED}u);
    for (var kept = lane; kept < held; kept += ${MERGED}u) {
      let at = (user * k + kept) * 2u;
      list[kept] = Entry(bitcast<f32>(top[at + 1u]), top[at]);
    }
    var own = Entry(LEFT_OUT, NOTHING);
    if (lane < size) {
      let candidate = candidates[user * ${stepAt('capacity')} + done + lane];
      let item = ${stepAt('first')} + candidate.x;
      // The comparison also leaves out what is not a number.
      if (bitcast<f32>(candidate.y) > LEFT_OUT && !is_seen(user, item)) { own = Entry(bitcast<f32>(candidate.y), item); }
    }
    batch[lane] = own;
    workgroupBarrier();
    // Only empty places are equal: they stand in the order of their lanes.
    var place = 0u;
    for (var other = 0u; other < size; other++) {
      place += select(0u, 1u, before(batch[other], own) || (batch[other].item == own.item && other < lane));
    }
    var low = 0u;
    var high = held;
    while (low < high) {
      let middle = (low + high) / 2u;
      if (before(own, list[middle])) { high = middle; } else { low = middle + 1u; }
    }
    if (lane < size) {
      ordered[place] = own;
      put(user, place + low, own);
    }
    workgroupBarrier();
    for (var kept = lane; kept < held; kept += ${MERGED}u) {
      var first = 0u;
      var last = size;
      while (first < last) {
        let middle = (first + last) / 2u;
        if (before(ordered[middle], list[kept])) { first = middle + 1u; } else { last = middle; }
      }
      put(user, kept + first, list[kept]);
    }
    held = min(k, held + size);
    storageBarrier();
    workgroupBarrier();
  }
  for (var place = held + lane; place < k; place += ${MERGED}u) { put(user, place, Entry(LEFT_OUT, NOTHING)); }
}`;
