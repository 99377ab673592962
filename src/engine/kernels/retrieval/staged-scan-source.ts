/** The scan for a GPU: the users of a workgroup pass through its memory. */
import { WORKGROUP } from '../../run-kernel';
import { each } from '../../wgsl';
import { BLOCK } from './item-index';
import { addFour, components, ITEMS_HELD, scanHead, TILE } from './scan-head';
import { main, stepAt } from './sources';

/** Users a thread scores at once: each vector of four it loads of an item serves all of them. */
export const STAGED_USERS = 8;
/** Vectors of four of a user that are staged at once; more are staged in turns with the sums held across barriers. */
const MOST_STAGED = 64;

/** @param userDepth vectors of four of a user, over all of the user's vectors */
export function stagedScanSource(userDepth: number): string {
  const staged = Math.min(2 ** Math.ceil(Math.log2(userDepth)), MOST_STAGED);
  const inTurns = userDepth > MOST_STAGED;
  const stage = (first: string): string => `
    workgroupBarrier();
    for (var at = lane; at < ${STAGED_USERS * staged}u; at += ${WORKGROUP}u) {
      let user = min(first_user + at / ${staged}u, ${stepAt('users')} - 1u);
      let d = ${first} + at % ${staged}u;
      if (d < per_user * depth) { tile[at] = users[user * per_user * depth + d]; }
    }
    workgroupBarrier();`;
  const users = (line: (h: number) => string): string => each(STAGED_USERS, line);
  return `
${scanHead(STAGED_USERS, WORKGROUP)}
var<workgroup> tile: array<vec4<f32>, ${STAGED_USERS * staged}>;
var<workgroup> counts: array<u32, ${STAGED_USERS * WORKGROUP}>;
${main()} {
  let depth = ${stepAt('depth')};
  let per_user = ${stepAt('perUser')};
  let first_user = group.x * ${STAGED_USERS}u;
  let at = vec4<u32>(group.y * ${TILE}u + lane) + APART;
  let rows = rows_of(first_user, at);
  let exists = rows < vec4<u32>(${stepAt('end')});
${each(ITEMS_HELD, (i) => `  let item${i} = start_of(rows[${i}]);`)}
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
      ${components()}
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
  var best = array<vec4<f32>, ${STAGED_USERS}>(${Array.from({ length: STAGED_USERS }, (_, h) => `best${h}`).join(', ')});
  if (is_list()) {
    var scores = vec4<f32>();
    for (var i = 0u; i < ${ITEMS_HELD}u; i++) { scores[i] = best[owner_of(first_user, at[i])][i]; }
    store_listed(first_user, at, rows, scores);
    return;
  }
  var open: array<vec4<bool>, ${STAGED_USERS}>;
  var rounds = 0u;
  for (var h = 0u; h < ${STAGED_USERS}u; h++) {
    let user = first_user + h;
    open[h] = open_of(user, at, exists);
    keep(user, rows, best[h], open[h]);
    let targets = targets_of(user);
    rounds = max(rounds, targets.y - targets.x);
  }
  for (var round = 0u; round < rounds; round++) {
    for (var h = 0u; h < ${STAGED_USERS}u; h++) {
      let targets = targets_of(first_user + h);
      var both = 0u;
      if (targets.x + round < targets.y) { both = against(asked[targets.x + round], rows, best[h], open[h]); }
      counts[h * ${WORKGROUP}u + lane] = both;
    }
    workgroupBarrier();
    if (lane < ${STAGED_USERS}u) {
      let targets = targets_of(first_user + lane);
      if (targets.x + round < targets.y) {
        var both = 0u;
        for (var i = 0u; i < ${WORKGROUP}u; i++) { both += counts[lane * ${WORKGROUP}u + i]; }
        add_to(targets.x + round, both);
      }
    }
    workgroupBarrier();
  }
}`;
}
