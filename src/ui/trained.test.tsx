import { beforeEach, describe, expect, it } from 'vitest';
import { setParam } from '../model/document/graph-edits';
import type { TowerGraph } from '../model/document/graph';
import { preset } from '../model/presets/presets';
import { useDrawing } from './board/useDrawing';
import { Footer } from './Footer';
import { OfOtherTowers } from './panels/OfOtherTowers';
import { draw, ended, schema, silentBench, summary } from './testing';

const { build, title } = preset('parallel');
const document = build(schema);
/** Another temperature. */
const warmer = (graph: TowerGraph): TowerGraph =>
  setParam(graph, graph.nodes.find(({ side }) => side === 'match')!.id, 'temperature', 0.5);
/** How many nodes and edges show values of the run. */
function Board() {
  const drawing = useDrawing();
  return `${drawing?.isLive ? 'live' : 'not live'}, ${drawing?.weights.size} weights`;
}

describe('figures of a run', () => {
  const bench = silentBench();
  const live = expect.stringMatching(/^live, [1-9]\d* weights$/);
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
    expect(shown()).toMatchObject({ note: '', board: live });
    bench.graph.getState().editGraph((graph) => ({
      ...graph,
      title: 'My own',
      nodes: graph.nodes.map((node) => ({ ...node, at: [3, 4] })),
    }));
    expect(shown()).toMatchObject({ note: '', board: live, footer: expect.stringContaining('<b>97</b> dispatches') });
  });

  it('are not shown on towers that were edited since, and say in the panels whose they are', () => {
    bench.graph.getState().editGraph(warmer);
    const { note, footer, board } = shown();
    expect(note).toContain(`Figures of the towers trained last: ${title}.`);
    expect(footer).not.toContain('<b>97</b>');
    expect(board).toBe('not live, 0 weights');
    bench.graph.temporal.getState().undo();
    expect(shown()).toMatchObject({ note: '', board: live });
  });

  it('are nobody’s before the first step', () => {
    bench.run.setState({ progress: ended(0) });
    bench.graph.getState().editGraph(warmer);
    expect(shown().note).toBe('');
  });
});
