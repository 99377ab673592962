/**
 * What the stages of a run say about its objectives, and what of it cannot work or seldom does: judged by settings and
 * graph together.
 */
import { findBlock } from './registry';
import type { GraphNode, Settings, Stage, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';
import { matchesPath } from '../document/optimizer-groups';

export const objectivesOf = ({ nodes }: TowerGraph): GraphNode[] => nodes.filter(({ side }) => side === 'objective');

/** Whether an objective counts in a stage. */
export const countsIn = ({ terms }: Pick<Stage, 'terms'>, nodeId: string): boolean =>
  terms.some((pattern) => matchesPath(pattern, nodeId));

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
 * such as a classification head, make them neither easier nor fewer.
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
      return [...(early ? warn('hard-too-early') : []), ...(alone ? warn('hard-alone') : [])];
    }),
  ];
}

/** What keeps a document from running. */
export const forbids = ({ warning }: Problem): boolean => warning !== true;
