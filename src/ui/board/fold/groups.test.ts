import { describe, expect, it } from 'vitest';
import { judge } from '../../../model/check/judge';
import type { TowerGraph } from '../../../model/document/graph';
import { servedMatch } from '../../../model/nodes/served-match';
import { preset, presets } from '../../../model/presets/presets';
import { schema } from '../../testing';
import { gaugesOf } from '../drawn-nodes';
import { groupsOf, keepsGauge } from './groups';
import { shownGraph } from './shown-graph';

const drawn = (id: string): TowerGraph => preset(id).build(schema).graph;
const gauges = (graph: TowerGraph) => gaugesOf(judge(graph, schema).probes);
const groups = (graph: TowerGraph, opened: readonly string[] = []) => groupsOf(graph, gauges(graph), new Set(opened));

describe('groups of the board', () => {
  it('fold a run of plain blocks into its top, and what the top reads leads into the fold', () => {
    const graph = drawn('two-tower');
    const { folded } = groups(graph);
    expect(folded.find(({ key }) => key === 'run:user-mlp')?.members).toEqual([
      'user-concat',
      'user-dropout',
      'user-mlp',
    ]);
    const shown = shownGraph(graph, folded);
    expect(shown.graph.nodes.map(({ id }) => id)).not.toContain('user-dropout');
    const into = shown.graph.edges.filter(({ to }) => to.node === 'user-mlp');
    expect(into.map(({ from }) => from.node)).toEqual(['user-base']);
    expect(shown.edgeOf(into[0]!).to).toEqual({ node: 'user-concat', input: 'parts' });
  });

  it('fold the channels that stand beside each other, and open one in place', () => {
    const graph = drawn('parallel');
    const keys = groups(graph).folded.map(({ key }) => key);
    expect(keys).toContain('channel:user-dcn');
    expect(keys).toContain('channel:item-dcn');
    const { folded, open } = groups(graph, ['channel:user-dcn']);
    expect(open.map(({ key }) => key)).toEqual(['channel:user-dcn']);
    const members = open[0]!.members;
    expect(members.at(-1)).toBe('user-dcn');
    const hidden = folded.flatMap((group) => group.members.filter((id) => id !== group.top));
    // What is left of it is folded by runs alone.
    expect(
      folded.filter(({ members: own }) => own.some((id) => members.includes(id))).map(({ kind }) => kind),
    ).not.toContain('channel');
    expect(hidden).not.toContain('user-dcn');
  });

  it('leave a channel that stands alone, and what weighs several inputs before it has any value', () => {
    const graph = drawn('parallel');
    const tops = ['user-mix', 'user-fm', 'user-cin'];
    const alone = {
      ...graph,
      edges: graph.edges.filter(({ from, to }) => !(tops.includes(from.node) && to.node === 'user-channels')),
    };
    const keys = groupsOf(alone, new Map(), new Set()).folded.map(({ key }) => key);
    expect(keys).not.toContain('channel:user-dcn');
    expect(keys).toContain('channel:item-dcn');
    const fused = drawn('que2search').nodes.find(({ block }) => block === 'attention-fusion')!;
    expect(keepsGauge(fused, undefined)).toBe(true);
  });

  it('are reached by one line from an output that two of their blocks read', () => {
    const graph = drawn('two-tower');
    const twice = {
      ...graph,
      edges: [
        ...graph.edges,
        { from: { node: 'user-base', output: 'vector' }, to: { node: 'user-dropout', input: 'vector' } },
      ],
    };
    const group = {
      key: 'run:user-mlp',
      kind: 'run',
      top: 'user-mlp',
      members: ['user-concat', 'user-dropout', 'user-mlp'],
    } as const;
    const lines = shownGraph(twice, [group]).graph.edges.filter(({ to }) => to.node === 'user-mlp');
    expect(lines).toHaveLength(1);
  });

  it.each([...presets.keys()])('%s: hide no named gauge, no match and no objective, and lose no path', (id) => {
    const graph = drawn(id);
    const gaugeOf = gauges(graph);
    const { folded } = groups(graph);
    const hidden = new Set(folded.flatMap(({ members, top }) => members.filter((member) => member !== top)));
    for (const node of graph.nodes)
      if (node.side === 'match' || node.side === 'objective' || keepsGauge(node, gaugeOf.get(node.id)))
        expect(hidden, node.id).not.toContain(node.id);
    const members = folded.flatMap((group) => group.members);
    expect(new Set(members).size, 'no node in two groups').toBe(members.length);
    // Who could be reached from below can be reached still.
    const shown = shownGraph(graph, folded).graph;
    const readers = new Set(shown.edges.map(({ from }) => from.node));
    // A joint match is read by what serves alone.
    const served = servedMatch(shown)?.id;
    for (const { id: node, side } of shown.nodes)
      if (side !== 'objective' && node !== served) expect(readers, node).toContain(node);
  });
});
