import { expect, it } from 'vitest';
import { silentBench, schema } from '../testing';
import { preset } from '../../model/presets/presets';
import { editsOf } from './edits';

it('measured times go into all gates in one step, which is taken back in one', () => {
  const bench = silentBench();
  bench.graph.getState().open(preset('fscd').build(schema));
  const gates = () => bench.graph.getState().document!.graph.nodes.filter(({ block }) => block === 'field-gate');
  const before = gates();
  expect(before.length).toBeGreaterThan(1);
  const field = { field: 'genre', lookup: 1, projection: 2, slots: 1, width: 4, to: 8 };
  editsOf(bench).measured({ adapter: 'an adapter', gates: before.map(({ id }) => ({ gate: id, fields: [field] })) });
  for (const { params } of gates()) expect(params['measured']).toEqual({ adapter: 'an adapter', times: { genre: 3 } });
  expect(bench.view.getState().notice).toMatchObject({ undo: true });
  editsOf(bench).undo();
  expect(gates()).toEqual(before);
});
