import { describe, expect, it } from 'vitest';
import { judge } from '../check/judge';
import { setParam } from '../document/graph-edits';
import type { TowerGraph } from '../document/graph';
import type { Schema } from '../document/schema';
import { preset } from '../presets/presets';

const schema: Schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 102, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 802, length: 1 },
  ],
  users: 100,
  items: 800,
  events: 900,
  hasTime: true,
};
const { graph } = preset('sasrec').build(schema);
const problemsOf = (given: TowerGraph, of: Schema = schema) =>
  judge(given, of).problems.map(({ nodeId, code, field }) => [nodeId, code, ...(field ? [field] : [])].join(' '));

describe('training at every position', () => {
  it('has no problem where every event sees those before it alone', () => {
    expect(graph.nodes.find(({ id }) => id === 'history')!.params['everyPosition']).toBe(true);
    expect(problemsOf(graph)).toEqual([]);
  });

  it.each([
    ['attention that sees later events', 'attention-2', 'causal', false],
    ['ages, which count from the moment of one row', 'positions', 'ages', true],
    ['a pool of the whole past', 'newest', 'by', 'mean'],
  ])('is refused at %s', (_, node, param, value) => {
    const changed = setParam(graph, node, param, value);
    expect(problemsOf(changed)).toContain(`${node} not-causal`);
    expect(problemsOf(setParam(changed, 'history', 'everyPosition', false))).toEqual([]);
  });

  it('is refused where events are hidden, and where the split keeps no order', () => {
    expect(problemsOf(setParam(graph, 'history', 'dropout', 0.3))).toEqual(['history hides-positions dropout']);
    const shuffled: Schema = { ...schema, isShuffled: true };
    expect(problemsOf(graph, shuffled)).toEqual(['history no-order everyPosition']);
    expect(problemsOf(preset('sasrec').build(shuffled).graph, shuffled)).toEqual([]);
  });

  it('is refused beside a teacher, who looks at the past of each row', () => {
    const taught: TowerGraph = {
      ...graph,
      nodes: [
        ...graph.nodes.filter(({ side }) => side !== 'objective' && side !== 'match'),
        { id: 'odds', block: 'odds-match', side: 'match', params: {}, at: [0, 0] },
        {
          id: 'taught',
          block: 'bad-case-softmax',
          side: 'objective',
          params: { teacher: 'co-occurrence' },
          at: [0, 0],
        },
      ],
      edges: [
        ...graph.edges.flatMap((edge) =>
          edge.to.node === 'match'
            ? [{ ...edge, to: { ...edge.to, node: 'odds' } }]
            : edge.to.node === 'softmax'
              ? []
              : [edge],
        ),
        { from: { node: 'odds', output: 'classes' }, to: { node: 'taught', input: 'classes' } },
      ],
    };
    expect(problemsOf(taught)).toEqual(['taught positions-differ']);
    expect(problemsOf(setParam(taught, 'history', 'everyPosition', false))).toEqual([]);
    // One who knows pairs looks at no past.
    const byColumn = setParam(setParam(taught, 'taught', 'teacher', 'column'), 'taught', 'column', 'rating');
    expect(problemsOf(byColumn)).not.toContain('taught positions-differ');
  });

  it('is refused beside a history that is read another way', () => {
    const history = graph.nodes.find(({ id }) => id === 'history')!;
    const beside = (params: Record<string, string | number | boolean>): TowerGraph => ({
      ...graph,
      nodes: [...graph.nodes, { ...history, id: 'other', params: { ...history.params, ...params } }],
    });
    expect(problemsOf(beside({ everyPosition: false }))).toContain('other positions-differ');
    expect(problemsOf(beside({ length: 11 }))).toContain('other positions-differ');
    expect(problemsOf(beside({}))).not.toContain('other positions-differ');
  });
});
