/** Edits that reach from the graph into the settings: stages and groups name nodes and paths. */
import { freshId, nodeById } from '../document/graph-edits';
import type { TowerGraph } from '../document/graph';
import type { Document } from '../presets/presets';

/** Why a name cannot be a node's: it is part of weight paths. */
export type NameFault = 'empty' | 'slash' | 'taken';

export function faultOfName(graph: TowerGraph, id: string, name: string): NameFault | null {
  if (name.trim() === '') return 'empty';
  if (/[/*]/.test(name)) return 'slash';
  return name !== id &&
    freshId(
      graph.nodes.map((node) => node.id),
      name,
    ) !== name
    ? 'taken'
    : null;
}

/**
 * Gives a node another name, in edges, terms and weight-path patterns too.
 * @throws for a name that `faultOfName` finds fault with
 */
export function renameNode({ graph, settings }: Document, id: string, name: string): Document {
  const fault = faultOfName(graph, id, name);
  const node = nodeById(graph, id);
  if (fault || !node) throw new Error(`"${id}" cannot be called "${name}": ${fault ?? 'no such node'}`);
  const renamed = (known: string): string => (known === id ? name : known);
  const [oldPath, newPath] = [`${node.side}/${id}/`, `${node.side}/${name}/`];
  const pattern = (known: string): string =>
    known.startsWith(oldPath) ? newPath + known.slice(oldPath.length) : known;
  return {
    graph: {
      ...graph,
      nodes: graph.nodes.map((known) => (known === node ? { ...node, id: name } : known)),
      edges: graph.edges.map(({ from, to }) => ({
        from: { ...from, node: renamed(from.node) },
        to: { ...to, node: renamed(to.node) },
      })),
    },
    settings: {
      ...settings,
      optimizers: settings.optimizers.map((group) => ({ ...group, pattern: pattern(group.pattern) })),
      stages: settings.stages.map((stage) => ({
        ...stage,
        terms: stage.terms.map(renamed),
        trainable: stage.trainable.map(pattern),
      })),
    },
  };
}

/** The document with another graph; stages forget terms that are gone, and count all where none of theirs is left. */
export function withGraph({ graph: old, settings }: Document, graph: TowerGraph): Document {
  const gone = new Set(old.nodes.filter(({ id }) => !nodeById(graph, id)).map(({ id }) => id));
  if (!settings.stages.some(({ terms }) => terms.some((term) => gone.has(term)))) return { graph, settings };
  const left = (terms: readonly string[]): string[] => {
    const kept = terms.filter((term) => !gone.has(term));
    return kept.length > 0 ? kept : ['*'];
  };
  return {
    graph,
    settings: { ...settings, stages: settings.stages.map((stage) => ({ ...stage, terms: left(stage.terms) })) },
  };
}
