import { expect, it } from 'vitest';
import { setParam } from '../../model/document/graph-edits';
import { preset } from '../../model/presets/presets';
import { draw, schema, silentBench, summary } from '../testing';
import { Inspector } from './Inspector';

/** The form of the softmax, with these values in it. */
function form(values: Readonly<Record<string, string | number>>): string {
  const bench = silentBench();
  bench.data.setState({ summary });
  const built = preset('two-tower').build(schema);
  const graph = Object.entries(values).reduce(
    (drawn, [name, value]) => setParam(drawn, 'softmax', name, value),
    built.graph,
  );
  bench.graph.getState().open({ ...built, graph });
  return draw(bench, <Inspector graph={graph} node={graph.nodes.find(({ id }) => id === 'softmax')!} />);
}

it('asks for a parameter only where it is read', () => {
  const [drawn, waits] = ['Extra items per batch', 'Warm-up steps'];
  const asks = (values: Parameters<typeof form>[0]) => {
    const markup = form(values);
    return [drawn, waits].map((label) => markup.includes(label!));
  };
  expect(asks({ sampling: 'none' })).toEqual([false, false]);
  expect(asks({ sampling: 'uniform' })).toEqual([true, false]);
  expect(asks({ sampling: 'earlier' })).toEqual([true, true]);
  // Its default is none.
  expect(asks({})).toEqual([false, false]);
});

it('says what is wrong with a parameter that it does not ask for', () => {
  expect(form({ sampling: 'none', sampled: -3 })).toContain('-3');
  expect(form({ sampling: 'uniform', sampled: -3 })).toContain('-3');
});
