/**
 * WGSL that the retrieval kernels share, and the small kernels. A score is formed in one kernel alone, the scan, also
 * that of a target and in the same loop: a chain of multiply-adds from the first number to the last. WGSL promises of
 * no multiply-add whether it rounds once or twice, and a compiler may do one thing here and another there; so no count
 * and no list rests on two kernels that form the same bits. Items with equal vectors tie to the bit. Lengths come in a
 * buffer: loops of a length known to the compiler are unrolled, and then compile for seconds on a CPU adapter.
 */
import { WORKGROUP } from '../../run-kernel';
import { LEFT_OUT, NOTHING } from './reference';

/** Numbers of a step, in the order in which `stepNumbers` writes them. */
const STEP = ['users', 'perUser', 'depth', 'first', 'begin', 'end', 'k', 'capacity', 'due', 'words', 'listed'] as const;
/**
 * `perUser`: vectors of a user; `depth`: vectors of four in a vector; `first`: catalogue index of the chunk's first
 * row; `begin`, `end`: rows of the chunk to look at; `capacity`: candidates of a user that fit; `due`: so many are
 * merged, fewer wait; `words`: words of a user's seen items, 0 = nobody has seen any; `listed`: 1 = the items of a list
 * are scored, each for its user.
 */
export type Step = Record<(typeof STEP)[number], number>;
export const stepNumbers = (step: Step): Uint32Array => Uint32Array.from(STEP, (name) => step[name]);
export const STEP_NUMBERS = STEP.length;
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
/** No score beats it. */
const BEYOND = ${(-LEFT_OUT).toExponential()}f;
const NOTHING = ${NOTHING}u;`;

/** A user's place in `state`: candidates found in this step, and the score that an item must beat to be one. */
export const stateAt = (user: string, of: 'found' | 'bar'): string =>
  `state[${user} * 2u + ${of === 'found' ? 0 : 1}u]`;

/**
 * User vectors padded to vectors of four, and everybody's list empty. An inactive vector becomes its user's first
 * active one, which leaves the maximum as it is.
 */
export const prepareSource = (flagged: boolean): string => `
${bind('vectors: array<f32>', 'shape: array<u32>', '*users: array<vec4<f32>>', '*state: array<u32>', '*top: array<u32>', ...(flagged ? ['flags: array<f32>'] : []))}
${CONSTANTS}
${main()} {
  let user = group.x;
  let per_user = shape[0];
  let width = shape[1];
  let k = shape[2];
  let depth = (width + 3u) / 4u;
  if (lane == 0u) {
    ${stateAt('user', 'found')} = 0u;
    ${stateAt('user', 'bar')} = bitcast<u32>(select(LEFT_OUT, BEYOND, k == 0u));
  }
  for (var place = lane; place < k; place += ${WORKGROUP}u) {
    top[(user * k + place) * 2u] = NOTHING;
    top[(user * k + place) * 2u + 1u] = bitcast<u32>(LEFT_OUT);
  }
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

/** A bit for each item of the step and each user: 1 = seen. A lane makes whole words. */
export const seenSource = `
${bind('step: array<u32>', 'seen: array<u32>', '*marks: array<u32>')}
${main()} {
  let user = group.x;
  let words = ${stepAt('words')};
  let origin = ${stepAt('first')} + ${stepAt('begin')};
  let last = seen[user + 1u];
  for (var word = lane; word * 32u < ${stepAt('end')} - ${stepAt('begin')}; word += ${WORKGROUP}u) {
    var low = seen[user];
    var high = last;
    while (low < high) {
      let middle = (low + high) / 2u;
      if (seen[middle] < origin + word * 32u) { low = middle + 1u; } else { high = middle; }
    }
    var bits = 0u;
    for (; low < last; low++) {
      let bit = seen[low] - origin - word * 32u;
      if (bit >= 32u) { break; }
      bits |= 1u << bit;
    }
    marks[user * words + word] = bits;
  }
}`;

/**
 * Everything that was found out about a chunk of users, to where it is read from: scores of targets, items above and
 * level with each, lists.
 */
export const packSource = `
${bind('place: array<u32>', 'asked: array<vec2<u32>>', 'tally: array<u32>', 'top: array<u32>', '*results: array<u32>')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * ${WORKGROUP}u + local;
  let users = place[0];
  let targets = place[1];
  let listed = place[2];
  let origin = place[3];
  if (index < targets) {
    results[origin + index] = asked[users + 1u + index].y;
  } else if (index < 3u * targets) {
    results[origin + index] = tally[index - targets];
  } else if (index < 3u * targets + listed) {
    results[origin + index] = top[index - 3u * targets];
  }
}`;
