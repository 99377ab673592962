/** Rankers of the hobby shop: what a network may read of a past and a candidate. */
import type { Json, TowerGraph } from '../../../model/document/graph';
import { setParam } from '../../../model/document/graph-edits';
import { Draft, type Wire } from '../../../model/presets/drawing/draft';
import { oneVector, PAST, SHELF } from '../interests';
import type { Draw } from '../studies';

/** Hidden layers of the network over a pair. */
const NETWORK = [32, 16];
/** Hidden units of a tower: here it is one feature of several, computed for every candidate. */
const TOWER_HIDDEN = 16;
/** What leads to the match of two towers, and is theirs alone. */
const OF_TOWERS = ['user-mlp', 'user-tower', 'item-mlp', 'item-tower'];

export interface HobbyRanker {
  title: string;
  /** Of the vectors: half of it the embedded id, half the shelf. */
  width: number;
  /** Of the objective. */
  lists: Readonly<Record<string, Json>>;
  /** Whether the network reads how often and how lately the past has the candidate's shelf. */
  crosses?: boolean;
  /** Whether the two towers of `oneVector` give their vectors and score as features, trained by a loss of their own. */
  towers?: boolean;
}

/**
 * The mean of the past and the candidate side by side, and how often and how lately the past has the candidate's shelf,
 * through a network.
 */
export const drawHobbyRanker =
  ({ title, width, lists, crosses = true, towers = false }: HobbyRanker): Draw =>
  (schema) => {
    const mlp = (graph: TowerGraph, side: string) => setParam(graph, `${side}-mlp`, 'widths', [TOWER_HIDDEN, width]);
    const drawn = ['user', 'item'].reduce(mlp, oneVector(width)(schema));
    const without = ['match', 'softmax', ...(towers ? [] : OF_TOWERS)];
    const draft = Draft.of({
      ...drawn,
      nodes: drawn.nodes.filter(({ id }) => !without.includes(id)),
      edges: drawn.edges.filter(({ to }) => !without.includes(to.node)),
    });
    const read: Wire[] = [['pair.vector', 'parts']];
    draft.add('pair', 'interaction', 'match', [300, 280], { product: false }, [
      ['mean.vector', 'user'],
      ['item-vector.vector', 'item'],
    ]);
    if (crosses) {
      draft.add('common', 'pair-fields', 'match', [440, 280], { field: SHELF, length: PAST.length });
      read.push(['common.vector', 'parts']);
    }
    if (towers) {
      const vectors: Wire[] = [
        ['user-tower.vector', 'user'],
        ['item-tower.vector', 'item'],
      ];
      draft.add('tower-vectors', 'interaction', 'match', [580, 280], { product: true }, vectors);
      draft.add('tower-score', 'tower-score', 'match', [720, 280], { temperature: 0.1 }, vectors);
      draft.add('tower-loss', 'list-softmax', 'objective', [560, 0], lists, [['tower-score.logits', 'logits']]);
      read.push(['tower-vectors.vector', 'parts'], ['tower-score.vector', 'parts']);
    }
    draft.add('all', 'concat', 'match', [370, 220], {}, read);
    draft.add('network', 'mlp', 'match', [370, 160], { widths: NETWORK, activation: 'relu', lastLinear: false }, [
      ['all.vector', 'vector'],
    ]);
    draft.add('score', 'logits', 'match', [370, 95], {}, [['network.vector', 'vector']]);
    draft.add('loss', 'list-softmax', 'objective', [370, 0], lists, [['score.logits', 'logits']]);
    return { ...draft.graph(title), kind: 'ranker' };
  };
