/** WGSL that both forms of the scan share (see scan.ts). */
import { WORKGROUP } from '../../run-kernel';
import { rowStart } from './item-index';
import { bind, CONSTANTS, stateAt, stepAt } from './sources';

/** Items a thread scores at once: the four components of a sum. */
export const ITEMS_HELD = 4;
/** Items of a workgroup. */
export const TILE = WORKGROUP * ITEMS_HELD;

/**
 * Bindings and functions of both forms.
 * @param users of a workgroup; @param apart by how much the numbers of a lane's items differ
 */
export const scanHead = (users: number, apart: number): string => `
${bind('users: array<vec4<f32>>', 'items: array<vec4<f32>>', 'step: array<u32>', 'marks: array<u32>', '*state: array<atomic<u32>>', '*candidates: array<vec2<u32>>', 'asked: array<vec2<u32>>', '*tally: array<atomic<u32>>')}
${CONSTANTS}
const APART = vec4<u32>(0u, ${apart}u, ${2 * apart}u, ${3 * apart}u);

fn is_list() -> bool { return ${stepAt('listed')} == 1u; }
fn list_end(first_user: u32) -> u32 { return marks[min(first_user + ${users}u, ${stepAt('users')})]; }
/** Numbers of the step, or of the list of these users. */
fn count_of(first_user: u32) -> u32 {
  if (is_list()) { return list_end(first_user) - marks[first_user]; }
  return ${stepAt('end')} - ${stepAt('begin')};
}

/** The chunk's row of number \`at\` of the step, or of the list of these users; none where it is not before \`end\`. */
fn row_of(first_user: u32, at: u32) -> u32 {
  if (!is_list()) { return ${stepAt('begin')} + at; }
  let place = marks[first_user] + at;
  if (place >= list_end(first_user)) { return NOTHING; }
  return marks[place] - ${stepAt('first')};
}
fn rows_of(first_user: u32, at: vec4<u32>) -> vec4<u32> {
  return vec4<u32>(row_of(first_user, at.x), row_of(first_user, at.y), row_of(first_user, at.z), row_of(first_user, at.w));
}
/** Where the row lies, of one that is none any other. */
fn start_of(row: u32) -> u32 { return ${rowStart(`min(row, ${stepAt('end')} - 1u)`, stepAt('depth'))}; }

/** Whose the listed number is: the place of the user among those of the workgroup. */
fn owner_of(first_user: u32, at: u32) -> u32 {
  let place = marks[first_user] + at;
  var owner = 0u;
  while (owner < ${users - 1}u && marks[min(first_user + owner + 1u, ${stepAt('users')})] <= place) { owner++; }
  return owner;
}
fn store_listed(first_user: u32, at: vec4<u32>, rows: vec4<u32>, scores: vec4<f32>) {
  for (var i = 0u; i < ${ITEMS_HELD}u; i++) {
    if (rows[i] < ${stepAt('end')}) { candidates[marks[first_user] + at[i]] = vec2<u32>(${stepAt('first')} + rows[i], bitcast<u32>(scores[i])); }
  }
}

fn bar_of(user: u32) -> f32 { return select(bitcast<f32>(atomicLoad(&${stateAt(`min(user, ${stepAt('users')} - 1u)`, 'bar')})), BEYOND, user >= ${stepAt('users')}); }

/** Those of a lane's items that the user has not seen. */
fn open_of(user: u32, at: vec4<u32>, exists: vec4<bool>) -> vec4<bool> {
  if (${stepAt('words')} == 0u) { return exists; }
  let words = min(user, ${stepAt('users')} - 1u) * ${stepAt('words')} + (at >> vec4<u32>(5u));
  let seen = vec4<u32>(marks[words.x], marks[words.y], marks[words.z], marks[words.w]) >> (at & vec4<u32>(31u));
  return exists & ((seen & vec4<u32>(1u)) == vec4<u32>());
}

/**
 * Makes those that beat the user's bar candidates. Steps come in the order of the catalogue: a later item loses a tie.
 */
fn keep(user: u32, rows: vec4<u32>, scores: vec4<f32>, open: vec4<bool>) {
  let bits = select(vec4<u32>(), vec4<u32>(1u, 2u, 4u, 8u), open & (scores > vec4<f32>(bar_of(user))));
  var left = bits.x | bits.y | bits.z | bits.w;
  while (left != 0u) {
    let i = countTrailingZeros(left);
    left &= left - 1u;
    candidates[user * ${stepAt('capacity')} + atomicAdd(&${stateAt('user', 'found')}, 1u)] = vec2<u32>(${stepAt('first')} + rows[i], bitcast<u32>(scores[i]));
  }
}

/** Where the targets of a user begin and end in \`asked\`. */
fn targets_of(user: u32) -> vec2<u32> {
  let one = min(user, ${stepAt('users')} - 1u);
  return select(vec2<u32>(asked[one].x, asked[one + 1u].x), vec2<u32>(), user >= ${stepAt('users')});
}
/** Items other than the target: above it in the low half, level with it in the high one, fewer than 65,536 of each. */
fn against(wanted: vec2<u32>, rows: vec4<u32>, scores: vec4<f32>, open: vec4<bool>) -> u32 {
  let others = open & (rows != vec4<u32>(wanted.x - ${stepAt('first')}));
  let own = vec4<f32>(bitcast<f32>(wanted.y));
  let both = select(select(vec4<u32>(), vec4<u32>(65536u), others & (scores == own)), vec4<u32>(1u), others & (scores > own));
  return both.x + both.y + both.z + both.w;
}
fn add_to(place: u32, both: u32) {
  let at = (place - ${stepAt('users')} - 1u) * 2u;
  if ((both & 65535u) != 0u) { atomicAdd(&tally[at], both & 65535u); }
  if ((both >> 16u) != 0u) { atomicAdd(&tally[at + 1u], both >> 16u); }
}`;

/** WGSL of four item vectors' components, one vector for each: `y0` … `y3` to `x`, `y`, `z`, `w`. */
export const components = (): string =>
  ['x', 'y', 'z', 'w']
    .map((c) => `let ${c} = vec4<f32>(${Array.from({ length: ITEMS_HELD }, (_, i) => `y${i}.${c}`).join(', ')});`)
    .join(' ');

/** Adds four products to `sum`, in the order that is part of the definition of a score. */
export const addFour = (sum: string, x: (component: string) => string, y: (component: string) => string): string =>
  ['x', 'y', 'z', 'w'].map((c) => `${sum} = fma(${x(c)}, ${y(c)}, ${sum});`).join(' ');
