/** What a ranker reads of pairs, upon the two towers that most presets begin from. */
import type { GraphNode, Json, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { Draft } from './draft';
import { categoryField } from './groups';
import { drawTowers, HIDDEN, PAST, widthFor } from './towers';

export interface RankerParts {
  /** Whether each candidate sees the past by itself (DIN). */
  attends: boolean;
  /** Whether it reads how often candidates were taken when they were shown. */
  readsRates: boolean;
  objective: { id: string; block: string; params: Record<string, Json> };
}

/**
 * In place of the inner product of the towers their element-wise product, and what user and candidate have in common by
 * category, through an MLP.
 */
export function drawRanker(
  title: string,
  schema: Schema,
  { attends, readsRates, objective }: RankerParts,
  width = widthFor(schema),
): TowerGraph {
  const towers = drawTowers(title, schema, width);
  const without = new Set(['match', 'softmax']);
  const draft = Draft.of({
    ...towers,
    nodes: towers.nodes.filter(({ id }) => !without.has(id)),
    edges: towers.edges.filter(({ to }) => !without.has(to.node)),
  });
  const match = (id: string, block: string, at: GraphNode['at'], params: Record<string, Json>, ...sources: string[]) =>
    draft.add(
      id,
      block,
      'match',
      at,
      params,
      sources.map((source) => [source, block === 'concat' ? 'parts' : 'vector']),
    );
  draft.add('towers', 'interaction', 'match', [420, 95], { product: true }, [
    ['user-mix.vector', 'user'],
    ['item-mix.vector', 'item'],
  ]);
  const read = ['towers.vector'];
  if (schema.hasTime && attends) {
    draft.add('candidate', 'concat', 'item', [560, 655], {}, [['item-id.fields', 'parts']]);
    draft.add('attention', 'target-attention', 'match', [60, 95], {}, [
      ['history.sequence', 'sequence'],
      ['candidate.vector', 'item'],
    ]);
    read.push('attention.vector');
  }
  const field = schema.hasTime ? categoryField(schema) : null;
  if (field !== null) {
    draft.add('common', 'pair-fields', 'match', [780, 95], { field, length: PAST.length });
    read.push('common.vector');
  }
  if (readsRates) {
    draft.add('rates', 'click-rate', 'match', [600, 95], {}, []);
    read.push('rates.vector');
  }
  match('all', 'concat', [420, 0], {}, ...read);
  match('ranker', 'mlp', [420, -95], { widths: [HIDDEN, width], activation: 'relu', lastLinear: false }, 'all.vector');
  match('score', 'logits', [420, -190], {}, 'ranker.vector');
  draft.add(objective.id, objective.block, 'objective', [420, -285], objective.params, [['score.logits', 'logits']]);
  return { ...draft.graph(title), kind: 'ranker' };
}
