import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { CompiledGraph } from '../run/compile';
import { addAt } from '../edits/nodes';
import { blockById } from '../nodes/registry';
import { connect, disconnect, setParam } from '../document/graph-edits';
import type { TowerGraph } from '../document/graph';
import { preset, presets } from '../presets/presets';
import type { Schema } from '../document/schema';
import { judge } from './judge';

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
const costs = (graph: TowerGraph) => judge(graph, schema).costs;
const { graph: towers } = preset('two-tower').build(schema, { width: 8 });

describe('the costs of a graph', () => {
  it.each([...presets.values()])('counts the parameters that $id has when it runs', ({ build }) => {
    const { graph } = build(schema);
    const { weights, indexWidth, isRanker } = new CompiledGraph(judge(graph, schema));
    const width = isRanker ? null : indexWidth;
    const number = expect.any(Number) as number;
    const size = (counts: (weight: (typeof weights)[number]) => boolean) =>
      weights.filter(counts).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const ofTower = (side: 'user' | 'item') =>
      size(({ path, table }) => (table ? table === side : path.startsWith(`${side}/`)));
    expect(costs(graph)).toEqual({
      parameters: size(() => true),
      tableParameters: size(({ table }) => table !== null),
      denseParameters: size(({ table }) => table === null),
      ofTower: { user: ofTower('user'), item: ofTower('item') },
      flops: { user: number, item: number, pair: number },
      rowTensor: { user: number, item: number },
      width: { user: width, item: width },
      parts: expect.any(Array) as object[],
      complete: true,
    });
    // By table and by node, each once, and nothing beside them.
    const { parts, flops } = costs(graph);
    expect(parts.map(({ kind, id, parameters }) => [kind, id, parameters])).toEqual([
      ...graph.tables.map(({ id }) => ['table', id, size(({ path }) => path === `table/${id}`)]),
      ...graph.nodes.map(({ id, side }) => ['node', id, size(({ path }) => path.startsWith(`${side}/${id}/`))]),
    ]);
    for (const side of ['user', 'item'] as const) {
      const own = parts.filter((part) => part.side === side);
      expect(own.reduce((sum, part) => sum + part.parameters, 0)).toBe(ofTower(side));
      expect(own.reduce((sum, part) => sum + (part.flops ?? 0), 0)).toBe(flops[side]);
    }
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
    expect(costs(towers).width).toEqual({ user: 16, item: 16 });
    const now = costs(drawn);
    expect(now).toMatchObject({ width: { user: 16, item: 20 }, complete: false }); // the match has a problem: the widths differ
    expect([now.denseParameters - costs(towers).denseParameters, now.flops.item - costs(towers).flops.item]).toEqual([
      16 * 4,
      2 * 16 * 4,
    ]);
  });

  it('leaves open what is not wired yet', () => {
    expect(
      costs(disconnect(towers, { from: { node: 'user-mix', output: 'vector' }, to: { node: 'match', input: 'user' } })),
    ).toMatchObject({ width: { user: null, item: 16 }, complete: false });
  });
});
