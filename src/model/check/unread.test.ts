import { expect, it } from 'vitest';
import { duplicateChannel } from '../edits/channels';
import { preset, presets } from '../presets/presets';
import type { Schema } from '../document/schema';
import { forbids } from '../nodes/stages';
import { judge } from './judge';
import { problemsOfUnread } from './unread';

const schema: Schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 100, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 50, length: 1 },
    { name: 'genre', owner: 'item', kind: 'categorical', rows: 7, length: 1 },
  ],
  users: 98,
  items: 48,
  events: 500,
  hasTime: true,
};

it('is in none of the ready-made towers', () => {
  for (const { id } of presets.values()) {
    const { graph } = preset(id).build(schema);
    expect(problemsOfUnread(graph, judge(graph, schema)), id).toEqual([]);
  }
});

it('warns at the end of a duplicated channel, which can be trained all the same', () => {
  const { graph } = preset('two-tower').build(schema);
  const match = graph.nodes.find(({ side }) => side === 'match')!;
  const top = graph.edges.find(({ to }) => to.node === match.id && to.input === 'user')!.from.node;
  const copy = duplicateChannel(graph, top);
  expect(copy.graph.nodes.length).toBeGreaterThan(graph.nodes.length + 1);
  const judgement = judge(copy.graph, schema);
  expect(judgement.problems).toEqual([]);
  const [problem, ...others] = problemsOfUnread(copy.graph, judgement);
  expect([problem, others]).toEqual([{ nodeId: copy.id, code: 'unread', values: {}, warning: true }, []]);
  expect(forbids(problem!)).toBe(false);
});

it('leaves a node alone that does not run for another reason', () => {
  const { graph } = preset('two-tower').build(schema);
  const loose = { id: 'loose', block: 'mlp', side: 'user' as const, params: {}, at: [0, 0] as [number, number] };
  const drawn = { ...graph, nodes: [...graph.nodes, loose] };
  expect(problemsOfUnread(drawn, judge(drawn, schema))).toEqual([]);
});
