import { describe, expect, it } from 'vitest';
import type { TowerGraph } from '../document/graph';
import { setParam } from '../document/graph-edits';
import { schemaOf } from '../document/schema';
import { fixFor, mend } from '../edits/fixes';
import { tinyDataset } from '../harness/tiny-log';
import { preset } from '../presets/presets';
import { judge } from './judge';

const schema = schemaOf(tinyDataset());
const ranker = preset('din').build(schema).graph;
const towers = preset('two-tower').build(schema).graph;
const problemsOf = (graph: TowerGraph) => judge(graph, schema).problems.map(({ code, nodeId }) => `${code} ${nodeId}`);

describe('kinds of graphs', () => {
  it('a ranker has one score of its pairs', () => {
    const without = {
      ...ranker,
      nodes: ranker.nodes.filter(({ id }) => id !== 'score'),
      edges: ranker.edges.filter(({ from, to }) => from.node !== 'score' && to.node !== 'score'),
    };
    expect(problemsOf(without)).toContain('no-score ');
    const score = ranker.nodes.find(({ id }) => id === 'score')!;
    const twice = {
      ...ranker,
      nodes: [...ranker.nodes, { ...score, id: 'again' }],
      edges: [...ranker.edges, { from: { node: 'ranker', output: 'vector' }, to: { node: 'again', input: 'vector' } }],
    };
    expect(judge(twice, schema).problems).toEqual([
      { nodeId: 'again', code: 'two-scores', values: { other: 'score' } },
    ]);
  });

  it('a score that leads to that one is a feature of it, and may have a loss of its own', () => {
    const edge = (from: string, output: string, to: string, input: string) => ({
      from: { node: from, output },
      to: { node: to, input },
    });
    const softmax = ranker.nodes.find(({ id }) => id === 'softmax')!;
    const beside: TowerGraph = {
      ...ranker,
      nodes: [
        ...ranker.nodes,
        { id: 'tower-score', block: 'tower-score', side: 'match', params: {}, at: [0, 0] },
        { ...softmax, id: 'tower-loss' },
      ],
      edges: [
        ...ranker.edges,
        edge('user-mix', 'vector', 'tower-score', 'user'),
        edge('item-mix', 'vector', 'tower-score', 'item'),
        edge('tower-score', 'logits', 'tower-loss', 'logits'),
      ],
    };
    expect(judge(beside, schema).problems).toEqual([
      { nodeId: 'tower-score', code: 'two-scores', values: { other: 'score' } },
    ]);
    const below = { ...beside, edges: [...beside.edges, edge('tower-score', 'vector', 'all', 'parts')] };
    expect(judge(below, schema).problems).toEqual([]);
    // Of two that lead to each other neither is the score.
    const around = { ...below, edges: [...below.edges, edge('score', 'logits', 'tower-score', 'user')] };
    expect(problemsOf(around)).toEqual(expect.arrayContaining(['cycle all', 'no-score ']));
  });

  it('what needs vectors is refused in a ranker, what needs pairs in two towers, and one step makes those a ranker', () => {
    expect(problemsOf({ ...towers, kind: 'ranker' })).toEqual(
      expect.arrayContaining(['not-in-ranker match', 'not-in-ranker softmax', 'no-score ']),
    );
    const drawnAsTowers: TowerGraph = { ...ranker, kind: 'retrieval' };
    expect(problemsOf(drawnAsTowers)).toEqual(
      expect.arrayContaining(['needs-ranker towers', 'needs-ranker ranker', 'needs-ranker score']),
    );
    const [problem] = judge(drawnAsTowers, schema).problems;
    expect(fixFor(drawnAsTowers, problem!)).toBe('to-ranker');
    expect(problemsOf(mend(drawnAsTowers, problem!))).toEqual([]);
  });

  it('objectives of a ranker score as many candidates as each other', () => {
    const two = {
      ...ranker,
      nodes: [
        ...ranker.nodes,
        {
          id: 'other',
          block: 'pair-bce',
          side: 'objective' as const,
          params: { candidates: 5 },
          at: [0, 0] as [number, number],
        },
      ],
      edges: [...ranker.edges, { from: { node: 'score', output: 'logits' }, to: { node: 'other', input: 'logits' } }],
    };
    expect(judge(two, schema).problems).toEqual([
      { nodeId: 'other', code: 'candidates-differ', values: { other: 'softmax' } },
    ]);
  });

  it('candidates that were shown need data that has such rows', () => {
    const shown = setParam(ranker, 'softmax', 'from', 'shown');
    expect(judge(shown, schema).problems).toEqual([
      { nodeId: 'softmax', field: 'from', code: 'nothing-shown', values: {} },
    ]);
    expect(judge(shown, { ...schema, hasShown: true }).problems).toEqual([]);
  });

  it('nodes of the towers cannot read what stands above them, and those above read the towers by their own inputs alone', () => {
    const cross: TowerGraph = {
      ...ranker,
      edges: [...ranker.edges, { from: { node: 'user-mix', output: 'vector' }, to: { node: 'all', input: 'parts' } }],
    };
    expect(judge(cross, schema).problems).toMatchObject([
      { nodeId: 'all', code: 'crosses-sides', values: { from: 'user-mix', allowed: 'match' } },
    ]);
  });

  it('counts the work of a pair beside that of each tower', () => {
    const { flops, parts } = judge(ranker, schema).costs;
    expect(flops.pair).toBeGreaterThan(flops.item);
    expect(
      parts.filter(({ kind, side }) => kind === 'node' && side === 'match').every((part) => part.flops !== null),
    ).toBe(true);
    expect(judge(towers, schema).costs.flops.pair).toBe(0);
  });
});
