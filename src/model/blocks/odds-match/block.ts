import { defineBlock, portFrom, type WeightSpec } from '../block';
import { choice, float, toggle } from '../../document/params';
import { classWidths, CLASSES, servedWidth } from './class-widths';

/**
 * Both vectors have three parts, 1 click, 2 no click, 3 bad: s_c = scale <u_c, v_c> are the logits of a softmax over
 * the three classes, each part of length one for `cosine`. What serves is one inner product of
 *
 * - `no-click`: u = [u_1, -u_2], v = [v_1, v_2]: s_1 - s_2, exactly log P(click) / P(no click), as of two classes;
 * - `bad`: u = [u_1, -u_3], v = [v_1, v_3]: s_1 - s_3, exactly log P(click) / P(bad);
 * - `either`: u = [u_1, -u_2, -u_3], v = [v_1, v_2 / 2, v_3 / 2]: s_1 - (s_2 + s_3) / 2, exactly the log of P(click)
 *   over the geometric mean of the two others.
 *
 * P(click) itself is no inner product, nor does it order as s_1 does. Odds against bad alone say nothing of what is
 * relevant and would not be clicked: over a whole catalogue they rank at chance (`bargains`, 12,000 events, 8 epochs of
 * the preset: HR@10 .030 and bad cases@10 .000; against either .300 and .053; Random .034 and Popularity .385).
 */
export default defineBlock({
  id: 'odds-match',
  formerIds: [],
  family: 'match',
  sides: ['match'],
  source: 'MOBIUS: Fan et al., KDD 2019, section 3.2 (three sub-vectors); served as log odds, not as a cosine',
  inputs: { user: portFrom('user', 'vector'), item: portFrom('item', 'vector') },
  outputs: { pairing: 'pairing', classes: 'classes' },
  params: {
    score: choice(['cosine', 'inner'], 'cosine'),
    temperature: float({ default: 0.07, min: 0.005, max: 2, step: 0.005 }),
    learnTemperature: toggle(false),
    against: choice(['either', 'bad', 'no-click'], 'either'),
  },
  infer({ user: { width }, item }, { against }) {
    if (width !== item.width)
      return { code: 'width-mismatch', field: 'item', values: { left: width, right: item.width } };
    if (width < CLASSES) {
      const values: Record<string, number> = { width, least: CLASSES };
      return { code: 'too-narrow', field: 'user', values };
    }
    const widths = classWidths(width);
    return {
      pairing: { kind: 'pairing', width: servedWidth(widths, against), rule: 'dot' },
      classes: { kind: 'classes', widths },
    };
  },
  weights: (_, { learnTemperature, temperature }): Record<string, WeightSpec> =>
    learnTemperature ? { logScale: { shape: [1], init: { kind: 'constant', value: -Math.log(temperature) } } } : {},
  probes: { scale: { per: 'batch', labels: (_, { learnTemperature }) => (learnTemperature ? ['scale'] : []) } },
  cost: ({ user }, { score }) => ({ flops: ((score === 'cosine' ? 3 : 0) + 2) * user.width }),
});
