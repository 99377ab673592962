/**
 * WGSL that takes a user's candidates into the list of the best, for a CPU adapter whose lanes run together: a lane has
 * a user of its own, waits for nobody, and moves a few entries of a heap for each candidate.
 */
import { bind, CONSTANTS, stateAt, stepAt } from './sources';

/**
 * The list is a heap with the worst of the k best at its root, which is what a candidate has to beat; after the last
 * step, the one for which nothing is `due`, it is sorted. The order is score descending, then index ascending; no two
 * items are equal in it, so it does not matter in which order they were found.
 */
export const heapSource = (lanes: number): string => `
${bind('step: array<u32>', '*state: array<u32>', 'candidates: array<vec2<u32>>', '*top: array<vec2<u32>>')}
${CONSTANTS}
/** Pairs of an item and its score. */
fn before(a: vec2<u32>, b: vec2<u32>) -> bool {
  let x = bitcast<f32>(a.y);
  let y = bitcast<f32>(b.y);
  return x > y || (x == y && a.x < b.x);
}

/** Puts an entry in place of the root of the heap that begins at \`own\` and has \`size\` entries. */
fn sift(own: u32, size: u32, entry: vec2<u32>) {
  var hole = 0u;
  loop {
    var child = 2u * hole + 1u;
    if (child >= size) { break; }
    var worse = top[own + child];
    if (child + 1u < size) {
      let other = top[own + child + 1u];
      if (before(worse, other)) { worse = other; child++; }
    }
    if (!before(entry, worse)) { break; }
    top[own + hole] = worse;
    hole = child;
  }
  top[own + hole] = entry;
}

@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let user = group.x * ${lanes}u + lane;
  if (user >= ${stepAt('users')}) { return; }
  let k = ${stepAt('k')};
  let own = user * k;
  let found = ${stateAt('user', 'found')};
  for (var at = 0u; at < found; at++) {
    let candidate = candidates[user * ${stepAt('capacity')} + at];
    if (before(candidate, top[own])) { sift(own, k, candidate); }
  }
  ${stateAt('user', 'found')} = 0u;
  ${stateAt('user', 'bar')} = top[own].y;
  if (${stepAt('due')} > 0u) { return; }
  for (var end = k - 1u; end > 0u; end--) {
    let worst = top[own];
    sift(own, end, top[own + end]);
    top[own + end] = worst;
  }
}`;
