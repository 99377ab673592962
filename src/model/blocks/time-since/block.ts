import { defineBlock, sequencePort } from '../block';
import { float, int } from '../../document/params';

/** As small as a fresh embedding row. */
const START_STD = 0.1;

/**
 * A learnt vector of the time from the newest event of a past to the moment of the row, in buckets that double: bucket
 * b holds ages from (2^b - 1) to (2^(b+1) - 1) times `finest`, the last one all that are older. Without an event there
 * is no bucket, and the vector is zero.
 */
export default defineBlock({
  id: 'time-since',
  formerIds: [],
  family: 'input',
  sides: ['user', 'item'],
  source:
    'time since the last watch or impression as a feature: Covington et al., RecSys 2016, section 4.1; logarithmic buckets: ATRank, AAAI 2018',
  inputs: { sequence: sequencePort(() => 'times') },
  outputs: { vector: 'vector' },
  params: {
    width: int({ default: 8, min: 1, max: 128 }),
    buckets: int({ default: 16, min: 2, max: 24 }),
    finest: float({ default: 0.01, min: 0.001, max: 30, step: 0.001, unit: 'days' }),
  },
  readsAges: () => true,
  infer: (_, { width }) => ({ vector: { kind: 'vector', width, parts: [{ name: 'time since', width }] } }),
  weights: (_, { width, buckets }) => ({
    age: { shape: [buckets, width], init: { kind: 'normal', std: START_STD } },
  }),
  cost: (_, { width, buckets }) => ({ flops: 2 * buckets * width }),
});
