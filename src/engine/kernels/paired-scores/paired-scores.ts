/**
 * Inner products of each row with a few columns of its own, found on the GPU (see columns.ts). Picks that JavaScript
 * knows are scored by `pickedScores`.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, hostArray, onGpu, runKernel } from '../../run-kernel';
import { walkGrid } from '../../row-walk';
import * as tf from '../../tf';
import type { Tensor, Tensor2D } from '../../tf';
import { pairedGradients, pairedReference } from './reference';
import {
  CHUNK,
  chunkGrid,
  chunkSumsSource,
  itemGradientSource,
  linksSource,
  scoresSource,
  sumOfChunksSource,
  userGradientSource,
  vectorGrid,
  type Shape,
} from './source';

/**
 * [B, N] of <user_i, item_c> for the columns c of row i, 0 where there is none; of vectors in P parts, each with scores
 * of its own, part by part, [P B, N]. Gradients reach user and item; sums have a fixed order, and a thread adds up
 * `CHUNK` numbers at most. Four dispatches with the gradient, five where sums may be longer; no B x B buffer.
 * @param user [B, D]; @param item [B, D]; @param columns int32 [B, N], NO_COLUMN where there is none; not
 * differentiated; @param widths of the parts, D together; @param most places that one column can have
 * @throws where user and item do not have equal shapes
 */
export function pairedScores(
  user: Tensor2D,
  item: Tensor2D,
  columns: Tensor2D,
  { widths = [user.shape[1]], most = columns.size }: { widths?: readonly number[]; most?: number } = {},
): Tensor2D {
  const [rows, width] = user.shape;
  if (item.shape[0] !== rows || item.shape[1] !== width)
    throw new Error(`pairedScores: user is [${user.shape}] and item is [${item.shape}]; equal shapes are needed`);
  return onGpu() ? fused(user, item, columns, widths, most > CHUNK) : looped(user, item, columns, widths);
}

function fused(user: Tensor2D, item: Tensor2D, columns: Tensor2D, widths: readonly number[], isCut: boolean): Tensor2D {
  const [rows, across] = columns.shape;
  const shape: Shape = { rows, widths, across };
  return differentiable<Tensor2D>(
    { user, item },
    (save) => {
      const scores = emptyTensor<Tensor2D>([widths.length * rows, across]);
      runKernel('paired scores', scoresSource(shape), [user, item, columns, scores], gridFor(columns.size));
      save(user, item, columns);
      return scores;
    },
    (dy, saved) => {
      const [users, items, places] = saved as [Tensor, Tensor, Tensor];
      return {
        user: () => {
          const dUser = emptyTensor(users.shape);
          runKernel('paired user gradient', userGradientSource(shape), [dy, items, places, dUser], vectorGrid(shape));
          return dUser;
        },
        item: () => itemGradient(dy, users, places, shape, isCut),
      };
    },
  );
}

function itemGradient(dy: Tensor, user: Tensor, places: Tensor, shape: Shape, isCut: boolean): Tensor {
  return tf.tidy(() => {
    const links = emptyTensor([shape.rows + places.size], 'int32');
    const dItem = emptyTensor(user.shape);
    const starts = isCut ? [emptyTensor([places.size], 'int32')] : [];
    runKernel('places of columns', linksSource(shape, isCut), [places, links, ...starts], walkGrid(shape.rows));
    if (!isCut) {
      runKernel('paired item gradient', itemGradientSource(shape), [dy, user, links, dItem], vectorGrid(shape));
      return dItem;
    }
    const sums = emptyTensor([places.size, user.shape[1]!]);
    runKernel(
      'chunks of the paired item gradient',
      chunkSumsSource(shape),
      [dy, user, places, links, ...starts, sums],
      chunkGrid(shape),
    );
    runKernel('paired item gradient', sumOfChunksSource(shape), [links, ...starts, sums, dItem], vectorGrid(shape));
    return dItem;
  });
}

/** The same in plain loops, for machines without WebGPU. */
function looped(user: Tensor2D, item: Tensor2D, columns: Tensor2D, widths: readonly number[]): Tensor2D {
  const shape = { rows: user.shape[0], widths };
  const matrix = (values: Float64Array, across: number): Tensor2D =>
    tf.tensor2d(Float32Array.from(values), [values.length / across, across]);
  return differentiable<Tensor2D>(
    { user, item },
    (save) => {
      save(user, item, columns);
      const [u, v, places] = [user, item, columns].map(hostArray);
      return matrix(pairedReference(shape, u!, v!, places!), columns.shape[1]);
    },
    (dy, saved) => {
      const [u, v, places, slopes] = [...saved, dy].map(hostArray);
      const gradients = pairedGradients(shape, u!, v!, places!, slopes!);
      const width = user.shape[1];
      return { user: () => matrix(gradients.user, width), item: () => matrix(gradients.item, width) };
    },
  );
}
