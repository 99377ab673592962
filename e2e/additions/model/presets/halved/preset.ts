import { drawTowers, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

const TITLE = 'Halved towers';

/** `two-tower` with an added block on each side and an added objective. */
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
          ...graph.edges,
          { from: { node: 'match', output: 'pairing' }, to: { node: 'together', input: 'pairing' } },
        ],
      },
      settings: settingsFor(schema),
    };
  },
};
export default halved;
