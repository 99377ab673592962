import { beforeEach, describe, expect, it } from 'vitest';
import { setParam } from '../model/graph-edits';
import { preset } from '../model/presets/presets';
import { useDrawing } from './board/useDrawing';
import { Footer } from './Footer';
import { OfOtherTowers } from './panels/OfOtherTowers';
import { draw, ended, schema, silentBench, summary } from './testing';

const document = preset('senet').build(schema);
/** What stands on the board: 'live' where a node or an edge shows values of the run. */
function Board() {
  const drawing = useDrawing();
  const nodes = [...(drawing?.nodes.values() ?? [])];
  return nodes.length > 0 && nodes.every(({ isLive }) => isLive) ? 'live' : `${drawing?.weights.size} weights`;
}

describe('figures of a run', () => {
  const bench = silentBench();
  const shown = () => ({
    note: draw(bench, <OfOtherTowers />),
    footer: draw(bench, <Footer />),
    board: draw(bench, <Board />),
  });
  beforeEach(() => {
    bench.data.setState({ summary });
    bench.run.begin(document);
    bench.run.setState({
      progress: {
        ...ended(5),
        speed: { stepsPerSecond: 9, examplesPerSecond: 90, jsMsPerStep: 0.4, dispatchesPerStep: 97 },
      },
    });
    bench.graph.getState().open(document);
  });

  it('stand at the towers they are of, moved or titled anew', () => {
    expect(shown()).toMatchObject({ note: '', board: 'live' });
    bench.graph.getState().editGraph((graph) => ({
      ...graph,
      title: 'My own',
      nodes: graph.nodes.map((node) => ({ ...node, at: [3, 4] })),
    }));
    expect(shown()).toMatchObject({ note: '', board: 'live', footer: expect.stringContaining('<b>97</b> dispatches') });
  });

  it('are not shown on towers that were edited since, and say in the panels whose they are', () => {
    bench.graph.getState().editGraph((graph) => setParam(graph, 'user-mlp', 'widths', [9, 32]));
    const { note, footer, board } = shown();
    expect(note).toContain('Figures of the towers trained last: SENet two towers.');
    expect(footer).not.toContain('97');
    expect(board).toBe('0 weights');
    bench.graph.temporal.getState().undo();
    expect(shown()).toMatchObject({ note: '', board: 'live' });
  });

  it('are nobody’s before the first step', () => {
    bench.run.setState({ progress: ended(0) });
    bench.graph.getState().editGraph((graph) => setParam(graph, 'user-mlp', 'widths', [9, 32]));
    expect(shown().note).toBe('');
  });
});
