/** In what two documents differ, one thing at a time: what a sentence each can say. */
import { findBlock } from '../nodes/registry';
import { nodeById, sameEdge } from '../document/graph-edits';
import type { GraphEdge, GraphNode, Json, OptimizerGroup, Settings, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Document } from '../presets/presets';
import { sameTowers } from './changes-from';

export type SettingName =
  | 'seed'
  | 'batch'
  | 'clipNorm'
  | 'rule'
  | 'learningRate'
  | 'weightDecay'
  | 'optimizers'
  | 'schedule'
  | 'stages';

export type Difference =
  | { kind: 'added' | 'removed'; node: GraphNode }
  /** Another block in its place counts as both. */
  | { kind: 'param'; node: GraphNode; name: string; from: Json; to: Json }
  /** `from`, `to`: the width; null where there is no such table. */
  | { kind: 'table'; field: string; from: number | null; to: number | null }
  | { kind: 'edges'; added: number; removed: number }
  /** Of the edges into an input. */
  | { kind: 'order' }
  /** `pattern`: of the optimizer group, where there are several. */
  | { kind: 'setting'; name: SettingName; pattern: string | null; from: Json; to: Json }
  /** Too much for a sentence. */
  | { kind: 'other-setting'; name: SettingName };

/** None where both compute the same, wherever nodes stand and whatever the graphs are titled. */
export const differences = (base: Document, now: Document): Difference[] => [
  ...inGraphs(base.graph, now.graph),
  ...inSettings(base.settings, now.settings),
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function inGraphs(base: TowerGraph, now: TowerGraph): Difference[] {
  if (sameTowers(base, now)) return [];
  const found = [...inNodes(base, now), ...inTables(base, now), ...inEdges(base.edges, now.edges)];
  return found.length > 0 ? found : [{ kind: 'order' }];
}

const isKept = (graph: TowerGraph, { id, block, side }: GraphNode): boolean => {
  const other = nodeById(graph, id);
  return other?.block === block && other.side === side;
};

function inNodes(base: TowerGraph, now: TowerGraph): Difference[] {
  return [
    ...now.nodes.filter((node) => !isKept(base, node)).map((node) => ({ kind: 'added' as const, node })),
    ...base.nodes.filter((node) => !isKept(now, node)).map((node) => ({ kind: 'removed' as const, node })),
    ...now.nodes.filter((node) => isKept(base, node)).flatMap((node) => inParams(nodeById(base, node.id)!, node)),
  ];
}

function inParams(base: GraphNode, node: GraphNode): Difference[] {
  const specs = findBlock(node.block)?.params ?? {};
  const [before, after] = [withDefaults(specs, base.params), withDefaults(specs, node.params)] as Record<
    string,
    Json
  >[];
  return Object.keys(specs)
    .filter((name) => !same(before![name], after![name]))
    .map((name) => ({ kind: 'param', node, name, from: before![name]!, to: after![name]! }));
}

function inTables(base: TowerGraph, now: TowerGraph): Difference[] {
  const widths = (graph: TowerGraph) =>
    new Map(graph.tables.map(({ id, field, width }) => [`${id}/${field}`, { field, width }]));
  const [before, after] = [widths(base), widths(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): Difference[] => {
    const [from, to] = [before.get(key), after.get(key)];
    if (from?.width === to?.width) return [];
    return [{ kind: 'table', field: (to ?? from)!.field, from: from?.width ?? null, to: to?.width ?? null }];
  });
}

function inEdges(base: readonly GraphEdge[], now: readonly GraphEdge[]): Difference[] {
  const missing = (from: readonly GraphEdge[], among: readonly GraphEdge[]): number =>
    from.filter((edge) => !among.some((other) => sameEdge(edge, other))).length;
  const [added, removed] = [missing(now, base), missing(base, now)];
  return added + removed > 0 ? [{ kind: 'edges', added, removed }] : [];
}

function inSettings(base: Settings, now: Settings): Difference[] {
  const plain = (['seed', 'batch', 'clipNorm'] as const).flatMap((name): Difference[] =>
    base[name] === now[name] ? [] : [{ kind: 'setting', name, pattern: null, from: base[name], to: now[name] }],
  );
  const rest = (['schedule', 'stages'] as const).flatMap((name): Difference[] =>
    same(base[name], now[name]) ? [] : [{ kind: 'other-setting', name }],
  );
  return [...plain, ...inOptimizers(base.optimizers, now.optimizers), ...rest];
}

function inOptimizers(base: readonly OptimizerGroup[], now: readonly OptimizerGroup[]): Difference[] {
  if (
    !same(
      base.map(({ pattern }) => pattern),
      now.map(({ pattern }) => pattern),
    )
  )
    return [{ kind: 'other-setting', name: 'optimizers' }];
  return now.flatMap((group, at) =>
    (['rule', 'learningRate', 'weightDecay'] as const).flatMap((name): Difference[] => {
      const [from, to] = [base[at]![name], group[name]];
      return from === to ? [] : [{ kind: 'setting', name, pattern: now.length > 1 ? group.pattern : null, from, to }];
    }),
  );
}
