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
