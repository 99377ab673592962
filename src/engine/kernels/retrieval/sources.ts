/**
 * WGSL that the retrieval kernels share, and the small kernels. Every score, wherever it is formed, is the same chain
 * of fused multiply-adds from the first number to the last, so that a target equals itself and items with equal vectors
 * tie to the bit. `fma` is written out: a compiler left to contract products and sums by itself may do so in one kernel
 * and not in another. Lengths come in a buffer: loops of a length known to the compiler are unrolled, and then compile
 * for seconds on a CPU adapter.
 */
import { WORKGROUP } from '../../run-kernel';
import { BLOCK, rowStart } from './item-index';
import { LEFT_OUT, NOTHING } from './reference';

/** Numbers of a step, in the order in which `stepNumbers` writes them. */
const STEP = ['users', 'perUser', 'depth', 'first', 'begin', 'end', 'k', 'fresh', 'capacity'] as const;
/**
 * `perUser`: vectors of a user; `depth`: vectors of four in a vector; `first`: catalogue index of the chunk's first
 * row; `begin`, `end`: rows of the chunk to look at; `fresh`: 1 = the lists are still empty; `capacity`: candidates of
 * a user that fit.
 */
export type Step = Record<(typeof STEP)[number], number>;
export const stepNumbers = (step: Step): Uint32Array => Uint32Array.from(STEP, (name) => step[name]);
/** A number of the step in WGSL. */
export const stepAt = (name: keyof Step): string => `step[${STEP.indexOf(name)}]`;

/** Buffers in the order of their bindings; a star marks those that are written. */
export const bind = (...buffers: readonly string[]): string =>
  buffers
    .map(
      (buffer, i) =>
        `@group(0) @binding(${i}) var<storage, ${buffer.startsWith('*') ? 'read_write' : 'read'}> ${buffer.replace('*', '')};`,
    )
    .join('\n');

export const main = (lanes = WORKGROUP): string => `
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32)`;

export const CONSTANTS = `
const LEFT_OUT = ${LEFT_OUT.toExponential()}f;
const NOTHING = ${NOTHING}u;`;

/** Adds four products to `sum`, in the order that is part of the definition of a score. */
export const addFour = (sum: string, x: (component: string) => string, y: (component: string) => string): string =>
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
