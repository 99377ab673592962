/** In what two documents differ, change by change, as a person would count them. */
import type { GraphEdge, GraphNode, Json, OptimizerGroup, Settings, Stage, TowerGraph } from '../document/graph';
import { sameEdge } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import { findBlock } from '../nodes/registry';
import type { Document } from '../presets/presets';
import { matched, sameTowers, wiringOf, type Matched } from './changes-from';

export type Difference =
  /**
   * Blocks that came and went, and the edges into and out of them with those that were drawn otherwise. All are none
   * where an input reads its edges in another order.
   */
  | { kind: 'structure'; added: readonly GraphNode[]; removed: readonly GraphNode[]; edges: EdgeCounts }
  /** Names of fields that are read, and were not, or no longer. */
  | { kind: 'fields'; added: readonly string[]; removed: readonly string[] }
  | { kind: 'param'; node: GraphNode; name: string; from: Json; to: Json }
  /** Of tables and of layers, however many: they change together. */
  | { kind: 'widths'; changed: readonly WidthChange[] }
  /** `pattern`: of the optimizer group, where not all groups agree. */
  | { kind: 'setting'; name: SettingName; pattern: string | null; from: Json; to: Json };

interface EdgeCounts {
  added: number;
  removed: number;
}

/** Of a table of the field, or of the layers that the parameter of the node lists. */
export type WidthChange = { from: Json; to: Json } & ({ field: string } | { node: GraphNode; name: string });

/** `optimizers` and `stages`: they differ in more than one thing; their numbers are the values. */
export type SettingName =
  | 'seed'
  | 'batch'
  | 'clipNorm'
  | 'tablePrecision'
  | 'schedule'
  | 'until'
  | 'stages'
  | 'rule'
  | 'learningRate'
  | 'weightDecay'
  | 'optimizers';

/** None where both compute the same, wherever nodes stand and whatever the graphs are titled. */
export const differences = (from: Document, to: Document): Difference[] => [
  ...inGraphs(from.graph, to.graph),
  ...inSettings(from.settings, to.settings),
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function inGraphs(from: TowerGraph, to: TowerGraph): Difference[] {
  if (sameTowers(from, to)) return [];
  const nodes = matched(from.nodes, to.nodes);
  const fields = inFields(from, to);
  const values = nodes.kept.flatMap(valuesApart);
  return [
    ...inStructure(nodes, from.edges, to.edges),
    ...fields,
    ...inParams(values, fields),
    ...inWidths(values, from, to),
  ];
}

function inStructure({ added, removed }: Matched, from: readonly GraphEdge[], to: readonly GraphEdge[]): Difference[] {
  if (added.length + removed.length === 0 && same(wiringOf(from), wiringOf(to))) return [];
  const missing = (edges: readonly GraphEdge[], among: readonly GraphEdge[]): number =>
    edges.filter((edge) => !among.some((other) => sameEdge(edge, other))).length;
  return [{ kind: 'structure', added, removed, edges: { added: missing(to, from), removed: missing(from, to) } }];
}

function inFields(from: TowerGraph, to: TowerGraph): Difference[] {
  const fieldsOf = ({ tables }: TowerGraph): string[] => [...new Set(tables.map(({ field }) => field))];
  const [before, after] = [fieldsOf(from), fieldsOf(to)];
  const added = after.filter((field) => !before.includes(field));
  const removed = before.filter((field) => !after.includes(field));
  return added.length + removed.length > 0 ? [{ kind: 'fields', added, removed }] : [];
}

interface ValueChange {
  node: GraphNode;
  name: string;
  from: Json;
  to: Json;
}

function valuesApart([before, after]: readonly [GraphNode, GraphNode]): ValueChange[] {
  const [from, to] = [paramsOf(before), paramsOf(after)];
  return Object.keys(to).flatMap((name) =>
    same(from[name], to[name]) ? [] : [{ node: after, name, from: from[name]!, to: to[name]! }],
  );
}

const paramsOf = ({ block, params }: GraphNode): Record<string, Json> =>
  withDefaults(findBlock(block)?.params ?? {}, params);
const kindOf = ({ node: { block }, name }: ValueChange): string | undefined => findBlock(block)?.params[name]?.kind;

/** Which tables a node reads is told by the fields that came and went, where there are any. */
const inParams = (values: readonly ValueChange[], fields: readonly Difference[]): Difference[] =>
  values
    .filter((value) => kindOf(value) !== 'widths' && (kindOf(value) !== 'tables' || fields.length === 0))
    .map((value) => ({ kind: 'param', ...value }));

function inWidths(values: readonly ValueChange[], from: TowerGraph, to: TowerGraph): Difference[] {
  const tables = to.tables.flatMap(({ id, field, width }): WidthChange[] => {
    const old = from.tables.find((table) => table.id === id && table.field === field);
    return old && old.width !== width ? [{ field, from: old.width, to: width }] : [];
  });
  const changed = [...tables, ...values.filter((value) => kindOf(value) === 'widths')];
  return changed.length > 0 ? [{ kind: 'widths', changed }] : [];
}

const inSettings = (from: Settings, to: Settings): Difference[] => [
  ...(['seed', 'batch', 'clipNorm', 'tablePrecision', 'schedule'] as const).flatMap((name) =>
    apart(name, from[name], to[name]),
  ),
  ...inStages(from.stages, to.stages),
  ...inOptimizers(from.optimizers, to.optimizers),
];

const apart = <T>(name: SettingName, from: T, to: T, pattern: string | null = null): Difference[] =>
  same(from, to) ? [] : [{ kind: 'setting', name, pattern, from: from as Json, to: to as Json }];

function inStages(from: readonly Stage[], to: readonly Stage[]): Difference[] {
  const bare = (stages: readonly Stage[]): unknown => stages.map(({ terms, trainable }) => ({ terms, trainable }));
  const untils = (stages: readonly Stage[]): unknown => stages.map(({ until }) => until);
  return same(bare(from), bare(to)) ? apart('until', untils(from), untils(to)) : severalApart('stages', from, to);
}

const severalApart = (name: SettingName, from: readonly unknown[], to: readonly unknown[]): Difference[] => [
  { kind: 'setting', name, pattern: null, from: from.length, to: to.length },
];

/** One change where all groups agree, as the form and the command line set them; else one for each group. */
function inOptimizers(from: readonly OptimizerGroup[], to: readonly OptimizerGroup[]): Difference[] {
  const patterns = (groups: readonly OptimizerGroup[]): string[] => groups.map(({ pattern }) => pattern);
  if (!same(patterns(from), patterns(to))) return severalApart('optimizers', from, to);
  return (['rule', 'learningRate', 'weightDecay'] as const).flatMap((name) => {
    const agree = [from, to].every((groups) => new Set(groups.map((group) => group[name])).size === 1);
    return agree
      ? apart(name, from[0]![name], to[0]![name])
      : to.flatMap((group, at) => apart(name, from[at]![name], group[name], group.pattern));
  });
}
