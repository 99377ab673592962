import { FIRST_VALUE } from '../../../data/dataset';
import { defineBlock, portFrom, type LocalSchema } from '../../blocks/block';
import { itemField, objectiveWeight, toggle } from '../../document/params';

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
  words: {
    en: {
      title: 'Classification head',
      about:
        'Predicts an item field (category, genres, queries) from an item-side vector with one linear layer, used in training only. With k values, each counts 1/k.',
      params: { weight: 'Weight in the loss', field: 'Field to predict', rowWeights: 'Use row weights' },
      ports: { logits: 'logits' },
      probes: { accuracy: 'Top-1 accuracy' },
      labels: { accuracy: 'share' },
    },
    zh: {
      title: '分类头',
      about:
        '物品侧的向量应能说出该物品在某字段上的取值：类别、流派、能搜到它的查询词。上面只有一个线性层，仅用于训练；物品有 k 个取值时，每个占 1/k。',
      params: { weight: '在损失中的权重', field: '要说出的字段', rowWeights: '使用行权重' },
      ports: { logits: 'logits' },
      probes: { accuracy: '最可能的类别正确' },
      labels: { accuracy: '比例' },
    },
  },
  inputs: { vector: portFrom('item', 'vector') },
  outputs: { loss: 'internal', logits: 'internal' },
  params: { weight: objectiveWeight, field: itemField({ many: true }), rowWeights: toggle(true) },
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
