import type { GraphNode, Json, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { Draft } from '../drawing/draft';
import { categoryField } from '../drawing/groups';
import { drawTowers, HIDDEN, PAST, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/** Items of a row that are scored in training. */
const CANDIDATES = 16;

/**
 * A ranker over what `two-tower` makes of users and items: in place of the inner product their element-wise product,
 * the past seen by each candidate (DIN: Zhou et al., KDD 2018), and what the two have in common by category, through an
 * MLP. One that gives the products a weight of 1 each and nothing else ranks as the two towers do by inner product.
 */
const din: Preset = {
  id: 'din',
  place: 20,
  title: 'Ranker with target attention',
  isRanker: true,
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawRanker(schema, width),
    settings: settingsFor(schema),
  }),
};
export default din;

function drawRanker(schema: Schema, width: number): TowerGraph {
  const towers = drawTowers(din.title, schema, width);
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
  if (schema.hasTime) {
    draft.add('candidate', 'concat', 'item', [560, 655], {}, [['item-id.fields', 'parts']]);
    draft.add('attention', 'target-attention', 'match', [60, 95], {}, [
      ['history.sequence', 'sequence'],
      ['candidate.vector', 'item'],
    ]);
    read.push('attention.vector');
    const field = categoryField(schema);
    if (field !== null) {
      draft.add('common', 'pair-fields', 'match', [780, 95], { field, length: PAST.length });
      read.push('common.vector');
    }
  }
  match('all', 'concat', [420, 0], {}, ...read);
  match('ranker', 'mlp', [420, -95], { widths: [HIDDEN, width], activation: 'relu', lastLinear: false }, 'all.vector');
  match('score', 'logits', [420, -190], {}, 'ranker.vector');
  draft.add('softmax', 'list-softmax', 'objective', [420, -285], { candidates: CANDIDATES }, [
    ['score.logits', 'logits'],
  ]);
  return { ...draft.graph(din.title), kind: 'ranker' };
}
