/**
 * WGSL of the layers. Sizes come in a uniform: graphs share pipelines, and no loop has a length that a driver would
 * unroll.
 */
import { mainSource, WORKGROUP } from '../../run-kernel';
import { each, innerOf, typeOf } from '../../wgsl';

/**
 * R; F; D over the lanes of a thread; maps of the layer below, the fields being the first; H; this layer's first column
 * among the sums, and how many they are.
 */
const SIZES = `
struct Sizes { rows: u32, fields: u32, stride: u32, below: u32, maps: u32, first: u32, across: u32, none: u32 }
@group(0) @binding(0) var<uniform> sizes: Sizes;`;

const head = (
  given: readonly (readonly [name: string, access: 'read' | 'read_write', type: string])[],
): string => `${SIZES}
${each(given.length, (i) => `@group(0) @binding(${i + 1}) var<storage, ${given[i]![1]}> ${given[i]![0]}: array<${given[i]![2]}>;`)}`;

/** A thread makes one map of one row, and its sum. @param width D */
export function layerSource(width: number, rectified: boolean): string {
  const type = typeOf(width);
  return `${head([
    ['fields', 'read', type],
    ['below', 'read', type],
    ['weights', 'read', 'f32'],
    ['made', 'read_write', type],
    ['sums', 'read_write', 'f32'],
  ])}
${mainSource(`
  if (index >= sizes.rows * sizes.maps) { return; }
  let row = index / sizes.maps;
  let map = index % sizes.maps;
  var total = 0.0;
  for (var d = 0u; d < sizes.stride; d++) {
    var value = ${type}();
    for (var i = 0u; i < sizes.below; i++) {
      var mixed = ${type}();
      for (var j = 0u; j < sizes.fields; j++) {
        mixed += weights[(i * sizes.fields + j) * sizes.maps + map] * fields[(row * sizes.fields + j) * sizes.stride + d];
      }
      value += below[(row * sizes.below + i) * sizes.stride + d] * mixed;
    }
    ${rectified ? `value = select(value, ${type}(), value < ${type}()); // not max(x, 0), which loses what is no number` : ''}
    made[index * sizes.stride + d] = value;
    total += ${innerOf(width, 'value', `${type}(1.0)`)};
  }
  sums[row * sizes.across + sizes.first + map] = total;`)}`;
}

/**
 * A thread takes one coordinate of one row: what arrives at the maps of this layer, and what goes on to the fields and
 * to the layer below.
 * @param top whether no layer is above, and the fields have no gradient yet; @param bottom whether the layer below are
 * the fields
 */
export function mapsGradientSource(
  width: number,
  { rectified, top, bottom }: { rectified: boolean; top: boolean; bottom: boolean },
): string {
  const type = typeOf(width);
  return `${head([
    ['fields', 'read', type],
    ['below', 'read', type],
    ['weights', 'read', 'f32'],
    ['dy', 'read', 'f32'],
    ['d_maps', 'read_write', type],
    ['d_fields', 'read_write', type],
    ...(bottom ? [] : [['d_below', 'read_write', type] as const]),
    ...(rectified ? [['made', 'read', type] as const] : []),
  ])}
${mainSource(`
  if (index >= sizes.rows * sizes.stride) { return; }
  let row = index / sizes.stride;
  let d = index % sizes.stride;
  for (var h = 0u; h < sizes.maps; h++) {
    let at = (row * sizes.maps + h) * sizes.stride + d;
    let slope = ${type}(dy[row * sizes.across + sizes.first + h])${top ? '' : ' + d_maps[at]'};
    d_maps[at] = ${rectified ? `select(${type}(), slope, made[at] > ${type}())` : 'slope'};
  }
  ${top ? `for (var j = 0u; j < sizes.fields; j++) { d_fields[(row * sizes.fields + j) * sizes.stride + d] = ${type}(); }` : ''}
  for (var i = 0u; i < sizes.below; i++) {
    let value = below[(row * sizes.below + i) * sizes.stride + d];
    var sum = ${type}();
    for (var j = 0u; j < sizes.fields; j++) {
      var mixed = ${type}();
      for (var h = 0u; h < sizes.maps; h++) { mixed += weights[(i * sizes.fields + j) * sizes.maps + h] * d_maps[(row * sizes.maps + h) * sizes.stride + d]; }
      let own = (row * sizes.fields + j) * sizes.stride + d;
      sum += mixed * fields[own];
      d_fields[own] += mixed * value;
    }
    ${bottom ? 'd_fields' : 'd_below'}[(row * sizes.below + i) * sizes.stride + d] ${bottom ? '+=' : '='} sum;
  }`)}`;
}

/** A workgroup sums one weight over all rows: its lanes side by side, then one of them what all found. */
export function kernelGradientSource(width: number): string {
  const type = typeOf(width);
  return `${head([
    ['fields', 'read', type],
    ['below', 'read', type],
    ['d_maps', 'read', type],
    ['result', 'read_write', 'f32'],
  ])}
var<workgroup> found: array<f32, ${WORKGROUP}>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let i = group.x / sizes.fields;
  let j = group.x % sizes.fields;
  var sum = 0.0;
  for (var at = local; at < sizes.rows * sizes.stride; at += ${WORKGROUP}u) {
    let row = at / sizes.stride;
    let d = at % sizes.stride;
    sum += ${innerOf(width, '(below[(row * sizes.below + i) * sizes.stride + d] * fields[(row * sizes.fields + j) * sizes.stride + d])', 'd_maps[(row * sizes.maps + group.y) * sizes.stride + d]')};
  }
  found[local] = sum;
  workgroupBarrier();
  if (local == 0u) {
    var whole = 0.0;
    for (var lane = 0u; lane < min(${WORKGROUP}u, sizes.rows * sizes.stride); lane++) { whole += found[lane]; }
    result[group.x * sizes.maps + group.y] = whole;
  }
}`;
}
