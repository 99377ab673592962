/**
 * Small towers over the fields of each side, without history: what a study compares then lies between the fields and
 * the match.
 */
import type { Settings, TowerGraph } from '../../../model/document/graph';
import { Draft, type Wire } from '../../../model/presets/drawing/draft';
import { fieldsOf } from '../../../model/presets/drawing/towers';
import type { Schema } from '../../../model/document/schema';

/**
 * What stands between the fields of a side and the match. Draws its nodes and returns where the tower's vector comes
 * out.
 */
export type Middle = (draft: Draft, side: 'user' | 'item', fields: readonly string[]) => Wire[0];

export interface FieldTowers {
  title: string;
  temperature: number;
  /** Coefficients of the match. */
  coefficients?: 'none' | 'part';
  /** Whether each side reads its id before its fields; not unless said. */
  ids?: boolean;
  /** Fields that are read; all but the ids where it is not given. */
  reads?(field: string): boolean;
}

export function drawFieldTowers(
  schema: Schema,
  { title, temperature, coefficients = 'none', ids = false, reads = () => true }: FieldTowers,
  middle: Middle,
): TowerGraph {
  const draft = new Draft();
  const [user, item] = (['user', 'item'] as const).map((side) => {
    const { id, others } = fieldsOf(schema, side);
    return middle(draft, side, [...(ids ? id : []), ...others.filter(reads)]);
  });
  draft.add(
    'match',
    'match',
    'match',
    [420, 95],
    { score: 'cosine', temperature, learnTemperature: false, coefficients },
    [
      [user!, 'user'],
      [item!, 'item'],
    ],
  );
  draft.add(
    'softmax',
    'in-batch-softmax',
    'objective',
    [420, 0],
    { logQ: true, sameItem: true, sameUser: true, rowWeights: true },
    [['match.pairing', 'pairing']],
  );
  return draft.graph(title);
}

/** Left edge of a side's nodes. */
export const leftOf = (side: 'user' | 'item'): number => (side === 'user' ? 0 : 700);

/** Adam for all weights, and early stopping on the validation part or so many epochs. */
export const settingsOf = (
  batch: number,
  learningRate: number,
  until: Exclude<Settings['stages'][number]['until'], { steps: number }>,
): Settings => ({
  seed: 1,
  batch,
  optimizers: [
    { pattern: 'table/*', rule: 'lazy-adam', learningRate, weightDecay: 0 },
    { pattern: '*', rule: 'adam', learningRate, weightDecay: 0 },
  ],
  clipNorm: null,
  schedule: { kind: 'constant', warmup: 0 },
  stages: [{ terms: ['*'], trainable: ['*'], until }],
  tablePrecision: 'float32',
});
