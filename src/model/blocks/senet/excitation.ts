/**
 * What an SE gate over fields and one over the parts of a vector have in common: parameters, weights and cost. Its
 * numbers are in `excite.ts`.
 */
import { SHARES, type Axis, type WeightSpec } from '../block';
import { choice, int, toggle, when, type ParamValues } from '../../document/params';

/** What is looked at: a summary of each field, or `all` numbers of all fields. */
export const excitationParams = {
  squeeze: choice(['mean', 'mean+max', 'all'], 'mean'),
  reduction: when('squeeze', ['mean', 'mean+max'], int({ default: 3, min: 1, max: 16 })),
  gate: choice(['2sigmoid', 'sigmoid', 'relu', 'softmax'], '2sigmoid'),
  skip: toggle(false),
};
export type Excitation = ParamValues<typeof excitationParams>;

/**
 * Hidden units start open: fields fresh from their tables average to far less than this, so that no weights can shut a
 * unit for every row.
 */
const HIDDEN_BIAS = 0.1;

/**
 * W2 starts at zero, so that no field and no row begins ahead of another: 2-sigmoid and ReLU gates (b2 = 1) at exactly
 * 1, the identity; sigmoid at 1/2, softmax at 1/F. With the skip the gated field comes on top. The ReLU needs this:
 * with W2 drawn and no bias, as in the paper and in public code, a field whose few weights are negative has the gate 0
 * for every row, hidden units being at least 0; no gradient passes there, and the field is lost for ever before the
 * first step.
 *
 * Nothing is squeezed of `all`: W2 looks at the numbers themselves, and there is no W1 (COLD).
 * @param count of fields, or of parts @param width of all of them together
 */
export function excitationWeights(count: number, width: number, params: Excitation): Record<string, WeightSpec> {
  const { squeezed, hidden } = sizes(count, width, params);
  return {
    ...(hidden === null
      ? {}
      : {
          'layer1/kernel': { shape: [squeezed, hidden], init: { kind: 'glorot', fanIn: squeezed, fanOut: hidden } },
          'layer1/bias': { shape: [hidden], init: { kind: 'constant', value: HIDDEN_BIAS } },
        }),
    'layer2/kernel': { shape: [hidden ?? squeezed, count], init: { kind: 'constant', value: 0 } },
    'layer2/bias': { shape: [count], init: { kind: 'constant', value: params.gate === 'relu' ? 1 : 0 } },
  };
}

/** A gate that begins at 1 lets a field pass as it is: bars show what was added to it, or taken. */
export const gateAxis = ({ gate }: Pick<Excitation, 'gate'>): Axis =>
  gate === '2sigmoid' || gate === 'relu' ? { origin: 1, ends: null } : SHARES;

/** With the skip a field passes once beside its gate. */
export const passesNothingElse = ({ skip }: Pick<Excitation, 'skip'>): boolean => !skip;

/** @param width of all fields together, or of the vector */
export function excitationFlops(count: number, width: number, params: Excitation): number {
  const { summaries, squeezed, hidden } = sizes(count, width, params);
  const hiddenFlops = hidden === null ? 0 : hidden * (2 * squeezed + 2);
  return summaries * width + hiddenFlops + count * (2 * (hidden ?? squeezed) + 2) + (params.skip ? 2 : 1) * width;
}

/** Numbers that summarise a field, those the gate looks at, and hidden units: F / r, at least one; null without any. */
function sizes(count: number, width: number, { squeeze, reduction }: Excitation) {
  if (squeeze === 'all') return { summaries: 0, squeezed: width, hidden: null };
  const summaries = squeeze === 'mean' ? 1 : 2;
  return { summaries, squeezed: summaries * count, hidden: Math.max(1, Math.floor(count / reduction)) };
}
