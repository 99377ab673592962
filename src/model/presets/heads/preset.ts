import { columnInFormula } from '../../../data/weight-formula/formula';
import type { TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { drawTowers, SOFTMAX, widthFor, widthsOf } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

const MATCH = { score: 'cosine', temperature: 0.07, learnTemperature: false };

/**
 * What a row is worth to the second head: how long somebody stayed, the root of it, which has no unit and lets no
 * single row decide; else the first number that came of a row, a flag or a rating; else its last behaviour. '' where
 * the log has no outcome: both heads then learn from the same rows.
 */
export function secondSignal({ outcomes = [] }: Pick<Schema, 'outcomes'>): string {
  const numbers = outcomes.filter(({ names, role }) => names === null && role !== 'weight' && role !== 'position');
  const dwell = numbers.find(({ role }) => role === 'dwell');
  const named = outcomes.find(({ names }) => names !== null && names.length > 1);
  if (dwell) return `sqrt(max(0, ${columnInFormula(dwell.name, null)}))`;
  if (numbers[0]) return `max(0, ${columnInFormula(numbers[0].name, null)})`;
  return named ? columnInFormula(named.name, named.names!.at(-1)!) : '';
}

/** What differs between drawings of the same heads. */
export interface Heads {
  /** Of the second head's rows. */
  formula: string;
  /** Factors of the served scores. */
  first?: number;
  second?: number;
  /** Whether the weights of both objectives are learnt. */
  learnWeight?: boolean;
}

/**
 * The towers of `two-tower`, whose vectors learn every row alike; an affine map of each makes the second head, whose
 * rows weigh what came of them. The list is by both: first x s_1 + second x s_2.
 */
export function drawHeads(title: string, schema: Schema, width: number, heads: Heads): TowerGraph {
  const { formula, first = 1, second = 1, learnWeight = false } = heads;
  const { vector } = widthsOf(schema, width);
  const params = { ...SOFTMAX, learnWeight };
  return drawTowers(title, schema, width, {
    meet(draft, towers) {
      for (const side of ['user', 'item'] as const)
        draft.add(
          `${side}-second`,
          'mlp',
          side,
          [side === 'user' ? 180 : 650, 95],
          { widths: [vector], lastLinear: true },
          [[towers[side], 'vector']],
        );
      draft.add('match', 'match', 'match', [240, 0], MATCH, [
        [towers.user, 'user'],
        [towers.item, 'item'],
      ]);
      draft.add('second', 'match', 'match', [600, 0], MATCH, [
        ['user-second.vector', 'user'],
        ['item-second.vector', 'item'],
      ]);
      draft.add('joint', 'joint-match', 'match', [420, -95], { first, second, product: 0 }, [
        ['match.pairing', 'first'],
        ['second.pairing', 'second'],
      ]);
      draft.add('softmax', 'in-batch-softmax', 'objective', [140, -190], params, [['match.pairing', 'pairing']]);
      draft.add('second-softmax', 'in-batch-softmax', 'objective', [700, -190], { ...params, rowFormula: formula }, [
        ['second.pairing', 'pairing'],
      ]);
    },
  });
}

const heads: Preset = {
  id: 'heads',
  place: 18,
  title: 'Two heads',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawHeads('Two heads', schema, width, { formula: secondSignal(schema) }),
    settings: settingsFor(schema),
  }),
};
export default heads;
