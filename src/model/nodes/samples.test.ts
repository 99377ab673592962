import { describe, expect, it } from 'vitest';
import type { Json, TowerGraph } from '../document/graph';
import { problemsOfSamples, sampledOf } from './samples';
import { judge } from '../check/judge';

const graphOf = (...objectives: Record<string, Json>[]): TowerGraph => ({
  format: 'tower-lab/graph',
  version: 1,
  kind: 'retrieval',
  title: '',
  tables: [],
  edges: [],
  nodes: objectives.map((params, i) => ({
    id: `s${i}`,
    block: 'in-batch-softmax',
    side: 'objective',
    params,
    at: [0, 0],
  })),
});

describe('sampled items of a graph', () => {
  it('are none unless an objective asks for some', () =>
    expect(sampledOf(graphOf({}, { sampling: 'none', sampled: 9 }))).toBeNull());

  it('are one set for all objectives that ask, beside others that do not', () => {
    const graph = graphOf(
      {},
      { sampling: 'uniform', sampled: 9 },
      { sampling: 'uniform', sampled: 9, direction: 'both' },
    );
    expect(sampledOf(graph)).toEqual({ count: 9, by: 'uniform' });
    expect(problemsOfSamples(graph, false)).toEqual([]);
  });

  it('cannot be what was shown where nothing was', () => {
    const graph = graphOf({ from: 'shown', sampled: 9 });
    graph.nodes[0]!.block = 'bad-case-softmax';
    expect(sampledOf(graph)).toEqual({ count: 9, by: 'shown' });
    expect(problemsOfSamples(graph, true)).toEqual([]);
    expect(problemsOfSamples(graph, false)).toEqual([
      { nodeId: 's0', field: 'from', code: 'nothing-shown', values: {} },
    ]);
  });

  it('cannot differ', () => {
    const graph = graphOf(
      { sampling: 'uniform', sampled: 9 },
      { sampling: 'uniform', sampled: 8 },
      { sampling: 'popularity', sampled: 9 },
    );
    const expected = ['s1', 's2'].map((nodeId) => ({ nodeId, code: 'samples-differ', values: { other: 's0' } }));
    expect(problemsOfSamples(graph, false)).toEqual(expected);
    expect(judge(graph, { fields: [], users: 0, items: 0, events: 0, hasTime: true }).problems).toEqual(
      expect.arrayContaining(expected),
    );
  });
});
