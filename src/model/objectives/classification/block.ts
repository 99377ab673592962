import { FIRST_VALUE } from '../../../data/dataset';
import { defineBlock, portFrom, type LocalSchema } from '../../blocks/block';
import { itemField } from '../../document/params';
import { likelihoodParams } from '../likelihood-params';
import { rowWeightParams } from '../row-weight-params';

/**
 * sum_i w_i CE(t_i, softmax(x_i K + b)) / sum_i w_i over the rows whose item has a known value of the field: t_i is 1/k
 * for each of its k values. Rows without one teach nothing and count nothing. The head is thrown away in serving:
 * neither the index nor the user tower sees it. An item that stands in several rows counts in each.
 */
export default defineBlock({
  id: 'classification',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'Que2Search, KDD 2021, section 4: multi-label head on the document tower, 1/k for each of k labels',
  inputs: { vector: portFrom('item', 'vector') },
  outputs: { loss: 'internal', logits: 'internal' },
  params: { ...likelihoodParams, field: itemField({ many: true }), ...rowWeightParams },
  columns: ({ field }) => [field],
  infer(_, { field }, schema) {
    const classes = classesOf(schema, field);
    if (classes < 1) return { code: 'no-values', field: 'field', values: { field } };
    return { loss: { kind: 'internal', shape: '[]' }, logits: { kind: 'internal', shape: `[R, ${classes}]` } };
  },
  weights: ({ vector: { width } }, { field }, schema) => {
    const classes = classesOf(schema, field);
    return {
      kernel: { shape: [width, classes], init: { kind: 'glorot', fanIn: width, fanOut: classes } },
      bias: { shape: [classes], init: { kind: 'constant', value: 0 } },
    };
  },
  probes: { accuracy: { per: 'batch', labels: () => ['share'] } },
  // For each class of the field.
  cost: ({ vector }) => ({ flops: 2 * vector.width }),
});

/** The field's known values. */
const classesOf = (schema: LocalSchema | undefined, field: string): number =>
  (schema?.field?.(field)?.rows ?? FIRST_VALUE) - FIRST_VALUE;
