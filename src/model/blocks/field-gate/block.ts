import { defineBlock, port, SHARES } from '../block';
import { float } from '../../document/params';
import { costParams } from './cost';

/**
 * Which fields are worth what they cost. Each has a probability delta_j = sigmoid(logit_j) of being kept, 1/2 at the
 * start. While the logits learn, all rows of a batch see the same noisy gates, a concrete relaxation of coins that fall
 * so: z_j = sigmoid((logit_j + ln u_j - ln(1 - u_j)) / t), u_j uniform; and sum_j c_j z_j leaves as a penalty. Wherever
 * they do not learn, in a stage that leaves them out and in all serving, the gates are decided: z_j = 1 where
 * delta_j >= 1/2, else 0, and a field that is shut gives zeros. The paper masks nothing outside training; here what is
 * evaluated is what is selected, in both phases.
 */
export default defineBlock({
  id: 'field-gate',
  formerIds: [],
  family: 'gate',
  sides: ['user', 'item'],
  source: 'FSCD: Ma et al., SIGIR 2021 (arXiv 2105.07706); concrete relaxation: Maddison et al., ICLR 2017',
  inputs: { fields: port('fields') },
  outputs: { fields: 'fields', penalty: 'penalty' },
  params: {
    temperature: float({ default: 0.1, min: 0.01, max: 2, step: 0.01 }),
    ...costParams,
  },
  readsUniform: () => true,
  choosesBy: () => ['logit'],
  infer: ({ fields }) => ({ fields, penalty: { kind: 'penalty' } }),
  weights: ({ fields: { names } }) => ({
    logit: { shape: [names.length], init: { kind: 'constant', value: 0 } },
  }),
  probes: {
    keep: { per: 'batch', axis: () => SHARES, weighsFields: true, labels: ({ fields }) => fields.names },
  },
  cost: ({ fields: { names, width } }) => ({ flops: names.length * width }),
});
