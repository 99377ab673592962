import { defineBlock, isProblem, ports, type WeightSpec } from '../block';
import { int, toggle } from '../../document/params';
import { inferEvents, widthOf } from '../capsules/infer-events';
import { numbered } from '../capsules/labels';

/** Standard deviation of the positions at the start, as in the text encoder. */
const POSITION_STD = 0.02;

/**
 * A = softmax over the events of tanh((H + P) W1 + b1) W2, one column for each interest; v_k = sum_t a_tk h_t. P holds
 * a vector for each position, 0 the newest. Unlike in routing, an event may be in no interest, or in all. A row without
 * events has one interest, which is zero.
 */
export default defineBlock({
  id: 'self-attentive-interests',
  formerIds: [],
  family: 'sequence',
  sides: ['user'],
  source: 'ComiRec-SA: Cen et al., KDD 2020, eq. 9-10',
  words: {
    en: {
      title: 'Self-attentive interests',
      about:
        'Reduces a history to several vectors, each a weighted mean of its events; a small network computes each event’s weight in each interest. The alternative to capsules.',
      params: { count: 'Interests', hidden: 'Hidden width', positions: 'Position embeddings' },
      ports: { coupling: 'couplings' },
      probes: {
        similarity: 'Similarity of a user’s interests (1 = same direction)',
        reach: 'Effective number of events per interest',
      },
      labels: { similarity: 'similarity' },
    },
    zh: {
      title: '自注意力兴趣',
      about: '由历史得到多个向量，每个都是事件的加权平均；一个小网络给出每个事件在每个兴趣中的权重。胶囊的对照方法。',
      params: { count: '兴趣数', hidden: '隐层宽度', positions: '知道事件的位置' },
      ports: { coupling: '耦合' },
      probes: { similarity: '同一用户各兴趣的相似程度（1 = 方向相同）', reach: '每个兴趣依据的事件数（有效个数）' },
      labels: { similarity: '相似程度' },
    },
  },
  inputs: { sequence: ports('sequence') },
  outputs: { interests: 'interests', coupling: 'internal' },
  params: {
    count: int({ default: 4, min: 1, max: 16 }),
    hidden: int({ default: 32, min: 1, max: 512 }),
    positions: toggle(true),
  },
  infer({ sequence }, { count }) {
    const events = inferEvents(sequence);
    return isProblem(events)
      ? events
      : {
          interests: { kind: 'interests', count, width: events.width },
          coupling: { kind: 'internal', shape: `[R, ${events.length}, ${count}]` },
        };
  },
  weights({ sequence }, { count, hidden, positions }): Record<string, WeightSpec> {
    const [own, length] = [widthOf(sequence), sequence[0]?.length ?? 0];
    return {
      'hidden/kernel': { shape: [own, hidden], init: { kind: 'glorot', fanIn: own, fanOut: hidden } },
      'hidden/bias': { shape: [hidden], init: { kind: 'constant', value: 0 } },
      'heads/kernel': { shape: [hidden, count], init: { kind: 'glorot', fanIn: hidden, fanOut: count } },
      ...(positions ? { position: { shape: [length, own], init: { kind: 'normal', std: POSITION_STD } } } : {}),
    };
  },
  probes: {
    similarity: { per: 'row', labels: (_, { count }) => (count === 1 ? [] : ['similarity']) },
    reach: { per: 'row', labels: (_, { count }) => numbered(count) },
  },
  cost({ sequence }, { count, hidden }) {
    const [own, length] = [widthOf(sequence), sequence[0]?.length ?? 0];
    return { flops: length * (2 * own * hidden + 2 * hidden * count + 2 * own * count + 2 * hidden + 5 * count) };
  },
});
