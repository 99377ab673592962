import { defineBlock, port } from '../block';
import { crossed, inferCrossed } from './crossed';

/**
 * ((sum_f x_f)^2 - sum_f x_f^2) / 2, elementwise: the products of all pairs of fields, summed, as a vector of width D.
 * Not summed to one number, as a factorisation machine ends: inside a tower that number would meet one number of the
 * other side. One field gives exactly zero.
 */
export default defineBlock({
  id: 'fm',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'Rendle, ICDM 2010, lemma 3.1; as a vector: Bi-Interaction pooling, He and Chua, SIGIR 2017, eq. 4',
  inputs: { fields: port('fields', 'vector') },
  outputs: { vector: 'vector' },
  params: {},
  infer({ fields }) {
    const found = inferCrossed(fields);
    return 'code' in found
      ? found
      : { vector: { kind: 'vector', width: found.width, parts: [{ name: 'fm', width: found.width }] } };
  },
  weights: () => ({}),
  cost({ fields }) {
    const { count, width } = crossed(fields);
    return { flops: 3 * count * width };
  },
});
