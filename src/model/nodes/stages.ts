/**
 * What the stages of a run say about its objectives, and what of it cannot work or seldom does: judged by settings and
 * graph together.
 */
import { findBlock } from './registry';
import { finalScores } from './scores';
import type { GraphNode, Settings, Stage, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';
import { matchesPath } from '../document/optimizer-groups';

export const objectivesOf = ({ nodes }: TowerGraph): GraphNode[] => nodes.filter(({ side }) => side === 'objective');

/** Whether an objective counts in a stage. */
export const countsIn = ({ terms }: Pick<Stage, 'terms'>, nodeId: string): boolean =>
  terms.some((pattern) => matchesPath(pattern, nodeId));

/**
 * Whether anything of a stage is learnt by the score that is validated: of a ranker an objective may train the towers
 * below by a score of their own, and what ranks is not trained then. Two towers have one score.
 */
export function trainsScore(graph: TowerGraph, stage: Pick<Stage, 'terms'>): boolean {
  if (graph.kind === 'retrieval') return true;
  const counting = new Set(objectivesOf(graph).flatMap(({ id }) => (countsIn(stage, id) ? [id] : [])));
  return finalScores(graph).some(({ node, output }) =>
    graph.edges.some(({ from, to }) => from.node === node.id && from.output === output && counting.has(to.node)),
  );
}

/**
 * The box of an objective in a stage, ticked or not. All of them are written as `*`, so that one drawn later counts
 * too.
 */
export function termsWith(graph: TowerGraph, stage: Pick<Stage, 'terms'>, nodeId: string, counts: boolean): string[] {
  const ids = objectivesOf(graph).map(({ id }) => id);
  const left = ids.filter((id) => (id === nodeId ? counts : countsIn(stage, id)));
  return left.length === ids.length ? ['*'] : left;
}

/**
 * How far an objective learns from the hardest negatives it can find: from nothing else, beside easy ones, or not at
 * all; null where it has no negatives.
 */
const hardnessOf = ({ block, params }: GraphNode): 'none' | 'some' | 'only' | null => {
  const found = findBlock(block);
  return found?.hardNegatives?.(withDefaults(found.params, params)) ?? null;
};

/**
 * A stage in which nothing counts cannot run. Everything else is a warning, and runs, because what goes wrong then is
 * worth seeing: an objective that no stage names does nothing; hard negatives fail from the start and by themselves
 * (EBR, section 4; Que2Search begins them once early stopping has ended the easy ones). Objectives without negatives,
 * such as a classification head, make them neither easier nor fewer. A stage that does not train what ranks is at its
 * best whenever chance will have it.
 */
export function problemsOfStages(graph: TowerGraph, { stages }: Pick<Settings, 'stages'>): Problem[] {
  const objectives = objectivesOf(graph);
  const counting = stages.map((stage) => objectives.filter(({ id }) => countsIn(stage, id)));
  const withNegatives = counting.map((nodes) =>
    nodes.map((node) => ({ id: node.id, hardness: hardnessOf(node) })).filter(({ hardness }) => hardness !== null),
  );
  const converges = stages.map(
    ({ until }, i) =>
      'patience' in until &&
      withNegatives[i]!.length > 0 &&
      withNegatives[i]!.every(({ hardness }) => hardness === 'none'),
  );
  return [
    ...objectives.flatMap(({ id }): Problem[] =>
      counting.some((nodes) => nodes.some((node) => node.id === id))
        ? []
        : [{ nodeId: id, code: 'counts-nowhere', values: {}, warning: true }],
    ),
    ...counting.flatMap((nodes, i): Problem[] => {
      const [field, values] = [`stages.${i}`, { stage: i + 1 }];
      if (nodes.length === 0)
        return objectives.length === 0 ? [] : [{ nodeId: '', field, code: 'stage-without-terms', values }];
      const hard = withNegatives[i]!.filter(({ hardness }) => hardness !== 'none');
      const warn = (code: Problem['code']): Problem[] =>
        hard.map(({ id }) => ({ nodeId: id, field, code, values, warning: true }));
      const early = !converges.slice(0, i).includes(true);
      const alone = withNegatives[i]!.every(({ hardness }) => hardness === 'only');
      const blind = 'patience' in stages[i]!.until && !trainsScore(graph, stages[i]!);
      return [
        ...(blind ? [{ nodeId: '', field, code: 'stage-without-score', values, warning: true } as const] : []),
        ...(early ? warn('hard-too-early') : []),
        ...(alone ? warn('hard-alone') : []),
      ];
    }),
  ];
}

/** What keeps a document from running. */
export const forbids = ({ warning }: Problem): boolean => warning !== true;
