/**
 * A compressed interaction network (Lian et al., KDD 2018, eq. 6-8): one dispatch for each layer, and two for the
 * gradients of each.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, onGpu, runKernel } from '../../run-kernel';
import { sizeBuffer } from '../../size-buffer';
import * as tf from '../../tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../tf';
import { lanesOf } from '../../wgsl';
import { kernelGradientSource, layerSource, mapsGradientSource } from './source';

interface Layer {
  /** Maps of the layer below; the fields themselves are the first. */
  below: number;
  /** H */
  maps: number;
  /** As the kernels read them. */
  sizes: GPUBuffer;
}

/**
 * X^k_h = act(sum over i, j of W^k_(i F + j)h (X^{k-1}_i * X^0_j)), * elementwise, X^0 the fields; the maps of each
 * layer summed over the width, the sums of all layers side by side: [R, H_1 + H_2 + …]. No product of a map and a field
 * is stored.
 * @param fields [R, F, D]; @param kernels [H_{k-1} F, H_k] of each layer, H_0 = F; @param rectified whether act is the
 * ReLU, else nothing
 */
export function compressedInteraction(fields: Tensor3D, kernels: readonly Tensor2D[], rectified: boolean): Tensor2D {
  if (!onGpu()) return composed(fields, kernels, rectified);
  const [rows, count, width] = fields.shape;
  const across = kernels.reduce((sum, { shape }) => sum + shape[1], 0);
  let first = 0;
  const layers = kernels.map(({ shape: [products, maps] }): Layer => {
    const below = products / count;
    const sizes = sizeBuffer([rows, count, width / lanesOf(width), below, maps, first, across, 0], 'uniform');
    first += maps;
    return { below, maps, sizes };
  });
  const names = kernels.map((_, at) => `kernel${at}`);
  return differentiable<Tensor2D>(
    { fields, ...Object.fromEntries(kernels.map((kernel, at) => [names[at]!, kernel])) },
    (save) => {
      const out = emptyTensor<Tensor2D>([rows, across]);
      const maps: Tensor[] = [];
      layers.forEach((layer, at) => {
        const made = emptyTensor([rows, layer.maps, width]);
        runKernel(
          'interaction layer',
          layerSource(width, rectified),
          [layer.sizes, fields, maps.at(-1) ?? fields, kernels[at]!, made, out],
          gridFor(rows * layer.maps),
        );
        maps.push(made);
      });
      save(fields, ...kernels, ...maps);
      return out;
    },
    (dy, [own, ...saved]) => {
      const weights = saved.slice(0, layers.length);
      const maps = saved.slice(layers.length);
      const dFields = emptyTensor(fields.shape);
      const gradients = new Map<string, Tensor>();
      let slopes: Tensor | null = null;
      for (const [at, layer] of [...layers.entries()].reverse()) {
        const below = maps[at - 1] ?? own!;
        // Of the maps: what comes from the layer above lies there already, and becomes what goes into this layer.
        const dMaps: Tensor = slopes ?? emptyTensor([rows, layer.maps, width]);
        const dBelow: Tensor | null = at > 0 ? emptyTensor(below.shape) : null;
        runKernel(
          'interaction maps gradient',
          mapsGradientSource(width, { rectified, top: slopes === null, bottom: dBelow === null }),
          [
            layer.sizes,
            own!,
            below,
            weights[at]!,
            dy,
            dMaps,
            dFields,
            ...(dBelow ? [dBelow] : []),
            ...(rectified ? [maps[at]!] : []),
          ],
          gridFor((rows * width) / lanesOf(width)),
        );
        const dKernel = emptyTensor(weights[at]!.shape);
        runKernel(
          'interaction kernel gradient',
          kernelGradientSource(width),
          [layer.sizes, own!, below, dMaps, dKernel],
          [layer.below * count, layer.maps, 1],
        );
        gradients.set(names[at]!, dKernel);
        dMaps.dispose();
        slopes = dBelow;
      }
      return { fields: () => dFields, ...Object.fromEntries(names.map((name) => [name, () => gradients.get(name)!])) };
    },
  );
}

/** The same in tfjs operations, for machines without WebGPU. */
function composed(fields: Tensor3D, kernels: readonly Tensor2D[], rectified: boolean): Tensor2D {
  const [rows, count, width] = fields.shape;
  // Fields last: the maps of a layer are then a plain matrix product over all rows and coordinates at once.
  const first = tf.transpose(fields, [0, 2, 1]);
  let maps: Tensor = first;
  const sums = kernels.map((kernel, at): Tensor2D => {
    const [products, next] = kernel.shape;
    const below = products / count;
    // Where nothing stands between the products and their sum over the width, they are summed first, as an inner
    // product, and never stored.
    if (!rectified && at === kernels.length - 1)
      return tf.matMul(tf.reshape(tf.matMul(maps, first, true), [rows, products]), kernel);
    const crossed = tf.matMul(tf.reshape(maps, [rows * width, below, 1]), tf.reshape(first, [rows * width, 1, count]));
    const mixed = tf.matMul(tf.reshape(crossed, [rows * width, products]), kernel);
    maps = tf.reshape(rectified ? tf.relu(mixed) : mixed, [rows, width, next]);
    return tf.sum(maps, 1);
  });
  return sums.length === 1 ? sums[0]! : tf.concat2d(sums, 1);
}
