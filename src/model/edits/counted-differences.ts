/** What a document differs in from another one, change by change, as a person would count them. */
import type { GraphNode, Json, OptimizerGroup, Settings, TowerGraph } from '../document/graph';
import { nodeById } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import { findBlock } from '../nodes/registry';
import { changesFrom } from './changes-from';

export type Difference =
  /** Blocks there are more of than in the other drawing, or fewer, each as often as that. */
  | { kind: 'blocks'; added: readonly string[]; removed: readonly string[] }
  /** Fields that are read, and were not, or no longer. */
  | { kind: 'fields'; added: readonly string[]; removed: readonly string[] }
  | { kind: 'param'; node: string; block: string; name: string; from: Json; to: Json }
  /** Of tables and of layers, however many: they change together. */
  | { kind: 'widths'; changed: readonly { of: string; from: Json; to: Json }[] }
  /** The same blocks, wired in another way, in another order, or under other names. */
  | { kind: 'wiring' }
  | { kind: 'setting'; setting: SettingName; from: Json; to: Json };

/** `optimizers` and `stages`: they differ in more than one thing, or in number. */
export type SettingName =
  | 'seed'
  | 'batch'
  | 'clipNorm'
  | 'schedule'
  | 'until'
  | 'stages'
  | 'rule'
  | 'learningRate'
  | 'weightDecay'
  | 'optimizers';

interface Document {
  graph: TowerGraph;
  settings: Settings;
}

export const differencesOf = (from: Document, to: Document): Difference[] => [
  ...ofGraphs(from.graph, to.graph),
  ...ofSettings(from.settings, to.settings),
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function ofGraphs(from: TowerGraph, to: TowerGraph): Difference[] {
  const changes = changesFrom(from, to);
  if (!changes) return [];
  const { added, removed } = changes;
  const [before, after] = [fieldsOf(from), fieldsOf(to)];
  const fields = { added: without(after, before), removed: without(before, after) };
  const found: Difference[] = [
    ...(added.length + removed.length > 0 ? [{ kind: 'blocks' as const, added, removed }] : []),
    ...(fields.added.length + fields.removed.length > 0 ? [{ kind: 'fields' as const, ...fields }] : []),
    ...ofParams(from, to),
    ...ofWidths(from, to),
  ];
  return found.length > 0 ? found : [{ kind: 'wiring' }];
}

const fieldsOf = ({ tables }: TowerGraph): string[] => [...new Set(tables.map(({ field }) => field))];
const without = (some: readonly string[], others: readonly string[]): string[] =>
  some.filter((one) => !others.includes(one));

const paramsOf = ({ block, params }: GraphNode): Record<string, Json> =>
  withDefaults(findBlock(block)?.params ?? {}, params);
const kindOf = ({ block }: GraphNode, name: string): string | undefined => findBlock(block)?.params[name]?.kind;

/** Every parameter of a node that both have; widths are told together. */
function valuesApart(from: TowerGraph, to: TowerGraph) {
  return to.nodes.flatMap((node) => {
    const old = nodeById(from, node.id);
    if (!old || old.block !== node.block) return [];
    const [before, after] = [paramsOf(old), paramsOf(node)];
    return Object.keys(after).flatMap((name) =>
      same(before[name], after[name]) ? [] : [{ node, name, from: before[name]!, to: after[name]! }],
    );
  });
}

const ofParams = (from: TowerGraph, to: TowerGraph): Difference[] =>
  valuesApart(from, to).flatMap(({ node, name, ...values }): Difference[] => {
    const kind = kindOf(node, name);
    // Which tables a node reads is told by the fields, or is another wiring.
    return kind === 'tables' || kind === 'widths'
      ? []
      : [{ kind: 'param', node: node.id, block: node.block, name, ...values }];
  });

function ofWidths(from: TowerGraph, to: TowerGraph): Difference[] {
  const tables = to.tables.flatMap(({ id, width }) => {
    const old = from.tables.find((table) => table.id === id);
    return old && old.width !== width ? [{ of: id, from: old.width, to: width }] : [];
  });
  const layers = valuesApart(from, to).flatMap(({ node, name, ...values }) =>
    kindOf(node, name) === 'widths' ? [{ of: node.id, ...values }] : [],
  );
  const changed = [...tables, ...layers];
  return changed.length > 0 ? [{ kind: 'widths', changed }] : [];
}

function ofSettings(from: Settings, to: Settings): Difference[] {
  const plain = (['seed', 'batch', 'clipNorm', 'schedule'] as const).flatMap((setting) =>
    apart(setting, from[setting] as unknown as Json, to[setting] as unknown as Json),
  );
  return [...plain, ...ofStages(from, to), ...ofOptimizers(from.optimizers, to.optimizers)];
}

const apart = (setting: SettingName, from: Json, to: Json): Difference[] =>
  same(from, to) ? [] : [{ kind: 'setting', setting, from, to }];

function ofStages({ stages: from }: Settings, { stages: to }: Settings): Difference[] {
  const bare = (stages: Settings['stages']): unknown => stages.map(({ terms, trainable }) => ({ terms, trainable }));
  const untils = (stages: Settings['stages']): Json => stages.map(({ until }) => until as unknown as Json);
  return same(bare(from), bare(to))
    ? apart('until', untils(from), untils(to))
    : [{ kind: 'setting', setting: 'stages', from: from.length, to: to.length }];
}

/** One value where all groups agree, as the form and the command line set it. */
function ofOptimizers(from: readonly OptimizerGroup[], to: readonly OptimizerGroup[]): Difference[] {
  const patterns = (groups: readonly OptimizerGroup[]) => groups.map(({ pattern }) => pattern);
  if (!same(patterns(from), patterns(to)))
    return [{ kind: 'setting', setting: 'optimizers', from: from.length, to: to.length }];
  const all = (groups: readonly OptimizerGroup[], name: 'rule' | 'learningRate' | 'weightDecay'): Json => {
    const values = groups.map((group) => group[name]);
    return new Set(values).size === 1 ? values[0]! : values;
  };
  return (['rule', 'learningRate', 'weightDecay'] as const).flatMap((name) =>
    apart(name, all(from, name), all(to, name)),
  );
}
