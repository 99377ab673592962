/**
 * Behaviour-to-interest dynamic routing (MIND: Li et al., CIKM 2019, algorithm 1): which capsule each past event goes
 * to, found in a few rounds of agreement. What S makes of the events is never formed: a capsule is S of a sum of
 * events, since S is linear, and an event agrees with it as the event itself does with the capsule mapped back. So S
 * maps K vectors a round instead of T, and nothing is read of padding. The couplings are constants to the gradient, as
 * in the official code of ComiRec: what is learnt is what the capsules are made of, not how the events find them.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../tf';
import { each, typeOf } from '../../wgsl';
import { BITS_SOURCE } from '../counter-uniform/counter-uniform';
import { agreementsSource, eventSums } from '../event-sums/event-sums';
import { linear } from '../linear/linear';
import { presentRows } from '../present-rows/present-rows';
import { squash } from '../squash/squash';
import { routingOnCpu } from './on-cpu';
import { START_DEVIATION, START_MEAN, type RoutingRules, type RoutingSizes } from './reference';

export interface RoutingInput {
  /** [R, T, W] past events, newest last. */
  events: Tensor3D;
  /** [R, T] 1 = an event. */
  mask: Tensor2D;
  /** [R, T] how much each event counts in a capsule; null = all the same, 1. */
  weights: Tensor2D | null;
  /**
   * int32 [R], of the row's id: the random start hangs on it alone, so that the same history gives the same interests
   * whenever it is asked.
   */
  hash: Tensor1D;
  /** [W, D] S */
  map: Tensor2D;
}

export interface Routes {
  /** [R, T, K] share of each event in each capsule: 1 over the active capsules of an event, 0 for padding. */
  coupling: Tensor3D;
  /** [R, K] 1 = the row has this capsule; the first always. */
  active: Tensor2D;
  /** The active ones of all R x K capsules, as `linear` takes them (see present-rows.ts). */
  present: Tensor1D | null;
}

/** Values that no gradient goes through. 3 + 5 (r - 1) dispatches; r - 1 more where the events have weights. */
export function routing(input: RoutingInput, capsules: number, rules: RoutingRules): Routes {
  const { events, mask, hash, map, weights } = input;
  const [rows, length, own] = events.shape;
  const sizes: RoutingSizes = { rows, events: length, own, width: map.shape[1], capsules };
  if (!onGpu()) {
    const { coupling, active } = routingOnCpu(
      {
        events: hostArray(events),
        mask: hostArray(mask),
        hash: hostArray(hash),
        map: hostArray(map),
        weights: weights && hostArray(weights),
      },
      sizes,
      rules,
    );
    return {
      coupling: tf.tensor3d(coupling, [rows, length, capsules]),
      active: tf.tensor2d(active, [rows, capsules]),
      present: null,
    };
  }
  const active = emptyTensor<Tensor2D>([rows, capsules]);
  const [shares, logits] = [emptyTensor<Tensor3D>([rows, length, capsules]), emptyTensor([rows, length, capsules])];
  runKernel('routing start', startSource(sizes, rules), [mask, active, logits, shares, hash], gridFor(rows * length));
  const present = presentRows(active);
  // Inside an operation of our own tfjs puts nothing on its tape.
  const coupling = differentiable<Tensor3D>(
    {},
    () => {
      const back: Tensor2D = tf.transpose(map);
      for (let round = 1; round < rules.rounds; round++) {
        const sums = eventSums(weights ? tf.mul(shares, tf.expandDims(weights, 2)) : shares, events);
        const formed = squash(linear(tf.reshape(sums, [rows * capsules, own]), map, null, 'none', present));
        runKernel(
          'routing round',
          roundSource(sizes, rules),
          [mask, active, logits, shares, events, linear(formed, back, null, 'none', present)],
          gridFor(rows * length),
        );
      }
      return shares;
    },
    () => ({}),
  );
  logits.dispose();
  return { coupling, active, present };
}

/** WGSL. A thread takes an event; `count` is how many capsules its row has. */
const source = (
  { rows, events, capsules }: RoutingSizes,
  first: 'read' | 'read_write',
  more: string,
  body: string,
): string => `
@group(0) @binding(0) var<storage, read> mask: array<f32>;
@group(0) @binding(1) var<storage, ${first}> activity: array<f32>;
@group(0) @binding(2) var<storage, read_write> logits: array<f32>;
@group(0) @binding(3) var<storage, read_write> coupling: array<f32>;
${more}
/** The shares of the event at place \`at\` from its logits. */
fn couple(at: u32, count: u32) {
  let first = at * ${capsules}u;
  var largest = logits[first];
  for (var k = 1u; k < count; k++) { largest = max(largest, logits[first + k]); }
  var total = 0.0;
  for (var k = 0u; k < count; k++) { total += exp(logits[first + k] - largest); }
  for (var k = 0u; k < count; k++) { coupling[first + k] = exp(logits[first + k] - largest) / total; }
}
${mainOver(
  rows * events,
  `
  let row = index / ${events}u;${body}`,
)}`;

// log2 of a whole number, rounded down, without a logarithm that an adapter may round up or down.
const startSource = (sizes: RoutingSizes, { adaptive }: RoutingRules): string =>
  source(
    sizes,
    'read_write',
    `
@group(0) @binding(4) var<storage, read> hash: array<u32>;
${BITS_SOURCE}
fn start_logit(key: u32, age: u32, capsule: u32) -> f32 {
  let bits = uniform_bits(key, age, capsule);
  let sum = (bits & 255u) + ((bits >> 8u) & 255u) + ((bits >> 16u) & 255u) + (bits >> 24u);
  return (f32(sum) - ${START_MEAN}) / ${START_DEVIATION};
}`,
    `
  let t = index % ${sizes.events}u;
  var there = 0u;
  for (var at = row * ${sizes.events}u; at < (row + 1u) * ${sizes.events}u; at++) { there += select(0u, 1u, mask[at] != 0.0); }
  let count = ${adaptive ? `clamp(firstLeadingBit(max(there, 1u)), 1u, ${sizes.capsules}u)` : `${sizes.capsules}u`};
  for (var k = 0u; k < ${sizes.capsules}u; k++) {
    if (t == 0u) { activity[row * ${sizes.capsules}u + k] = select(0.0, 1.0, k < count); }
    logits[index * ${sizes.capsules}u + k] = start_logit(hash[row], ${sizes.events - 1}u - t, k);
    coupling[index * ${sizes.capsules}u + k] = 0.0;
  }
  if (mask[index] != 0.0) { couple(index, count); }`,
  );

/** Binds events and the capsules mapped back, [R x K, W]. */
const roundSource = (sizes: RoutingSizes, { sharpness }: RoutingRules): string =>
  source(
    sizes,
    'read',
    `
@group(0) @binding(4) var<storage, read> events: array<${typeOf(sizes.own)}>;
@group(0) @binding(5) var<storage, read> pulls: array<${typeOf(sizes.own)}>;
${agreementsSource({ count: sizes.capsules, width: sizes.own }, 'events', 'pulls')}`,
    `
  if (mask[index] == 0.0) { return; }
  var count = 0u;
  for (var k = 0u; k < ${sizes.capsules}u; k++) { count += u32(activity[row * ${sizes.capsules}u + k]); }
  let agreed = agreements(row, index);
${each(sizes.capsules, (k) => `  logits[index * ${sizes.capsules}u + ${k}u] += ${sharpness} * agreed[${k}];`)}
  couple(index, count);`,
  );
