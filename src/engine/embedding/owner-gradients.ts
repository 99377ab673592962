/**
 * From the gradients of looked-up rows to those of what was looked up, by owner: an owner that many events name is
 * differentiated once, and a field of many slots hands each of them the same number. What comes out are leaves of the
 * touched-row update, [rows, F, D].
 */
import { zeroTensor } from '../cpu/arrays';
import { emptyTensor, gridFor, hostArray, mainSource, onGpu, runKernel } from '../run-kernel';
import type { Tensor } from '../tf';
import { lanesOf, typeOf } from '../wgsl';
import { hostLookup, slotsSource, type Lookup } from './lookup';
import { ownerGradientOnCpu, weightedOnCpu } from './on-cpu';
import { EVENTS_OF_ENTRIES, type Past } from './past-lookup';

/** The gradient of one reader of a past: of its events [rows, length, F, D], or of a pool [rows, F x D] by shares. */
export interface PastGradient {
  gradient: Tensor;
  /** [rows, length]; null = of the events themselves. */
  shares: Tensor | null;
}

/**
 * weight x the sum over an entry's events, for all readers, in a fixed order: [entries, F, D]. Rows past the entries
 * there are hold anything.
 * @param isWeighted whether the weights of the slots count: not in the gradient of what was looked up by them
 */
export function gradientsOfOwners(
  past: Past,
  lookup: Lookup,
  readers: readonly PastGradient[],
  isWeighted = true,
): Tensor {
  const { slots, info, width, rows, fields } = lookup;
  const shape = [rows, fields.length, width];
  if (!onGpu()) {
    const sums = zeroTensor(shape);
    for (const { gradient, shares } of readers)
      ownerGradientOnCpu(
        past.distinct,
        hostLookup(lookup),
        hostArray(gradient),
        shares && hostArray(shares),
        hostArray(sums),
        isWeighted,
      );
    return sums;
  }
  const sums = emptyTensor(shape);
  const grid = () => gridFor(past.distinct.entries * fields.length * (width / lanesOf(width)));
  readers.forEach(({ gradient, shares }, i) =>
    runKernel(
      'gradients of owners',
      ownersSource(width, { pooled: shares !== null, adds: i > 0, isWeighted }),
      [
        past.distinct.storage.binding,
        info.binding,
        sums,
        gradient,
        ...(shares ? [shares] : []),
        ...(isWeighted ? [slots.storage.binding] : []),
      ],
      grid,
    ),
  );
  return sums;
}

/** weight x gradient of each row, [rows, F, D]: for lookups some of whose fields have weights. */
export function weightedGradients(lookup: Lookup, gradient: Tensor): Tensor {
  const { slots, words, info, width } = lookup;
  if (!onGpu()) {
    const weighted = zeroTensor(gradient.shape);
    weightedOnCpu(hostLookup(lookup), hostArray(gradient), hostArray(weighted));
    return weighted;
  }
  const weighted = emptyTensor(gradient.shape);
  runKernel(
    'weighted gradients',
    weightedSource(width),
    [slots.storage.binding, words.binding, info.binding, gradient, weighted],
    gridFor(gradient.size / lanesOf(width)),
  );
  return weighted;
}

/** The lists of a past are the words of its lookup. */
const ownersSource = (
  width: number,
  { pooled, adds, isWeighted }: Record<'pooled' | 'adds' | 'isWeighted', boolean>,
) => `
${slotsSource(pooled ? 5 : 4, 0, 1)}
${EVENTS_OF_ENTRIES}
@group(0) @binding(2) var<storage, read_write> sums: array<${typeOf(width)}>;
@group(0) @binding(3) var<storage, read> dy: array<${typeOf(width)}>;
${pooled ? '@group(0) @binding(4) var<storage, read> shares: array<f32>;' : ''}
${mainSource(`
  let across = info[1] * info[2];
  if (index >= rowsNow() * across) { return; }
  let entry = index / across;
  let column = index % across;
  var sum = ${typeOf(width)}();
  for (var k = startOf(entry); k < startOf(entry + 1u); k++) {
    let event = eventAt(k);
    sum += ${pooled ? 'shares[event] * dy[(event / words[2]) * across + column]' : 'dy[event * across + column]'};
  }
  let weighted = ${isWeighted ? 'weightOf(column / info[2], entry) * ' : ''}sum;
  sums[index] = ${adds ? 'sums[index] + weighted' : 'weighted'};`)}`;

const weightedSource = (width: number): string => `
${slotsSource(0, 1, 2)}
@group(0) @binding(3) var<storage, read> dy: array<${typeOf(width)}>;
@group(0) @binding(4) var<storage, read_write> result: array<${typeOf(width)}>;
${mainSource(`
  if (index >= arrayLength(&result)) { return; }
  let across = info[1] * info[2];
  result[index] = weightOf((index % across) / info[2], index / across) * dy[index];`)}`;
