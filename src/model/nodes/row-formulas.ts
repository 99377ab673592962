/**
 * Formulas by which objectives weigh the rows of a batch, each its own way. One without a formula takes the weights of
 * the data.
 */
import type { Dataset } from '../../data/dataset';
import { DataError, type DataProblem } from '../../data/table';
import { isFormulaCode } from '../../data/weight-formula/problem';
import { formulaProblem, rowWeights } from '../../data/weight-formula/row-weights';
import type { GraphNode, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';
import type { Schema } from '../document/schema';
import { findBlock } from './registry';

/** The formula of a node and the parameter it stands in; null where it has none, or weighs no rows. */
export function rowFormulaOf({ block, params }: Pick<GraphNode, 'block' | 'params'>): {
  field: string;
  text: string;
} | null {
  const specs = findBlock(block)?.params ?? {};
  const [field] = Object.entries(specs).find(([, { kind }]) => kind === 'formula') ?? [];
  if (field === undefined) return null;
  const values = withDefaults(specs, params);
  const text = values[field];
  return typeof text === 'string' && text.trim() !== '' && values['rowWeights'] !== false ? { field, text } : null;
}

/** Of all nodes that have one. */
export const formulasOf = ({ nodes }: TowerGraph): { nodeId: string; field: string; text: string }[] =>
  nodes.flatMap((node) => {
    const formula = rowFormulaOf(node);
    return formula ? [{ nodeId: node.id, ...formula }] : [];
  });

/** What is told while a graph is drawn. */
export const problemsOfFormulas = (graph: TowerGraph, { outcomes = [] }: Pick<Schema, 'outcomes'>): Problem[] =>
  problemsBy(graph, (text) => formulaProblem(text, outcomes));

/** What only the rows of the data tell: a row of negative weight, or no row of any. */
export const problemsOfRowWeights = (graph: TowerGraph, dataset: Dataset): Problem[] =>
  problemsBy(graph, (text) => {
    try {
      rowWeights(dataset, text);
      return null;
    } catch (error) {
      if (error instanceof DataError) return error.problem;
      throw error;
    }
  });

const problemsBy = (graph: TowerGraph, problemOf: (text: string) => DataProblem | null): Problem[] =>
  formulasOf(graph).flatMap(({ nodeId, field, text }): Problem[] => {
    const problem = problemOf(text);
    if (!problem || !isFormulaCode(problem.code)) return [];
    return [{ nodeId, field, code: problem.code, values: problem.values }];
  });
