import { defineBlock, port, type OwnProblem } from '../block';
import { float } from '../../document/params';
import type { PortOf } from '../../document/ports';

/** Floats of a product that an item may have: vectors of 32 and 32. 4 kB an item in the index. */
export const MOST_PRODUCT = 1024;

const factor = (initial: number) => float({ default: initial, min: -100, max: 100, step: 0.1 });

/**
 * Several objectives, one list: serves a s_1 + b s_2 + c s_1 s_2 of two matches with scores s_m = scale_m <u_m, v_m>,
 * as one inner product and exactly:
 *
 * - user [a scale_1 u_1, b scale_2 u_2, c scale_1 scale_2 u_1 ⊗ u_2], item [v_1, v_2, v_1 ⊗ v_2], since
 *   <u_1 ⊗ u_2, v_1 ⊗ v_2> = <u_1, v_1> <u_2, v_2>. Scales and factors stand on the user's side: as long as the same of
 *   them are 0, the index of items does not depend on them. What has the factor 0 is left out of the vectors.
 * - Cosines and learnt temperatures are inner products and scales like any other. More than two: a joint of a joint.
 * - Where one match has several interests, a max_k s_1k + b s_2 = max_k (a s_1k + b s_2) for a > 0: served by as many
 *   vectors. With a < 0, or in a product, the maximum is that of other pairs: refused. So is a sum of two maxima, which
 *   would take a vector for each pair of interests.
 * - A product is as wide as both widths multiplied: refused above `MOST_PRODUCT`.
 *
 * Both matches learn from objectives of their own, and this learns nothing by itself. A product of two negative scores
 * is positive: of log-odds or cosines a sum is the product of what they are logarithms of.
 */
export default defineBlock({
  id: 'joint-match',
  formerIds: [],
  family: 'match',
  sides: ['match'],
  source:
    'weighted sum as a concatenation, weights on the query alone: EBR, Huang et al., KDD 2020, section 4.3; <u ⊗ x, v ⊗ y> = <u, v> <x, y>',
  inputs: { first: port('pairing'), second: port('pairing') },
  outputs: { pairing: 'pairing' },
  params: { first: factor(1), second: factor(1), product: factor(0) },
  infer({ first, second }, factors) {
    const problem = problemOf(first, second, factors);
    if (problem) return problem;
    const width =
      (factors.first === 0 ? 0 : first.width) +
      (factors.second === 0 ? 0 : second.width) +
      (factors.product === 0 ? 0 : first.width * second.width);
    const served = [first, second].filter((_, at) => (at === 0 ? factors.first : factors.second) !== 0);
    const several = served.find(({ rule }) => rule === 'label-aware');
    return {
      pairing:
        several?.rule === 'label-aware'
          ? { kind: 'pairing', width, rule: 'label-aware', count: several.count }
          : { kind: 'pairing', width, rule: 'dot' },
    };
  },
  weights: () => ({}),
  probes: {
    contribution: {
      per: 'row',
      // By the names of the matches.
      labels: (_, { first, second, product }, { first: [one = ''], second: [other = ''] }) => [
        ...(first === 0 ? [] : [one]),
        ...(second === 0 ? [] : [other]),
        ...(product === 0 ? [] : [`${one} × ${other}`]),
      ],
    },
  },
  cost: ({ first, second }, { product }) => ({
    flops: first.width + second.width + (product === 0 ? 0 : 3 * first.width * second.width),
  }),
});

interface Factors {
  first: number;
  second: number;
  product: number;
}
type Pairing = PortOf<'pairing'>;

function problemOf(first: Pairing, second: Pairing, factors: Factors): OwnProblem | null {
  if (Object.values(factors).every((own) => own === 0)) return { code: 'serves-nothing', values: {} };
  const several = (['first', 'second'] as const).filter(
    (name) => ({ first, second })[name].rule === 'label-aware' && (factors[name] !== 0 || factors.product !== 0),
  );
  const [one, other] = several;
  if (one !== undefined) {
    if (factors.product !== 0) return { code: 'product-of-interests', field: 'product', values: { input: one } };
    if (other !== undefined) return { code: 'two-maxima', field: other, values: {} };
    if (factors[one] < 0) return { code: 'negative-maximum', field: one, values: {} };
  }
  const width = first.width * second.width;
  return factors.product !== 0 && width > MOST_PRODUCT
    ? {
        code: 'product-too-wide',
        field: 'product',
        values: { left: first.width, right: second.width, width, most: MOST_PRODUCT },
      }
    : null;
}
