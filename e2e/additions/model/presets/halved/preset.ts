import type { GraphEdge } from '../../document/graph';
import { drawTowers, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

const TITLE = 'Halved towers';

/** Moves the user's halving upon the MLP, where it is a channel of the tower's sum. */
function uponMlp({ from, to }: GraphEdge): GraphEdge {
  if (to.node === 'user-halve') return { from: { node: 'user-mlp', output: 'vector' }, to };
  if (from.node === 'user-halve') return { from: { node: 'user-concat', output: 'vector' }, to };
  if (from.node === 'user-mlp' && to.node === 'user-mix') return { from: { node: 'user-halve', output: 'vector' }, to };
  return { from, to };
}

/** `two-tower` with an added block on each side, the user's upon the MLP, and an added objective. */
const halved: Preset = {
  id: 'halved',
  place: 12,
  title: TITLE,
  build(schema, { width = widthFor(schema) } = {}) {
    const graph = drawTowers(TITLE, schema, width, {
      gate(draft, side, source, at) {
        draft.add(`${side}-halve`, 'halve', side, at, {}, [[source, 'vector']]);
        return `${side}-halve.vector`;
      },
    });
    return {
      graph: {
        ...graph,
        nodes: [
          ...graph.nodes,
          { id: 'together', block: 'pull-together', side: 'objective', params: { weight: 0.1 }, at: [600, 0] },
        ],
        edges: [
          ...graph.edges.map(uponMlp),
          { from: { node: 'match', output: 'pairing' }, to: { node: 'together', input: 'pairing' } },
        ],
      },
      settings: settingsFor(schema),
    };
  },
};
export default halved;
