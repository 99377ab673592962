import { expect, it } from 'vitest';
import { duplicateNode } from '../../model/edits/channels';
import { preset } from '../../model/presets/presets';
import { draw, schema, silentBench, summary } from '../testing';
import { useBoardEdges } from './useBoardEdges';
import { useDrawing } from './useDrawing';

function Board() {
  const drawing = useDrawing();
  const edges = useBoardEdges(drawing);
  return (
    <>
      {[...(drawing?.nodes ?? [])].map(([id, { title, ownName }]) => (
        <p key={id}>{`${id}: ${title} (${ownName ?? ''})`}</p>
      ))}
      {edges.map(({ id, ariaLabel }) => (
        <p key={id}>{ariaLabel}</p>
      ))}
    </>
  );
}

it('tells nodes of one title on a side apart by their ids, and names edges by both ends and what flows there', () => {
  const bench = silentBench();
  const { graph, settings } = preset('two-tower').build(schema);
  bench.data.setState({ summary });
  bench.graph.getState().open({ graph, settings });
  bench.view.setState({ opened: ['run:user-mlp'] });
  const alone = draw(bench, <Board />);
  expect(alone).toContain('user-mlp: MLP ()');
  expect(alone).toMatch(/Edge from [^,]+, vector, to MLP \(user-mlp\), vector/);
  bench.graph.getState().editGraph((now) => duplicateNode(now, 'user-mlp').graph);
  const twice = draw(bench, <Board />);
  expect(twice).toContain('user-mlp: MLP (user-mlp)');
  // One to a side: the side tells it. A fold is called by what it holds.
  expect(twice).toContain('item-mlp: Dropout + MLP ()');
});
