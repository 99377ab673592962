import { defineBlock, portFrom, SHARES, type WeightSpec } from '../block';
import { choice, float, toggle } from '../../document/params';
import { numbered } from '../capsules/labels';

/**
 * While training, the vector of a row is sum_k a_k v_k with a = softmax over its active interests of sharpness x <v_k,
 * e>, e the row's own item: its positive alone decides, and its negatives score against the same vector. `best` is the
 * limit: the interest nearest to the item. Serving knows no item beforehand: score(u, i) = scale x max over the active
 * k of <v_k, e_i>. For `cosine` interests and items have length one.
 */
export default defineBlock({
  id: 'label-aware',
  formerIds: [],
  family: 'match',
  sides: ['match'],
  source:
    'MIND: Li et al., CIKM 2019, eq. 9 and section 4.5, with sharpness x product in place of a power; the best alone: ComiRec, KDD 2020',
  words: {
    en: {
      title: 'Label-aware match',
      about:
        'Scores several interests of a user against an item. In training, the interest closest to the target item stands for the user; when serving, each active interest retrieves on its own and an item takes its best score.',
      params: {
        score: 'Score',
        temperature: 'Temperature',
        learnTemperature: 'Learn the temperature (the value above is the start)',
        attention: 'Which interest is used',
        sharpness: 'Sharpness of the attention',
      },
      ports: { item: 'item' },
      options: {
        cosine: 'cosine',
        inner: 'inner product',
        soft: 'all, weighted by similarity to the item',
        best: 'only the closest',
      },
      probes: { scale: 'Learnt scale, 1 / temperature', attention: 'How often each interest is used' },
      labels: { scale: 'scale' },
    },
    zh: {
      title: '标签感知匹配',
      about:
        '用户的多个兴趣与物品相遇之处。训练时，由与该行物品相合的兴趣代表用户；之后每个激活的兴趣各自召回，物品得分取其中最高者。',
      params: {
        score: '得分',
        temperature: '温度',
        learnTemperature: '学习温度（上面的值为初值）',
        attention: '由哪个兴趣代表',
        sharpness: '注意力锐度',
      },
      ports: { item: '物品' },
      options: { cosine: '余弦', inner: '内积', soft: '全部，按与物品的相似程度', best: '仅最近的一个' },
      probes: { scale: '学到的缩放，即 1 / 温度', attention: '各兴趣代表用户的比例' },
      labels: { scale: '缩放' },
    },
  },
  inputs: { interests: portFrom('user', 'interests'), item: portFrom('item', 'vector') },
  outputs: { pairing: 'pairing' },
  params: {
    score: choice(['cosine', 'inner'], 'cosine'),
    temperature: float({ default: 0.07, min: 0.005, max: 2, step: 0.005 }),
    learnTemperature: toggle(false),
    attention: choice(['soft', 'best'], 'soft'),
    sharpness: float({ default: 10, min: 0, max: 1000, step: 0.5 }),
  },
  infer({ interests: { count, width }, item }) {
    if (width !== item.width)
      return { code: 'width-mismatch', field: 'item', values: { left: width, right: item.width } };
    return { pairing: { kind: 'pairing', width, rule: 'label-aware', count } };
  },
  weights: (_, { learnTemperature, temperature }): Record<string, WeightSpec> =>
    learnTemperature ? { logScale: { shape: [1], init: { kind: 'constant', value: -Math.log(temperature) } } } : {},
  probes: {
    scale: { per: 'batch', labels: (_, { learnTemperature }) => (learnTemperature ? ['scale'] : []) },
    attention: { per: 'row', axis: () => SHARES, labels: ({ interests: { count } }) => numbered(count) },
  },
  cost: ({ interests: { count, width } }, { score }) => ({
    flops: (score === 'cosine' ? 3 : 0) * (count + 1) * width + 4 * count * width + 2 * width,
  }),
});
