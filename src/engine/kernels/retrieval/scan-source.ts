/** WGSL of the scan: scores of a tile of items, the candidates among them, and what they are to the targets. */
import { WORKGROUP } from '../../run-kernel';
import { each } from '../../wgsl';
import { BLOCK, rowStart } from './item-index';
import { addFour, bind, CONSTANTS, main, stepAt } from './sources';

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

/** A function of the scan: the items of a lane that become candidates of a user. */
const KEEP = `
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
`;

/** Functions of the scan: how many targets a user has, and what a lane's items are to one of them. */
const TARGETS = `
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
`;

/** The end of the scan: adds what all lanes found for every target of the workgroup's users to the tally. */
const COUNT = `
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
${KEEP}${TARGETS}
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
${COUNT}
}`;
};
