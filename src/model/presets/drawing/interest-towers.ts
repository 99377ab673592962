/**
 * Several vectors of a user against the item's tower of `two-tower`. A block makes interests of the past events, which
 * begin in the same parts as the items; each gets a correction made by an MLP of it and of the user's profile.
 */
import type { Json, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { Draft, type Wire } from './draft';
import { drawItemTower, drawProfile, DROPOUT, fieldsOf, HIDDEN, PAST, SOFTMAX, widthsOf } from './towers';

export interface InterestTowers {
  /** The block that makes interests of sequences, and its parameters. @param width of an item's vector */
  maker: string;
  params(width: number): Record<string, Json>;
  /** Of the label-aware match. */
  match: Record<string, Json>;
}

/** @param schema of a log with time: without it there is no history */
export function drawInterestTowers(
  title: string,
  schema: Schema,
  width: number,
  { maker, params, match }: InterestTowers,
): TowerGraph {
  const draft = new Draft();
  const item = fieldsOf(schema, 'item');
  const { narrow, vector } = widthsOf({ ...schema, hasTime: true }, width);
  const tables = { id: draft.addTables(item.id, width), others: draft.addTables(item.others, narrow) };

  draft.add('history', 'history', 'user', [0, 760], { tables: tables.id, ...PAST });
  const events: Wire[] = [['history.sequence', 'sequence']];
  if (tables.others.length > 0) {
    // Hiding is done once, on the ids: an event that one sequence hides is hidden in all.
    draft.add('history-fields', 'history', 'user', [180, 760], { tables: tables.others, ...PAST, dropout: 0 });
    events.push(['history-fields.sequence', 'sequence']);
  }
  draft.add('interests', maker, 'user', [90, 550], params(vector), events);
  draft.add('profile', 'concat', 'user', [-270, 550], {}, [drawProfile(draft, schema, tables.id, width, -180)]);
  draft.add('profile-dropout', 'dropout', 'user', [-270, 460], { rate: DROPOUT }, [['profile.vector', 'vector']]);
  draft.add(
    'interest-mlp',
    'interest-mlp',
    'user',
    [90, 280],
    { widths: [HIDDEN], activation: 'relu', lastLinear: true, residual: true },
    [
      ['interests.interests', 'interests'],
      ['profile-dropout.vector', 'profile'],
    ],
  );

  drawItemTower(draft, tables, vector, true);
  draft.add(
    'match',
    'label-aware',
    'match',
    [370, 95],
    { score: 'cosine', temperature: 0.07, learnTemperature: false, ...match },
    [
      ['interest-mlp.interests', 'interests'],
      ['item-mix.vector', 'item'],
    ],
  );
  draft.add('softmax', 'in-batch-softmax', 'objective', [370, 0], SOFTMAX, [['match.pairing', 'pairing']]);
  return draft.graph(title);
}
