/** For tests: runs a case in tfjs, forward and backward. */
import * as tf from '../../engine/tf';
import type { Tensor } from '../../engine/tf';
import type { InputSpecs, InputValues } from '../blocks/block';
import { forwardOf } from '../run/forwards';
import { withDefaults } from '../document/params';
import type { PortType } from '../document/ports';
import { harnessContext } from './context';
import { casePairs } from './pairs';
import { shapesOf } from './ports';
import { toTensor, type Named } from './rows';
import { harnessColumn } from './schema';
import { textOf, type BlockCase } from './block-case';

export interface CaseResult {
  outputs: Named;
  gradients: Named;
}

/**
 * Runs forward and backward; leaves no tensor behind.
 * @param probed hears every live value, computed; @param rectified hears what goes into ReLUs
 */
export async function runCase(
  blockCase: BlockCase,
  probed: (name: string, x: Tensor) => void = () => undefined,
  rectified: (x: Tensor) => void = () => undefined,
): Promise<CaseResult> {
  const { block, training } = blockCase;
  const names = Object.keys(blockCase.leaves);
  const params = withDefaults(block.params, blockCase.params);
  const forward = (tensors: Tensor[]) => {
    const leaf = (name: string): Tensor => tensors[names.indexOf(name)]!;
    const inputs = Object.fromEntries(
      Object.entries(blockCase.inputTypes).map(([name, types]) => {
        const values = [types].flat().map((type, index) => ({
          type,
          ...Object.fromEntries(
            Object.keys(shapesOf(type as PortType)).map((value) => {
              const constant = blockCase.constants[`${name}/${index}/${value}`];
              return [value, constant ? toTensor(constant) : leaf(`input/${name}/${index}/${value}`)];
            }),
          ),
        }));
        return [name, Array.isArray(types) ? values : values[0]];
      }),
    ) as InputValues<InputSpecs>;
    const weights = Object.fromEntries(
      Object.keys(blockCase.weightSpecs).map((name) => [name, leaf(`weight/${name}`)]),
    );
    const text = textOf(block, params);
    const context = harnessContext({
      training,
      ...(text ? { tokens: text } : {}),
      lookup: (name) => leaf(`lookup/${name}`),
      pairs: () => casePairs(blockCase),
      ...(blockCase.memory ? { memory: toTensor(blockCase.memory) as tf.Tensor2D } : {}),
      column: harnessColumn,
      probed,
      rectified,
    });
    const outputs = forwardOf(block.id)(inputs, weights, params, context);
    const flat = Object.entries(outputs).flatMap(([output, value]) =>
      Object.entries(value).map(([name, x]) => [`${output}/${name}`, x as Tensor] as const),
    );
    return Object.fromEntries(flat);
  };
  const { outputs, gradients } = tf.tidy(() => {
    const tensors = names.map((name) => toTensor(blockCase.leaves[name]!));
    if (names.length === 0) return { outputs: forward(tensors), gradients: {} as Record<string, Tensor> };
    let outputs: Record<string, Tensor> = {};
    // A leaf without influence has the gradient zero: tfjs would refuse it.
    const zero = (xs: Tensor[]) => xs.map((x) => tf.mul(tf.sum(x), 0)).reduce((a, b) => tf.add(a, b));
    const grads = tf.grads((...xs: Tensor[]) => {
      outputs = forward(xs);
      for (const output of Object.values(outputs)) tf.keep(output);
      const products = Object.entries(blockCase.cotangents).map(([path, cotangent]) =>
        tf.sum(tf.mul(outputs[path]!, toTensor(cotangent))),
      );
      return tf.reshape(
        products.reduce((a, b) => tf.add(a, b), zero(xs)),
        [],
      ) as tf.Scalar;
    })(tensors);
    return { outputs, gradients: Object.fromEntries(names.map((name, at) => [name, grads[at]!])) };
  });
  const read = async (tensors: Record<string, Tensor>): Promise<Named> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(tensors).map(
          async ([name, x]) => [name, { data: Float32Array.from(await x.data()), shape: x.shape }] as const,
        ),
      ),
    );
  try {
    return { outputs: await read(outputs), gradients: await read(gradients) };
  } finally {
    tf.dispose([Object.values(outputs), Object.values(gradients)]);
  }
}
