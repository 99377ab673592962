/** By which teachers the nodes of a graph judge how relevant items are to users, and what they ask of the data. */
import { pairsBelow } from '../../data/column-relevance';
import type { Dataset } from '../../data/dataset';
import type { RelevanceRequest } from '../blocks/block';
import type { GraphNode, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';
import type { Schema } from '../document/schema';
import { findBlock } from './registry';

/** Of what a teacher is asked: a threshold changes nothing of its answer. */
export const keyOf = ({ teacher, length }: Omit<RelevanceRequest, 'threshold'>): string =>
  [length, ...Object.values(teacher)].join(' ');

/** What one node asks; null where it asks nothing. */
export function relevanceOf({ block, params }: Pick<GraphNode, 'block' | 'params'>): RelevanceRequest | null {
  const found = findBlock(block);
  return found?.relevance?.(withDefaults(found.params, params)) ?? null;
}

/** Each once. */
export function relevancesOf({ nodes }: Pick<TowerGraph, 'nodes'>): RelevanceRequest[] {
  const all = nodes.flatMap((node) => relevanceOf(node) ?? []);
  return [...new Map(all.map((request) => [keyOf(request), request])).values()];
}

/** Stored runs, or weights files, whose towers judge; each once. */
export const teacherRunsOf = (graph: Pick<TowerGraph, 'nodes'>): string[] => [
  ...new Set(relevancesOf(graph).flatMap(({ teacher }) => (teacher.by === 'run' ? [teacher.run] : []))),
];

/** What is told while a graph is drawn. */
export const problemsOfRelevance = ({ nodes }: TowerGraph, schema: Pick<Schema, 'hasShown' | 'scores'>): Problem[] =>
  nodes.flatMap((node): Problem[] => {
    const teacher = relevanceOf(node)?.teacher;
    if (teacher?.by === 'run')
      return teacher.run === '' ? [{ nodeId: node.id, field: 'run', code: 'no-run', values: {} }] : [];
    const problem = teacher?.by === 'column' ? problemOfColumn(teacher.column, schema) : null;
    return problem ? [{ nodeId: node.id, field: 'column', ...problem }] : [];
  });

/** Odds against a class of which no case is made would rank by numbers that nothing has taught. */
export function problemsOfClasses({ nodes, edges }: TowerGraph): Problem[] {
  return nodes.flatMap((objective): Problem[] => {
    if (!relevanceOf(objective) || makesCases(objective)) return [];
    const above = edges.find(({ to }) => to.node === objective.id && to.input === 'classes');
    const match = nodes.find(({ id }) => id === above?.from.node);
    const against = match && withDefaults(findBlock(match.block)?.params ?? {}, match.params)['against'];
    return match && against !== 'no-click'
      ? [{ nodeId: match.id, field: 'against', code: 'no-bad-cases', values: { other: objective.id } }]
      : [];
  });
}

const makesCases = ({ params }: Pick<GraphNode, 'params'>): boolean => params['bad'] !== 0 && params['threshold'] !== 0;

/** A pair that was taken is no bad case: of those in the log the others are what was shown. */
function problemOfColumn(
  name: string,
  { hasShown, scores = [] }: Pick<Schema, 'hasShown' | 'scores'>,
): Pick<Problem, 'code' | 'values'> | null {
  if (!hasShown) return { code: 'column-of-taken', values: {} };
  const column = scores.find((known) => known.name === name);
  if (!column) {
    const known = scores.map((one) => one.name).join(', ') || '–';
    return name === ''
      ? { code: 'no-column-chosen', values: { known } }
      : { code: 'no-such-column', values: { column: name, known } };
  }
  const { least, most } = column;
  return least < 0 || most > 1 ? { code: 'no-relevance', values: { column: name, least, most } } : null;
}

/** What only the rows of the data tell: a column that leaves a batch less than one pair to sample. */
export const problemsOfKnownPairs = ({ nodes }: TowerGraph, dataset: Dataset, batch: number): Problem[] =>
  nodes.flatMap((node): Problem[] => {
    const { teacher, threshold = 0 } = relevanceOf(node) ?? {};
    if (teacher?.by !== 'column' || !makesCases(node)) return [];
    const { column } = teacher;
    const pairs = pairsBelow(dataset, column, threshold, batch);
    if (pairs >= 1) return [];
    const values = { column, threshold, batch, pairs: Number(pairs.toPrecision(2)) };
    return [{ nodeId: node.id, field: 'column', code: 'too-few-known', values }];
  });
