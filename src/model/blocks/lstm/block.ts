import { defineBlock, isProblem, ports, type WeightSpec } from '../block';
import { float, int, toggle } from '../../document/params';
import { inferEvents, widthOf } from '../capsules/infer-events';
import { MOST_UNITS } from '../../../engine/kernels/lstm/units';

/**
 * Open at the start, so that a state survives until something is learnt (Jozefowicz et al., ICML 2015). In the order of
 * the gates: i, f, g, o.
 */
const BIASES = [0, 1, 0, 0];

/**
 * x_l = x_{l-1} + dropout(LSTM_l(x_{l-1})), the sum where the widths agree and `residual` is on, the dropout on every
 * layer but the last. Each layer has weights of its own. The fields of an event are read side by side, those of several
 * sequences of one past as well. A masked event leaves the state as it is.
 */
export default defineBlock({
  id: 'lstm',
  formerIds: [],
  family: 'sequence',
  sides: ['user', 'item'],
  source: 'Hochreiter and Schmidhuber, 1997; with residuals as the short-term branch of SDM: Lv et al., CIKM 2019',
  inputs: { sequence: ports('sequence') },
  outputs: { sequence: 'sequence' },
  params: {
    layers: int({ default: 2, min: 1, max: 6 }),
    width: int({ default: 64, min: 1, max: MOST_UNITS }),
    residual: toggle(true),
    dropout: float({ default: 0.2, min: 0, max: 0.9, step: 0.05 }),
  },
  infer({ sequence }, { width }) {
    const events = inferEvents(sequence);
    return isProblem(events)
      ? events
      : { sequence: { kind: 'sequence', names: ['lstm'], length: events.length, width, past: events.past } };
  },
  weights({ sequence }, { layers, width }) {
    const specs: Record<string, WeightSpec> = {};
    for (let layer = 1; layer <= layers; layer++) {
      // Four maps side by side, one for each gate.
      const below = layer === 1 ? widthOf(sequence) : width;
      specs[`layer${layer}/kernel`] = {
        shape: [below, 4 * width],
        init: { kind: 'glorot', fanIn: below, fanOut: width },
      };
      specs[`layer${layer}/recurrent`] = {
        shape: [width, 4 * width],
        init: { kind: 'glorot', fanIn: width, fanOut: width },
      };
      specs[`layer${layer}/bias`] = { shape: [4 * width], init: { kind: 'piecewise', values: BIASES } };
    }
    return specs;
  },
  cost({ sequence }, { layers, width, residual }) {
    const [first, length] = [widthOf(sequence), sequence[0]?.length ?? 0];
    const layer = (below: number): number =>
      width * (4 * (2 * below + 2 * width + 2) + 5 + (residual && below === width ? 1 : 0));
    return { flops: length * (layer(first) + (layers - 1) * layer(width)) };
  },
});
