import { defineBlock, isProblem, ports, SHARES, type WeightSpec } from '../block';
import { choice, float, int, toggle } from '../../document/params';
import { inferEvents, widthOf } from './infer-events';
import { numbered } from './labels';

/**
 * Behaviour-to-interest dynamic routing with one map S for all capsules: r times w_ij = softmax over the capsules j of
 * b_ij, z_j = sum_i w_ij S e_i, u_j = squash(z_j), b_ij += sharpness u_j . S e_i. Of an event with several fields S
 * maps all of them side by side; the mean of the fields, which the paper takes, is the S with equal blocks. Where it is
 * square S begins as the identity, so that interests begin in the space of the items. The b_ij start from numbers that
 * hang on the id of the row alone. Of K capsules a row with n events has K' = max(1, min(K, floor(log2 n))); the others
 * take no event and are not active. While events are hidden in training, n counts those that are left: with all of them
 * counted, so that training and serving have equally many, MIND was no better on validation (NDCG@10 on
 * movietweetings-100k .131 against .134, on ml-latest-small .094 against .095). Couplings are constants to the
 * gradient.
 *
 * With `by` = learnt z_j = sum_i a_i w_ij S e_i, a_i the weight of the event's place as `pool` learns it, 1 on average
 * over a row. Not in the paper, whose capsules do not know old from new; EasyRec's MIND weighs events by their time
 * likewise.
 */
export default defineBlock({
  id: 'capsules',
  formerIds: [],
  family: 'sequence',
  sides: ['user'],
  source:
    'MIND: Li et al., CIKM 2019, eq. 3-8 and algorithm 1; couplings without gradient as in the code of ComiRec, KDD 2020',
  inputs: { sequence: ports('sequence') },
  outputs: { interests: 'interests', coupling: 'internal' },
  params: {
    count: int({ default: 4, min: 1, max: 16 }),
    width: int({ default: 32, min: 1, max: 512 }),
    rounds: int({ default: 3, min: 1, max: 10 }),
    sharpness: float({ default: 1, min: 0.1, max: 100, step: 0.1 }),
    adaptive: toggle(true),
    by: choice(['mean', 'learnt'], 'mean'),
    halfLife: float({ default: 10, min: 0.5, max: 200, step: 0.5, unit: 'events' }),
  },
  readsHash: () => true,
  infer({ sequence }, { count, width }) {
    const events = inferEvents(sequence);
    return isProblem(events)
      ? events
      : {
          interests: { kind: 'interests', count, width },
          coupling: { kind: 'internal', shape: `[R, ${events.length}, ${count}]` },
        };
  },
  weights({ sequence }, { width, by }): Record<string, WeightSpec> {
    const own = widthOf(sequence);
    return {
      map: {
        shape: [own, width],
        init: own === width ? { kind: 'identity', columns: width } : { kind: 'glorot', fanIn: own, fanOut: width },
      },
      ...(by === 'learnt'
        ? { position: { shape: [sequence[0]?.length ?? 0], init: { kind: 'constant', value: 0 } } }
        : {}),
    };
  },
  probes: {
    share: { per: 'row', axis: () => SHARES, labels: (_, { count }) => numbered(count) },
    active: { per: 'row', labels: () => ['active'] },
    similarity: { per: 'row', labels: (_, { count }) => (count === 1 ? [] : ['similarity']) },
  },
  cost({ sequence }, { count, width, rounds }) {
    const [own, length] = [widthOf(sequence), sequence[0]?.length ?? 0];
    // The sum of a capsule's events, and its map; but in the last round that map back, and how far each event agrees.
    return {
      flops:
        count *
        (rounds * (2 * length * own + 2 * own * width + 4 * width + 6 * length) +
          (rounds - 1) * (2 * own * width + 2 * length * own)),
    };
  },
});
