import { defineBlock, port } from '../block';
import { float, itemField } from '../../document/params';

/**
 * Ranks by what an item is worth beside how much it is wanted: serves s + exponent x log w of a match with score s and
 * a number w of the item, its bid or its margin. Where s is a log-probability up to a number of the user, as the logits
 * of a softmax are, that is the order of P x w^exponent: expected revenue for 1. Of log-odds, as those of a logistic
 * loss or of MOBIUS, it is the order of P / (1 - P) x w^exponent: nearly the same where all P are small, and not else.
 *
 * It is one coordinate more, and exact: user [u, exponent], item [v, log w]. The exponent stands on the user's side, so
 * the index does not change with it. Beside several interests it is the same for all, and max_k s_k + c = max_k (s_k +
 * c). A w of 0 or less has no logarithm, and an item without one no place in the order: both are refused.
 *
 * A block of its own, because it stands on any match: one, a joint of several, the odds of MOBIUS. What it reads goes
 * on learning without it. MOBIUS itself multiplies a cosine by w, which orders by P x w only as far as a cosine is
 * proportional to P.
 */
export default defineBlock({
  id: 'business-weight',
  formerIds: [],
  family: 'match',
  sides: ['match'],
  source: 'MOBIUS: Fan et al., KDD 2019, section 4 (business weight in the vector of the ad), of logarithms',
  inputs: { pairing: port('pairing') },
  outputs: { pairing: 'pairing' },
  params: { field: itemField({ numbers: true }), exponent: float({ default: 1, min: -10, max: 10, step: 0.1 }) },
  itemNumbers: ({ field }) => [field],
  infer: ({ pairing }) => ({ pairing: { ...pairing, width: pairing.width + 1 } }),
  weights: () => ({}),
  cost: ({ pairing }) => ({ flops: pairing.width }),
});
