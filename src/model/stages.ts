/** What the stages of a run say about its objectives, and what of it cannot work or seldom does: judged by settings and graph together. */
import { findBlock } from './blocks/blocks';
import type { GraphNode, Settings, Stage, TowerGraph } from './graph';
import { withDefaults } from './params';
import type { Problem } from './problem';
import { matchesPath } from './settings';

export const objectivesOf = ({ nodes }: TowerGraph): GraphNode[] => nodes.filter(({ side }) => side === 'objective');

/** Whether an objective counts in a stage. */
export const countsIn = ({ terms }: Pick<Stage, 'terms'>, nodeId: string): boolean => terms.some((pattern) => matchesPath(pattern, nodeId));

/** How far an objective learns from the hardest negatives it can find: from nothing else, beside easy ones, or not at all. */
const hardnessOf = ({ block, params }: GraphNode): 'none' | 'some' | 'only' => {
  const found = findBlock(block);
  return found?.hardNegatives?.(withDefaults(found.params, params)) ?? 'none';
};

/**
 * A stage in which nothing counts cannot run. Everything else is a warning, and runs, because what goes wrong then is worth seeing: an objective that no stage
 * names does nothing; hard negatives fail from the start and by themselves (EBR, section 4; Que2Search begins them once early stopping has ended the easy ones).
 */
export function problemsOfStages(graph: TowerGraph, { stages }: Pick<Settings, 'stages'>): Problem[] {
  const objectives = objectivesOf(graph);
  const counting = stages.map((stage) => objectives.filter(({ id }) => countsIn(stage, id)));
  const isEasy = (nodes: readonly GraphNode[]): boolean => nodes.length > 0 && nodes.every((node) => hardnessOf(node) === 'none');
  const converges = stages.map(({ until }, i) => 'patience' in until && isEasy(counting[i]!));
  return [
    ...objectives.flatMap(({ id }): Problem[] => (counting.some((nodes) => nodes.some((node) => node.id === id)) ? [] : [{ nodeId: id, code: 'counts-nowhere', values: {}, warning: true }])),
    ...counting.flatMap((nodes, i): Problem[] => {
      const place = { stage: i + 1 };
      if (nodes.length === 0) return objectives.length === 0 ? [] : [{ nodeId: '', field: `stages.${i}`, code: 'stage-without-terms', values: place }];
      const hard = nodes.filter((node) => hardnessOf(node) !== 'none');
      const early = converges.slice(0, i).includes(true) ? [] : hard.map(({ id }): Problem => ({ nodeId: id, field: `stages.${i}`, code: 'hard-too-early', values: place, warning: true }));
      const alone = nodes.every((node) => hardnessOf(node) === 'only') ? hard.map(({ id }): Problem => ({ nodeId: id, field: `stages.${i}`, code: 'hard-alone', values: place, warning: true })) : [];
      return [...early, ...alone];
    }),
  ];
}

/** What keeps a document from running. */
export const forbids = ({ warning }: Problem): boolean => warning !== true;
