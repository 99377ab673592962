import { defineBlock, ports } from '../../blocks/block';
import { int, objectiveWeight } from '../../document/params';

/**
 * sum_j c_j z_j / N over all field gates: what the kept fields cost. The other losses are means over rows; a field
 * stays where it lowers the summed loss of N rows by more than its c_j. As a prior over the whole log N would be the
 * training rows, which outweigh it; public code divides by the batch (EasyRec, variational dropout). Here it is a
 * parameter, so that another batch size changes nothing.
 */
export default defineBlock({
  id: 'field-cost',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'FSCD: Ma et al., SIGIR 2021 (arXiv 2105.07706)',
  inputs: { penalty: ports('penalty') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight, rows: int({ default: 256, min: 1, max: 10_000_000 }) },
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
