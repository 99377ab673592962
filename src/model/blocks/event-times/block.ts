import { defineBlock, port, type WeightSpec } from '../block';
import { float, int, toggle } from '../../document/params';

/** As small beside a fresh embedding row as the positions of the text encoder. */
const START_STD = 0.02;

/**
 * x_t + p_t + a_b: a learnt vector of the position, 0 = the newest event, and one of the age, counted from the target's
 * moment in buckets that double: bucket b holds ages from (2^b - 1) to (2^(b+1) - 1) times `finest`, the last one all
 * that are older. Both are as wide as an event, and each field takes its stretch.
 */
export default defineBlock({
  id: 'event-times',
  formerIds: [],
  family: 'sequence',
  sides: ['user', 'item'],
  source:
    'learnt positions: Vaswani et al., NIPS 2017, and SASRec, ICDM 2018; age in logarithmic buckets: ATRank, AAAI 2018',
  words: {
    en: {
      title: 'Event times',
      about:
        'Adds learned position and age embeddings to each event of a sequence; position counts from the newest event, age from the time of the request. Attention has no sense of order without it.',
      params: { positions: 'Positions', ages: 'Ages', buckets: 'Age buckets', finest: 'Age of the first bucket' },
    },
    zh: {
      title: '事件时间',
      about:
        '告诉序列中的事件各自发生于何时：给每个事件加上其位置（从最新数起）和距该时刻的时长的可学习向量。注意力等按内容加权的方法，没有它就不知道顺序。',
      params: { positions: '位置', ages: '时长', buckets: '时长分桶数', finest: '首桶时长' },
    },
  },
  inputs: { sequence: port('sequence') },
  outputs: { sequence: 'sequence' },
  params: {
    positions: toggle(true),
    ages: toggle(true),
    buckets: int({ default: 12, min: 2, max: 24 }),
    finest: float({ default: 0.25, min: 0.01, max: 30, step: 0.01, unit: 'days' }),
  },
  readsAges: ({ ages }) => ages,
  infer: ({ sequence }) => ({ sequence }),
  weights({ sequence: { names, width, length } }, { positions, ages, buckets }): Record<string, WeightSpec> {
    const vectors = (count: number): WeightSpec => ({
      shape: [count, names.length * width],
      init: { kind: 'normal', std: START_STD },
    });
    return { ...(positions ? { position: vectors(length) } : {}), ...(ages ? { age: vectors(buckets) } : {}) };
  },
  cost: ({ sequence: { names, width, length } }, { positions, ages }) => ({
    flops: length * names.length * width * ((positions ? 1 : 0) + (ages ? 1 : 0)),
  }),
});
