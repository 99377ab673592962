import { describe, expect, it } from 'vitest';
import type { TowerGraph } from '../model/document/graph';
import { readArguments } from './arguments';
import { paramsText, withParams } from './block-params';

const changesOf = (text: string) => {
  const read = readArguments(['train', '--world', 'bookshop', '--params', text]);
  return 'help' in read ? [] : (read.flags.params ?? []);
};
const graph: TowerGraph = {
  format: 'tower-lab/graph',
  version: 1,
  kind: 'retrieval',
  title: '',
  tables: [],
  edges: [],
  nodes: [
    { id: 'interests', block: 'capsules', side: 'user', params: { count: 4, rounds: 3 }, at: [0, 0] },
    { id: 'item-mlp', block: 'mlp', side: 'item', params: {}, at: [0, 0] },
  ],
};
const paramsAfter = (text: string) => withParams(graph, changesOf(text)).nodes.map(({ params }) => params);

describe('other values in the blocks of a graph', () => {
  it('are put in, numbers, lists, switches and words, and nothing else changes', () => {
    const text = 'interests.count=1,item-mlp.widths=[128,64],interests.adaptive=false,item-mlp.activation=tanh';
    expect(paramsAfter(text)).toEqual([
      { count: 1, rounds: 3, adaptive: false },
      { widths: [128, 64], activation: 'tanh' },
    ]);
    expect(paramsText(changesOf(text))).toBe(text);
    expect(graph.nodes[0]!.params).toEqual({ count: 4, rounds: 3 });
    expect(withParams(graph)).toEqual(graph);
  });

  it.each([
    ['towers.count=1', '--params: the graph has no node "towers"; its nodes are interests, item-mlp'],
    [
      'item-mlp.count=1',
      /^--params: "item-mlp" \(mlp\) has no parameter "count"; its parameters are widths, activation/,
    ],
    ['interests.count=0', /^--params: interests\.count got 0, takes integer 1 – \d+$/],
    ['interests.count=many', /^--params: interests\.count got "many", takes integer/],
    ['item-mlp.widths=[128', /^--params: item-mlp\.widths got "\[128", takes 0 – /],
  ])('are refused: %s', (text, message) => {
    expect(() => paramsAfter(text)).toThrow(message);
  });
});
