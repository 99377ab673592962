import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { judge } from '../../model/check/judge';
import { parseGraph } from '../../model/check/parse';
import type { TowerGraph } from '../../model/document/graph';
import { nodeById } from '../../model/document/graph-edits';
import type { Schema } from '../../model/document/schema';
import { paste } from '../../model/edits/clipping';
import { EMPTY_GRAPH } from '../../model/formats/graph/empty-graph';
import { tablesOf } from '../../model/nodes/tables';
import { preset } from '../../model/presets/presets';
import { inEveryLanguage } from '../../words/words';
import { nodesIn, pasteFaultSentence, textOf } from './clipboard';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'] = 'categorical'): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 10,
  length: 1,
});
const schema: Schema = {
  fields: [field('user id', 'user', 'id'), field('item id', 'item', 'id'), field('genre', 'item')],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
};
const { graph } = preset('two-tower').build(schema, { width: 8 });
const ids = ['history', 'pool', 'user-base', 'item-id'];
const clipped = (text = textOf(graph, ids), into = graph): TowerGraph => {
  const read = nodesIn(text, into);
  if (!read.ok) throw new Error(read.fault.code);
  return read.clipping;
};

describe('nodes on the clipboard', () => {
  it('come back under fresh names, with their inner edges and tables of their own, shared as before', () => {
    const { graph: grown, ids: added, unknownFields } = paste(graph, clipped(), schema.fields, null);
    expect([added, unknownFields]).toEqual([['history-2', 'pool-2', 'user-base-2', 'item-id-2'], []]);
    expect(grown.edges.slice(graph.edges.length).map(({ from, to }) => `${from.node}>${to.node}`)).toEqual([
      'history-2>pool-2',
      'pool-2>user-base-2',
    ]);
    const read = (id: string) => tablesOf(nodeById(grown, id)!);
    expect([read('history-2'), read('item-id-2')]).toEqual([['item-id-2'], ['item-id-2']]);
    expect(grown.tables.length).toBe(graph.tables.length + 1);
    expect(judge(grown, schema).problems.filter(({ code }) => code !== 'unread')).toEqual([]);
    expect(parseGraph(JSON.parse(JSON.stringify(grown)))).toEqual({ ok: true, value: grown });
  });

  it('cover no node where they land, keep to each other, and go where they are asked to', () => {
    const at = (of: TowerGraph, id: string) => nodeById(of, id)!.at;
    const { graph: grown } = paste(graph, clipped(), schema.fields, null);
    expect(new Set(grown.nodes.map(({ at: place }) => place.join())).size).toBe(grown.nodes.length);
    const [dx, dy] = [0, 1].map((axis) => at(grown, 'pool-2')[axis]! - at(grown, 'history-2')[axis]!);
    expect([dx, dy]).toEqual([0, 1].map((axis) => at(graph, 'pool')[axis]! - at(graph, 'history')[axis]!));
    const there = paste(graph, clipped(textOf(graph, ['pool'])), schema.fields, [12, 34]);
    expect(at(there.graph, 'pool-2')).toEqual([12, 34]);
  });

  it('go into another graph, whose data may lack their fields', () => {
    const other = paste(EMPTY_GRAPH, clipped(textOf(graph, ids), EMPTY_GRAPH), [field('user id', 'user', 'id')], null);
    expect([other.ids, other.unknownFields]).toEqual([ids, ['item id']]);
    expect(other.graph.tables.map(({ id }) => id)).toEqual(['item-id']);
  });

  it('never read a table of the other graph that only has the name of theirs', () => {
    const stray = { ...clipped(), tables: [] };
    expect(tablesOf(nodeById(paste(graph, stray, schema.fields, null).graph, 'item-id-2')!)).toEqual([]);
  });
});

describe('a text of the clipboard', () => {
  const changed = (change: (graph: Record<string, unknown>) => unknown, version = 1): string => {
    const { graph: own } = JSON.parse(textOf(graph, ids)) as { graph: Record<string, unknown> };
    return JSON.stringify({ format: 'tower-lab/nodes', version, graph: change(own) });
  };
  const node = JSON.parse(textOf(graph, ['pool'])).graph.nodes[0] as object;
  const deep = (n: number): unknown => (n === 0 ? 1 : [deep(n - 1)]);
  const hostile: [string, string][] = [
    ['empty', '  '],
    ['too-long', ' '.repeat(1) + 'x'.repeat(4_000_001)],
    ['not-json', 'pool'],
    ['not-ours', '[]'],
    ['not-ours', 'null'],
    ['not-ours', JSON.stringify(graph)],
    ['not-ours', changed((own) => own, 0)],
    ['newer', changed((own) => own, 2)],
    ['newer', changed((own) => ({ ...own, version: 99 }))],
    ['empty', changed((own) => ({ ...own, nodes: [], edges: [], tables: [] }))],
    ['broken', changed((own) => ({ ...own, nodes: [{ ...node, at: ['0', 0] }] }))],
    ['broken', changed((own) => ({ ...own, nodes: [{ ...node, params: { deep: deep(99) } }] }))],
    ['broken', changed((own) => ({ ...own, nodes: Array.from({ length: 501 }, () => node) }))],
    [
      'full',
      changed((own) => ({ ...own, nodes: Array.from({ length: 500 }, (_, at) => ({ ...node, id: `n${at}` })) })),
    ],
    ['twice', changed((own) => ({ ...own, nodes: [node, node], edges: [] }))],
    ['dangling', changed((own) => ({ ...own, nodes: [node] }))],
    ['far', changed((own) => ({ ...own, nodes: [{ ...node, at: [1e300, 0] }], edges: [] }))],
  ];

  it.each(hostile)('is refused: %s (%#)', (code, text) => {
    const read = nodesIn(text, graph);
    if (read.ok) throw new Error('taken');
    expect(read.fault.code).toBe(code);
    for (const sentence of Object.values(inEveryLanguage((speech) => pasteFaultSentence(read.fault, speech))))
      expect(sentence).toMatch(/^[^{}]+[.。]$/);
  });
});
