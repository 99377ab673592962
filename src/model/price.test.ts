import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../data/dataset';
import { CompiledGraph } from './compile';
import { addAt } from './edits/nodes';
import { blockById } from './blocks/blocks';
import { connect, disconnect, setParam } from './graph-edits';
import type { TowerGraph } from './graph';
import { preset, presets } from './presets/presets';
import { priceOf } from './price';
import type { Schema } from './schema';
import { validate } from './validate';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'], rows: number): FieldSpec => ({
  name,
  owner,
  kind,
  rows,
  length: 1,
});
const schema: Schema = {
  fields: [
    field('user id', 'user', 'id', 100),
    field('item id', 'item', 'id', 50),
    field('genre', 'item', 'categorical', 7),
  ],
  users: 98,
  items: 48,
  events: 500,
  hasTime: true,
};
const price = (graph: TowerGraph) => priceOf(graph, schema, validate(graph, schema));
const { graph: towers } = preset('two-tower').build(schema, { width: 8 });

describe('the price of a graph', () => {
  it.each([...presets.values()])('counts the parameters that $id has when it runs', ({ build }) => {
    const { graph } = build(schema);
    const { weights, indexWidth } = new CompiledGraph(graph, schema);
    const size = (table: boolean) =>
      weights
        .filter((weight) => (weight.table !== null) === table)
        .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(price(graph)).toMatchObject({
      tableParameters: size(true),
      denseParameters: size(false),
      width: { user: indexWidth, item: indexWidth },
      complete: true,
    });
  });

  it('says by how much a short-cut widens one tower while the other has none', () => {
    const { graph, id } = addAt(
      towers,
      { kind: 'between', edge: { from: { node: 'item-mix', output: 'vector' }, to: { node: 'match', input: 'item' } } },
      blockById('shortcut'),
    );
    const drawn = connect(setParam(graph, id, 'width', 4), {
      from: { node: 'item-base', output: 'vector' },
      to: { node: id, input: 'shortcut' },
    });
    expect(price(towers).width).toEqual({ user: 16, item: 16 });
    const now = price(drawn);
    expect(now).toMatchObject({ width: { user: 16, item: 20 }, complete: false }); // the match has a problem: the widths differ
    expect([now.denseParameters - price(towers).denseParameters, now.flops.item - price(towers).flops.item]).toEqual([
      16 * 4,
      2 * 16 * 4,
    ]);
  });

  it('leaves open what is not wired yet', () => {
    expect(
      price(disconnect(towers, { from: { node: 'user-mix', output: 'vector' }, to: { node: 'match', input: 'user' } })),
    ).toMatchObject({ width: { user: null, item: 16 }, complete: false });
  });
});
