import { defineBlock, port, portFrom } from '../../blocks/block';
import { choice, objectiveWeight } from '../../document/params';
import { rowWeightParams } from '../row-weight-params';

/**
 * sum_i w_i |a_i - sg(p_i)|^2 / sum_i w_i, where p_i is the vector of the other tower as it leaves the match, and sg
 * stops its gradient. All rows of a batch are positives; the printed y gates nothing away here.
 */
export default defineBlock({
  id: 'mimic',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'DAT, DLP-KDD 2021, adaptive-mimic mechanism, L_u and L_v',
  inputs: { augmented: portFrom({ param: 'side' }, 'vector'), pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight, side: choice(['user', 'item'], 'user'), ...rowWeightParams },
  infer({ augmented, pairing }) {
    if (augmented.width !== pairing.width)
      return { code: 'width-mismatch', field: 'augmented', values: { left: augmented.width, right: pairing.width } };
    return { loss: { kind: 'internal', shape: '[]' } };
  },
  weights: () => ({}),
  probes: { likeness: { per: 'row', labels: () => ['cosine'] } },
  cost: ({ pairing }) => ({ flops: 3 * pairing.width }),
});
