import { defineBlock, port, type WeightSpec } from '../block';
import { float, int, toggle } from '../../document/params';

/** As small beside a fresh embedding row as the positions of the text encoder. */
const START_STD = 0.02;

/**
 * s x_t + p_t + a_b: a learnt vector of the position, 0 = the newest event, and one of the age, counted from the
 * target's moment in buckets that double: bucket b holds ages from (2^b - 1) to (2^(b+1) - 1) times `finest`, the last
 * one all that are older. Both are as wide as an event, and each field takes its part. s is 1, or with `rootScale` the
 * root of an event's width: what self-attention adds to an event is about 1 in each number from the start, and would
 * drown fresh embeddings. Dropout is on the sums, inverted.
 */
export default defineBlock({
  id: 'event-times',
  formerIds: [],
  family: 'sequence',
  sides: ['user', 'item'],
  source:
    'learnt positions: Vaswani et al., NIPS 2017, and SASRec, ICDM 2018; age in logarithmic buckets: ATRank, AAAI 2018; scale and dropout: Vaswani et al., sections 3.4 and 5.4',
  inputs: { sequence: port('sequence') },
  outputs: { sequence: 'sequence' },
  params: {
    positions: toggle(true),
    ages: toggle(true),
    buckets: int({ default: 12, min: 2, max: 24 }),
    finest: float({ default: 0.25, min: 0.01, max: 30, step: 0.01, unit: 'days' }),
    rootScale: toggle(false),
    dropout: float({ default: 0, min: 0, max: 0.9, step: 0.05 }),
  },
  readsAges: ({ ages }) => ages,
  // Ages count from the moment of the row.
  causal: ({ ages }) => !ages,
  infer: ({ sequence }) => ({ sequence }),
  weights({ sequence: { names, width, length } }, { positions, ages, buckets }): Record<string, WeightSpec> {
    const vectors = (count: number): WeightSpec => ({
      shape: [count, names.length * width],
      init: { kind: 'normal', std: START_STD },
    });
    return { ...(positions ? { position: vectors(length) } : {}), ...(ages ? { age: vectors(buckets) } : {}) };
  },
  cost: ({ sequence: { names, width, length } }, { positions, ages, rootScale }) => ({
    flops: length * names.length * width * [positions, ages, rootScale].filter(Boolean).length,
  }),
});
