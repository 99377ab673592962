/** The two large passes of the softmax, in the form that suits the adapter. */
import { kernelForm } from '../../kernel-form';
import { emptyTensor, runKernel } from '../../run-kernel';
import type { Tensor } from '../../tf';
import { combineForward, combineForwardGroups, combineItemGradient, combineItemGradientGroups } from './combine-source';
import { sharedForward, sharedForwardGroups, sharedItemGradient, sharedItemGradientGroups } from './shared-source';
import { columnsFormed, type Shape } from './source';
import {
  forwardCut,
  itemGradientCut,
  tiledForward,
  tiledForwardGroups,
  tiledItemGradient,
  tiledItemGradientGroups,
} from './tiled-source';

/** What both passes read, as their bindings begin: user, item, real column, scale, [log q], [hits]. */
type Given = readonly Tensor[];

/** Fills what `forwardHead` describes. @param result [B, D]; @param stats [2 B] */
export function forwardPass(shape: Shape, given: Given, result: Tensor, stats: Tensor): void {
  const { lanes } = kernelForm();
  const run = (source: string, to: readonly Tensor[], groups: readonly [number, number, number]) =>
    runKernel('sampled softmax', source, [...given, ...to], groups);
  if (lanes) {
    run(sharedForward(shape, lanes), [result, stats], sharedForwardGroups(shape, lanes));
    return;
  }
  const cut = forwardCut(shape);
  if (cut.parts === 1) {
    run(tiledForward(shape, cut), [result, stats], tiledForwardGroups(shape, cut));
    return;
  }
  const parts = emptyTensor([cut.parts, shape.rows, shape.width]);
  const found = emptyTensor([cut.parts, 2, shape.rows]);
  run(tiledForward(shape, cut), [parts, found], tiledForwardGroups(shape, cut));
  const [user, item, , scale, ...more] = given as [Tensor, Tensor, Tensor, Tensor, ...Tensor[]];
  runKernel(
    'sampled softmax (combine)',
    combineForward(shape, cut.parts),
    [user, item, scale, ...(shape.logQ ? [more[0]!] : []), parts, found, result, stats],
    combineForwardGroups(shape),
  );
  parts.dispose();
  found.dispose();
}

/** Fills what `itemGradientHead` describes. @param rows [2 B]; @param result [B + N, D] */
export function itemGradientPass(shape: Shape, given: Given, rows: Tensor, result: Tensor): void {
  const { lanes } = kernelForm();
  const run = (source: string, to: Tensor, groups: readonly [number, number, number]) =>
    runKernel('item gradient', source, [...given, rows, to], groups);
  if (lanes) {
    run(sharedItemGradient(shape, lanes), result, sharedItemGradientGroups(shape, lanes));
    return;
  }
  const cut = itemGradientCut(shape);
  if (cut.parts === 1) {
    run(tiledItemGradient(shape, cut), result, tiledItemGradientGroups(shape, cut));
    return;
  }
  const [user, , , scale] = given as [Tensor, Tensor, Tensor, Tensor];
  const parts = emptyTensor([cut.parts, columnsFormed(shape), shape.width]);
  run(tiledItemGradient(shape, cut), parts, tiledItemGradientGroups(shape, cut));
  runKernel(
    'item gradient (combine)',
    combineItemGradient(shape, cut.parts),
    [user, scale, rows, parts, result],
    combineItemGradientGroups(shape),
  );
  parts.dispose();
}
