/**
 * Weights of objectives that are learnt, by homoscedastic uncertainty: Kendall, Gal and Cipolla, CVPR 2018.
 *
 * A softmax (or a logistic loss) of logits divided by sigma^2 has about the loss L / sigma^2 + log sigma (eq. 10; the
 * form of squared errors, eq. 5, has 2 sigma^2 instead). With s = log sigma^2, which is what is learnt, from 0:
 *
 *     term = weight x (exp(-s) L + s / 2)
 *
 * At its minimum over s, exp(-s) = 1 / (2 L): each term then pulls by the gradient of weight x log(L) / 2, whatever the
 * size of its loss. So the set weight is the priority of a term among others. Only losses that are likelihoods have a
 * sigma; one that reaches 0, as a hinge does, would be weighed without bound.
 */
import type { InputSpecs, InputTypes, LocalSchema, WeightSpec } from '../blocks/block';
import type { GraphNode } from '../document/graph';
import { learntWeight, withDefaults } from '../document/params';
import { findBlock } from './registry';

/** s of a term, [1]. */
export const LOG_VARIANCE = 'logVariance';
/** exp(-s): the live value of a term whose weight is learnt. */
export const LEARNT_WEIGHT = 'learntWeight';

/** Whether an objective learns its weight. */
export function learnsWeight({ block, params }: Pick<GraphNode, 'block' | 'params'>): boolean {
  const specs = findBlock(block)?.params;
  return specs?.['learnWeight'] === learntWeight && withDefaults(specs, params)['learnWeight'] === true;
}

/** What a node learns beside its tables: the weights of its block, and of an objective that of its term. */
export function weightsOf(
  node: GraphNode,
  inputs: InputTypes<InputSpecs>,
  schema: LocalSchema,
): Record<string, WeightSpec> {
  const block = findBlock(node.block);
  const own = block?.weights(inputs, withDefaults(block.params, node.params), schema) ?? {};
  return learnsWeight(node) ? { ...own, [LOG_VARIANCE]: { shape: [1], init: { kind: 'constant', value: 0 } } } : own;
}
