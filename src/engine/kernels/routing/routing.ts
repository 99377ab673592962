/**
 * Behaviour-to-interest dynamic routing (MIND: Li et al., CIKM 2019, algorithm 1): which capsule each past event goes to, found in a few rounds of
 * agreement. One dispatch for all rounds. The couplings are constants to the gradient, as in the official code of ComiRec: what is learnt is what
 * the capsules are made of, not how the events find them.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { kernelForm } from '../../kernel-form';
import { emptyTensor, gridFor, hostArray, mainSource, onGpu, runKernel, WORKGROUP } from '../../run-kernel';
import { innerOf, lanesOf, opaqueBy, typeOf } from '../../wgsl';
import { BITS_SOURCE } from '../counter-uniform/counter-uniform';
import { routingReference, START_DEVIATION, START_MEAN, type RoutingRules, type RoutingSizes } from './reference';

export interface Routes {
  /** [R, T, K] share of each event in each capsule: 1 over the active capsules of an event, 0 for padding. Not differentiated. */
  coupling: Tensor3D;
  /** [R, K] 1 = the row has this capsule; the first always. */
  active: Tensor2D;
}

/**
 * @param mapped [R, T, D] events as S maps them, newest last; @param mask [R, T] 1 = an event; @param hash int32 [R] of the row's id: the random start
 * hangs on it alone, so that the same history gives the same interests whenever it is asked
 */
export function routing(mapped: Tensor3D, mask: Tensor2D, hash: Tensor1D, capsules: number, rules: RoutingRules): Routes {
  const [rows, events, width] = mapped.shape;
  const sizes = { rows, events, width, capsules };
  if (!onGpu()) {
    const { coupling, active } = routingReference(hostArray(mapped), hostArray(mask), hostArray(hash), sizes, rules);
    return { coupling: tf.tensor3d(coupling, [rows, events, capsules]), active: tf.tensor2d(active, [rows, capsules]) };
  }
  const coupling = emptyTensor<Tensor3D>([rows, events, capsules]);
  const active = emptyTensor<Tensor2D>([rows, capsules]);
  const [logits, sums] = [emptyTensor(coupling.shape), emptyTensor([rows, capsules, width])];
  // On a CPU adapter threads that meet are dear: there a thread takes a whole row.
  const { software } = kernelForm();
  runKernel('routing', source(sizes, rules, software ? 1 : WORKGROUP), [mapped, mask, hash, coupling, active, logits, sums], software ? gridFor(rows) : rowGrid(rows));
  tf.dispose([logits, sums]);
  return { coupling, active };
}

const MOST_GROUPS = 65_535;
const rowGrid = (rows: number): [number, number, number] => [Math.min(rows, MOST_GROUPS), Math.ceil(rows / MOST_GROUPS), 1];

/** WGSL. @param lanes that share a row: a workgroup, or 1 */
function source({ rows, events, width, capsules }: RoutingSizes, { rounds, sharpness, adaptive }: RoutingRules, lanes: number): string {
  const type = typeOf(width);
  const across = width / lanesOf(width);
  const meet = lanes === 1 ? '' : 'storageBarrier();';
  // log2 of a whole number, rounded down, without a logarithm that an adapter may round up or down.
  const count = adaptive ? `clamp(firstLeadingBit(max(there, 1u)), 1u, ${capsules}u)` : `${capsules}u`;
  return `
@group(0) @binding(0) var<storage, read> mapped: array<${type}>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<storage, read> hash: array<u32>;
@group(0) @binding(3) var<storage, read_write> coupling: array<f32>;
@group(0) @binding(4) var<storage, read_write> activity: array<f32>;
@group(0) @binding(5) var<storage, read_write> logits: array<f32>;
@group(0) @binding(6) var<storage, read_write> sums: array<${type}>;
${BITS_SOURCE}
${opaqueBy('mask')}
fn start_logit(key: u32, age: u32, capsule: u32) -> f32 {
  let bits = uniform_bits(key, age, capsule);
  let sum = (bits & 255u) + ((bits >> 8u) & 255u) + ((bits >> 16u) & 255u) + (bits >> 24u);
  return (f32(sum) - ${START_MEAN}) / ${START_DEVIATION};
}
${mainSource(`
  let row = ${lanes === 1 ? 'index' : 'group.y * groups.x + group.x'};
  let lane = ${lanes === 1 ? '0u' : 'local'};
  if (row >= ${rows}u) { return; }
  let events = opaque(${events}u);
  let across = opaque(${across}u);
  let first = row * events;
  var there = 0u;
  for (var t = 0u; t < events; t++) { there += select(0u, 1u, mask[first + t] != 0.0); }
  let count = ${count};
  for (var k = lane; k < ${capsules}u; k += ${lanes}u) { activity[row * ${capsules}u + k] = select(0.0, 1.0, k < count); }
  for (var t = lane; t < events; t += ${lanes}u) {
    for (var k = 0u; k < count; k++) { logits[(first + t) * ${capsules}u + k] = start_logit(hash[row], events - 1u - t, k); }
  }
  for (var round = 0u; round < opaque(${rounds}u); round++) {
    for (var t = lane; t < events; t += ${lanes}u) {
      let at = (first + t) * ${capsules}u;
      for (var k = 0u; k < ${capsules}u; k++) { coupling[at + k] = 0.0; }
      if (mask[first + t] == 0.0) { continue; }
      var largest = logits[at];
      for (var k = 1u; k < count; k++) { largest = max(largest, logits[at + k]); }
      var total = 0.0;
      for (var k = 0u; k < count; k++) { total += exp(logits[at + k] - largest); }
      for (var k = 0u; k < count; k++) { coupling[at + k] = exp(logits[at + k] - largest) / total; }
    }
    if (round + 1u == ${rounds}u) { break; }
    ${meet}
    for (var i = lane; i < count * across; i += ${lanes}u) {
      let k = i / across;
      var sum = ${type}();
      for (var t = 0u; t < events; t++) { sum += coupling[(first + t) * ${capsules}u + k] * mapped[(first + t) * across + i % across]; }
      sums[row * ${capsules}u * across + i] = sum;
    }
    ${meet}
    for (var k = 0u; k < count; k++) {
      let own = (row * ${capsules}u + k) * across;
      var squares = 0.0;
      for (var c = 0u; c < across; c++) { squares += ${innerOf(width, 'sums[own + c]', 'sums[own + c]')}; }
      let factor = ${sharpness} * sqrt(squares) / (1.0 + squares);
      for (var t = lane; t < events; t += ${lanes}u) {
        var agreement = 0.0;
        for (var c = 0u; c < across; c++) { agreement += ${innerOf(width, 'sums[own + c]', 'mapped[(first + t) * across + c]')}; }
        logits[(first + t) * ${capsules}u + k] += factor * agreement;
      }
    }
  }`)}`;
}
