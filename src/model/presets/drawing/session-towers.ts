/**
 * The last session and the sessions before it, each a branch of its own (SDM), against the item's tower of `two-tower`.
 * What a branch begins from lies in the space of the items, as there: weighted means of the items' own embeddings, part
 * by part. What its network makes of them is a small correction; the MLP upon the branches counts as much as that of
 * `two-tower`.
 */
import { MOST_UNITS } from '../../../engine/kernels/lstm/units';
import type { TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { Draft, type Wire } from './draft';
import {
  drawItemTower,
  drawProfile,
  DROPOUT,
  fieldsOf,
  HIDDEN,
  MIX,
  mlpTo,
  PAST,
  POOL,
  SOFTMAX,
  widthsOf,
} from './towers';

/** Events that are read of the last session, and of the earlier ones together. */
export interface Lengths {
  short: number;
  long: number;
}
/**
 * Of the earlier events as many as every preset reads of the past; of the last session its newest 20: on validation
 * they stood a little above 10.
 */
const LENGTHS: Lengths = { short: 20, long: PAST.length };
/** Where the log has no session column; without a limit of days, since in small logs a week holds little. */
const SESSIONS = { gap: 30 };
/** Inside a branch, and upon branches that stand apart: how much is added to what the branch begins from. */
const CORRECTION = 0.3;

/** What becomes of the branches: mixed by a gate, an interest each, or one of them alone. */
export type Union = 'gate' | 'apart' | 'short' | 'long';

/** @param schema of a log with sessions: by a column or by time; its users have an id or another field */
export function drawSessionTowers(
  title: string,
  schema: Schema,
  width: number,
  union: Union,
  lengths = LENGTHS,
): TowerGraph {
  const draft = new Draft();
  const item = fieldsOf(schema, 'item');
  const { narrow, vector } = widthsOf({ ...schema, hasTime: true }, width);
  const tables = { id: draft.addTables(item.id, width), others: draft.addTables(item.others, narrow) };

  draft.add('profile', 'concat', 'user', [-810, 670], {}, [drawProfile(draft, schema, tables.id, width, -720)]);
  draft.add('profile-dropout', 'dropout', 'user', [-810, 580], { rate: DROPOUT }, [['profile.vector', 'vector']]);

  if (union !== 'long') drawShort(draft, tables, width, vector, lengths.short);
  if (union !== 'short') drawLong(draft, tables, union === 'apart' ? null : vector, lengths.long);
  drawItemTower(draft, tables, vector, true);
  if (union === 'apart') {
    draft.add('stack', 'stack', 'user', [-90, 130], {}, [
      ['short.vector', 'vectors'],
      ['long-base.vector', 'vectors'],
    ]);
    draft.add(
      'interest-mlp',
      'interest-mlp',
      'user',
      [-90, 40],
      { widths: [HIDDEN], activation: 'tanh', lastLinear: true, residual: true, scale: CORRECTION },
      [
        ['stack.interests', 'interests'],
        ['profile-dropout.vector', 'profile'],
      ],
    );
    draft.add('match', 'label-aware', 'match', [420, -140], { ...MATCH, attention: 'soft', sharpness: 10 }, [
      ['interest-mlp.interests', 'interests'],
      ['item-mix.vector', 'item'],
    ]);
  } else {
    if (union === 'gate')
      draft.add('fusion', 'gate-fusion', 'user', [-90, 130], {}, [
        ['profile.vector', 'user'],
        ['short.vector', 'short'],
        ['long.vector', 'long'],
      ]);
    const top = union === 'gate' ? 'fusion.vector' : `${union}.vector`;
    draft.add('user-concat', 'concat', 'user', [-90, 40], {}, [
      ['profile-dropout.vector', 'parts'],
      [top, 'parts'],
    ]);
    draft.add('user-mlp', 'mlp', 'user', [-90, -50], mlpTo(vector), [['user-concat.vector', 'vector']]);
    draft.add('user-mix', 'mix', 'user', [-90, -140], MIX, [
      [top, 'a'],
      ['user-mlp.vector', 'b'],
    ]);
    draft.add('match', 'match', 'match', [420, -235], MATCH, [
      ['user-mix.vector', 'user'],
      ['item-mix.vector', 'item'],
    ]);
  }
  draft.add('softmax', 'in-batch-softmax', 'objective', [420, -330], SOFTMAX, [['match.pairing', 'pairing']]);
  return draft.graph(title);
}

const MATCH = { score: 'cosine', temperature: 0.07, learnTemperature: false };

interface ItemTables {
  id: readonly string[];
  others: readonly string[];
}

/**
 * `short`: the pooled events of the last session, corrected by LSTM, self-attention and the user's attention to them.
 */
function drawShort(draft: Draft, { id, others }: ItemTables, width: number, vector: number, length: number): void {
  const params = { length, ...SESSIONS };
  draft.add('short-term', 'short-term', 'user', [-360, 760], { tables: [...id], ...params, dropout: DROPOUT });
  draft.add('short-pool', 'pool', 'user', [-360, 670], POOL, [['short-term.sequence', 'sequence']]);
  const [events, base]: [Wire[], Wire[]] = [[['short-term.sequence', 'sequence']], [['short-pool.vector', 'parts']]];
  if (others.length > 0) {
    // Hiding is done once, on the ids: an event that one sequence hides is hidden in all that are read with it.
    draft.add('short-term-fields', 'short-term', 'user', [-180, 760], { tables: [...others], ...params, dropout: 0 });
    draft.add('short-pool-fields', 'pool', 'user', [-180, 670], POOL, [['short-term-fields.sequence', 'sequence']]);
    events.push(['short-term-fields.sequence', 'sequence']);
    base.push(['short-pool-fields.vector', 'parts']);
  }
  draft.add('short-base', 'concat', 'user', [-270, 580], {}, base);
  draft.add('short-lstm', 'lstm', 'user', [-540, 670], { layers: 2, width: Math.min(width, MOST_UNITS) }, events);
  draft.add('short-self-attention', 'self-attention', 'user', [-540, 580], { heads: 4 }, [
    ['short-lstm.sequence', 'sequence'],
  ]);
  draft.add('short-attention', 'user-attention', 'user', [-540, 490], {}, [
    ['short-self-attention.sequence', 'sequence'],
    ['profile-dropout.vector', 'query'],
  ]);
  draft.add('short-map', 'mlp', 'user', [-540, 400], { widths: [vector] }, [['short-attention.vector', 'vector']]);
  draft.add('short', 'mix', 'user', [-360, 310], { scale: CORRECTION }, [
    ['short-base.vector', 'a'],
    ['short-map.vector', 'b'],
  ]);
}

/**
 * `long-base`: what the user's attention takes of the earlier sessions, each field by itself; `long`: corrected by a
 * dense layer.
 * @param vector width of that layer; null = none
 */
function drawLong(draft: Draft, { id, others }: ItemTables, vector: number | null, length: number): void {
  const params = { ...PAST, length, ...SESSIONS, days: 0 };
  const query: Wire = ['profile-dropout.vector', 'query'];
  draft.add('long-term', 'long-term', 'user', [0, 760], { tables: [...id], ...params });
  draft.add('long-attention', 'user-attention', 'user', [0, 490], {}, [['long-term.sequence', 'sequence'], query]);
  const base: Wire[] = [['long-attention.vector', 'parts']];
  if (others.length > 0) {
    draft.add('long-term-fields', 'long-term', 'user', [180, 760], { tables: [...others], ...params });
    draft.add('long-attention-fields', 'user-attention', 'user', [180, 490], { apart: true }, [
      ['long-term-fields.sequence', 'sequence'],
      query,
    ]);
    base.push(['long-attention-fields.vector', 'parts']);
  }
  draft.add('long-base', 'concat', 'user', [90, 400], {}, base);
  if (vector === null) return;
  draft.add('long-dense', 'mlp', 'user', [180, 310], { widths: [vector], activation: 'tanh', lastLinear: false }, [
    ['long-base.vector', 'vector'],
  ]);
  draft.add('long', 'mix', 'user', [90, 220], { scale: CORRECTION }, [
    ['long-base.vector', 'a'],
    ['long-dense.vector', 'b'],
  ]);
}
