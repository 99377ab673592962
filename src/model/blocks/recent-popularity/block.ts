import { defineBlock, port } from '../block';
import { int, toggle } from '../../document/params';
import type { PopularityRead } from '../../../data/recent-popularity';

/** Each half-life is so many times the one before. */
const APART = 4;

/**
 * Adds to the score of a match how much of late the item was taken, as was known at the moment of the row: s(u, i) +
 * (1 + <a, u>) sum_h w_h log(.1 + c_h(i, t)). c_h counts the training events of the item strictly before the snapshot
 * that is known at t, each by .5^(training events since / half-life h). The weights w are learnt, 1 / H at first; so is
 * a, 0 at first: some people take what everybody takes, others do not. By a softmax it learns P(i | u, t) with an
 * item's popularity at t as its base rate, not that of the whole log.
 *
 * It is an inner product still: user [u, (1 + <a, u>) e_g] with a one at the snapshot g of the row, item [v, sum_h w_h
 * log c_h at every snapshot]. In an index that is made anew with each snapshot all users are at the newest one, and the
 * G numbers are one. Here all moments of a log are asked about at once, by one index. Of several interests each has the
 * strength of its own vector.
 *
 * Before the first snapshot nothing is known, and nothing is added.
 */
export default defineBlock({
  id: 'recent-popularity',
  formerIds: [],
  family: 'match',
  sides: ['match'],
  source:
    'counts: Ji et al., SIGIR 2020, DecayPop; a bias of the item by time: Koren, KDD 2009, b_i(t); added to the logits of a softmax as log q is: Yi et al., RecSys 2019',
  inputs: { pairing: port('pairing') },
  outputs: { pairing: 'pairing' },
  params: {
    halfLife: int({ default: 500, min: 1, max: 10_000_000, unit: 'events' }),
    halfLives: int({ default: 3, min: 1, max: 6 }),
    snapshots: int({ default: 128, min: 2, max: 2048 }),
    perUser: toggle(true),
  },
  recentPopularity: readOf,
  infer: ({ pairing }, { snapshots }) => ({ pairing: { ...pairing, width: pairing.width + snapshots } }),
  weights: ({ pairing }, { halfLives, perUser }) => ({
    weights: { shape: [halfLives], init: { kind: 'constant', value: 1 / halfLives } },
    ...(perUser ? { strength: { shape: [pairing.width], init: { kind: 'constant', value: 0 } } } : {}),
  }),
  probes: {
    weight: { per: 'batch', labels: (_, params) => readOf(params).halfLives.map(String) },
    strength: { per: 'row', labels: (_, { perUser }) => (perUser ? ['strength'] : []) },
  },
  cost: ({ pairing }, { halfLives, snapshots }) => ({ flops: 3 * pairing.width + 2 * snapshots * halfLives }),
});

/** What it reads, the shortest half-life first. */
export function readOf(params: { halfLife: number; halfLives: number; snapshots: number }): PopularityRead {
  return {
    halfLives: Array.from({ length: params.halfLives }, (_, h) => params.halfLife * APART ** h),
    snapshots: params.snapshots,
  };
}
