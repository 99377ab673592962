import { defineBlock, portFrom } from '../../blocks/block';
import { objectiveWeight } from '../../document/params';

/**
 * The mean over rows of the mean squared cosine between two different active interests of a row; rows with one interest
 * count 0. Squares: interests are to be apart, not opposite.
 */
export default defineBlock({
  id: 'interests-apart',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source:
    'Penalty on the likeness of a user’s interests, as EasyRec’s max_interests_simi; squared cosines as in orthogonal regularisers (Bansal et al., NeurIPS 2018)',
  inputs: { interests: portFrom('user', 'interests') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight },
  infer({ interests }) {
    if (interests.count < 2) return { code: 'one-interest', field: 'interests', values: { count: interests.count } };
    return { loss: { kind: 'internal', shape: '[]' } };
  },
  weights: () => ({}),
  cost: ({ interests: { count, width } }) => ({ flops: count * (3 * width + 2 * count * width) }),
});
