/**
 * The scan for a CPU adapter whose lanes hand each other what they loaded (see kernel-form.ts). There a load costs as
 * much as a dozen multiply-adds, so that many users share those of an item: a lane loads its own share of their
 * vectors, and all get it. No workgroup memory, no barrier; counts stay in registers over some tiles.
 */
import { ENABLE_LANES, each, handed } from '../../wgsl';
import { BLOCK } from './item-index';
import { addFour, components, ITEMS_HELD, scanHead, TILE } from './scan-head';
import { stepAt } from './sources';

/** Users of a workgroup. */
export const SHARED_USERS = 16;

export function sharedScanSource(lanes: number): string {
  const loaded = SHARED_USERS / lanes;
  const users = (line: (h: number) => string): string => each(SHARED_USERS, line);
  const loads = (line: (j: number) => string): string => each(loaded, line);
  /** What was loaded for user `h` under a name with the number of the load, part of it after that. */
  const of = (name: string, h: number, part = ''): string =>
    handed(`${name}${Math.floor(h / lanes)}${part}`, h % lanes);
  const across = lanes * ITEMS_HELD;
  return `${ENABLE_LANES}
${scanHead(SHARED_USERS, lanes)}
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
  let depth = ${stepAt('depth')};
  let per_user = ${stepAt('perUser')};
  let last_user = ${stepAt('users')} - 1u;
  let first_user = group.x * ${SHARED_USERS}u;
${loads(
  (j) => `  let own${j} = first_user + lane + ${j * lanes}u;
  let user${j} = min(own${j}, last_user);
  let bar${j} = bar_of(own${j});
  let targets${j} = targets_of(own${j});
  let has${j} = targets${j}.x < targets${j}.y;
  let wanted${j} = select(vec2<u32>(NOTHING, bitcast<u32>(BEYOND)), asked[targets${j}.x], has${j});`,
)}
  let any_more = subgroupAny(${Array.from({ length: loaded }, (_, j) => `targets${j}.x + 1u < targets${j}.y`).join(' || ')});
  var held: array<vec4<f32>, ${SHARED_USERS}>;
${users((h) => `  var both${h} = 0u;`)}
  let end_at = min((group.y + 1u) * ${TILE}u, count_of(first_user));
  for (var start = group.y * ${TILE}u; start < end_at; start += ${across}u) {
    let at = vec4<u32>(start + lane) + APART;
    let rows = rows_of(first_user, at);
    let exists = rows < vec4<u32>(${stepAt('end')});
${each(ITEMS_HELD, (i) => `    let item${i} = start_of(rows[${i}]);`)}
${users((h) => `    var best${h} = vec4<f32>(LEFT_OUT);`)}
    for (var k = 0u; k < per_user; k++) {
${loads((j) => `      let from${j} = (user${j} * per_user + k) * depth;`)}
${users((h) => `      var sum${h} = vec4<f32>();`)}
      for (var d = 0u; d < depth; d++) {
${loads((j) => `        let u${j} = users[from${j} + d];`)}
${each(ITEMS_HELD, (i) => `        let y${i} = items[item${i} + d * ${BLOCK}u];`)}
        ${components()}
${users(
  (h) =>
    `        ${addFour(
      `sum${h}`,
      (c) => `vec4<f32>(${of('u', h, `.${c}`)})`,
      (c) => c,
    )}`,
)}
      }
${users((h) => `      best${h} = select(sum${h}, best${h}, best${h} > sum${h});`)}
    }
    if (is_list()) {
      let owners = vec4<u32>(owner_of(first_user, at.x), owner_of(first_user, at.y), owner_of(first_user, at.z), owner_of(first_user, at.w));
      var scores = vec4<f32>();
${users((h) => `      scores = select(scores, best${h}, owners == vec4<u32>(${h}u));`)}
      store_listed(first_user, at, rows, scores);
      continue;
    }
${loads((j) => `    var seen${j} = 0u;`)}
    if (${stepAt('words')} > 0u) {
${loads((j) => `      seen${j} = marks[user${j} * ${stepAt('words')} + start / 32u] >> (start % 32u);`)}
    }
    // What few numbers need is done in loops, for which they are stored: unrolled, it would take longest to compile.
    var hits = 0u;
${users(
  (h) => `    {
      let open = exists & (((vec4<u32>(${of('seen', h)}) >> (APART + vec4<u32>(lane))) & vec4<u32>(1u)) == vec4<u32>());
      both${h} += against(${of('wanted', h)}, rows, best${h}, open);
      let beats = any(open & (best${h} > vec4<f32>(${of('bar', h)})));
      hits |= select(0u, ${2 ** h}u, beats);
      if (beats || any_more) { held[${h}] = best${h}; }
    }`,
)}
    while (hits != 0u) {
      let h = countTrailingZeros(hits);
      hits &= hits - 1u;
      keep(first_user + h, rows, held[h], open_of(first_user + h, at, exists));
    }
    if (any_more) {
      for (var h = 0u; h < ${SHARED_USERS}u; h++) {
        let targets = targets_of(first_user + h);
        for (var place = targets.x + 1u; place < targets.y; place++) {
          add_to(place, against(asked[place], rows, held[h], open_of(first_user + h, at, exists)));
        }
      }
    }
  }
${users((h) => `  let all${h} = subgroupAdd(both${h});`)}
${loads(
  (j) => `  {
    var both = 0u;
${each(lanes, (l) => `    both = select(both, all${j * lanes + l}, lane == ${l}u);`)}
    if (has${j} && !is_list()) { add_to(targets${j}.x, both); }
  }`,
)}
}`;
}
