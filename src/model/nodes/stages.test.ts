import { describe, expect, it } from 'vitest';
import type { Json, Stage, TowerGraph } from '../document/graph';
import { objectives as known } from '../objectives/objectives';
import { countsIn, forbids, problemsOfStages, termsWith, trainsScore } from './stages';

const objectives: Record<string, [block: string, params: Record<string, Json>]> = {
  softmax: ['in-batch-softmax', {}],
  easy: ['bpr', {}],
  hard: ['triplet', { choose: 'hardest' }],
  mixed: ['in-batch-bce', { choose: 'both' }],
  head: ['classification', {}],
  mimic: ['mimic', {}],
};
const graph: TowerGraph = {
  format: 'tower-lab/graph',
  version: 1,
  kind: 'retrieval',
  title: '',
  tables: [],
  edges: [],
  nodes: [
    { id: 'match', block: 'match', side: 'match', params: {}, at: [0, 0] },
    ...Object.entries(objectives).map(([id, [block, params]]) => ({
      id,
      block,
      params,
      side: 'objective' as const,
      at: [0, 0] as [number, number],
    })),
  ],
};
const untilBest = { patience: 2, maxEpochs: 30 };
const stage = (terms: string[], until: Stage['until'] = untilBest): Stage => ({ terms, trainable: ['*'], until });
/** Of stages in which every objective counts somewhere. */
const problems = (...stages: Stage[]) =>
  problemsOfStages(graph, { stages })
    .filter(({ code }) => code !== 'counts-nowhere')
    .map(({ nodeId, code, field, warning }) => `${code} of ${nodeId} in ${field}${warning ? '' : '!'}`);

describe('stages', () => {
  it('that bring hard negatives after easy ones have converged, and beside easy ones, are right', () => {
    expect(problems(stage(['softmax']), stage(['softmax', 'hard']))).toEqual([]);
    expect(problems(stage(['softmax', 'easy']), stage(['mixed'], { epochs: 2 }))).toEqual([]);
    expect(problems(stage(['softmax']), stage(['easy']), stage(['*'], { steps: 9 }))).toEqual([]);
  });

  it('trap 21: hard negatives from the start are warned of, with or without easy ones beside them', () => {
    expect(problems(stage(['softmax', 'hard']))).toEqual(['hard-too-early of hard in stages.0']);
    expect(problems(stage(['mixed']))).toEqual(['hard-too-early of mixed in stages.0']);
    expect(problems(stage(['*']))).toEqual([
      'hard-too-early of hard in stages.0',
      'hard-too-early of mixed in stages.0',
    ]);
  });

  it('trap 21: so are those after a stage that need not converge, or converges on hard negatives', () => {
    expect(problems(stage(['softmax'], { epochs: 9 }), stage(['softmax', 'hard']))).toEqual([
      'hard-too-early of hard in stages.1',
    ]);
    expect(problems(stage(['mixed']), stage(['mixed']))).toEqual([
      'hard-too-early of mixed in stages.0',
      'hard-too-early of mixed in stages.1',
    ]);
  });

  it('trap 21: and hard negatives alone', () => {
    expect(problems(stage(['softmax']), stage(['hard']))).toEqual(['hard-alone of hard in stages.1']);
  });

  it('trap 21: objectives without negatives are no easy ones: they neither converge for them nor stand beside hard ones', () => {
    expect(problems(stage(['head', 'mimic']), stage(['softmax', 'hard']))).toEqual([
      'hard-too-early of hard in stages.1',
    ]);
    expect(problems(stage(['softmax', 'head']), stage(['hard', 'head', 'mimic']))).toEqual([
      'hard-alone of hard in stages.1',
    ]);
    expect(problems(stage(['head']), stage(['mimic']))).toEqual([]);
  });

  it('know of every objective whether it has negatives', () => {
    expect(
      [...known.values()]
        .filter(({ hardNegatives }) => !hardNegatives)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['category-alignment', 'classification', 'field-cost', 'interests-apart', 'mimic']);
  });

  it('without any objective cannot run; an objective that none names is said to do nothing', () => {
    expect(problems(stage(['softmax']), stage(['gone']))).toEqual(['stage-without-terms of  in stages.1!']);
    const found = problemsOfStages(graph, { stages: [stage(['softmax', 'easy'])] });
    expect(found).toEqual(
      ['hard', 'mixed', 'head', 'mimic'].map((nodeId) => ({
        nodeId,
        code: 'counts-nowhere',
        values: {},
        warning: true,
      })),
    );
    expect(found.filter(forbids)).toEqual([]);
  });

  it('of a graph without objectives are not blamed for it', () => {
    expect(problemsOfStages({ ...graph, nodes: [] }, { stages: [stage(['*'])] })).toEqual([]);
  });
});

describe('a stage of a ranker', () => {
  const node = (id: string, block: string, side: 'match' | 'objective') =>
    ({ id, block, side, params: {}, at: [0, 0] }) satisfies TowerGraph['nodes'][number];
  const edge = (from: string, output: string, to: string, input: string) => ({
    from: { node: from, output },
    to: { node: to, input },
  });
  const ranker: TowerGraph = {
    ...graph,
    kind: 'ranker',
    nodes: [
      node('towers', 'tower-score', 'match'),
      node('score', 'logits', 'match'),
      node('loss', 'list-softmax', 'objective'),
      node('tower-loss', 'list-softmax', 'objective'),
      node('cost', 'field-cost', 'objective'),
    ],
    edges: [
      edge('towers', 'vector', 'score', 'vector'),
      edge('towers', 'logits', 'tower-loss', 'logits'),
      edge('score', 'logits', 'loss', 'logits'),
    ],
  };

  it('trains what ranks where an objective that counts reads that score, and no other', () => {
    expect(trainsScore(ranker, stage(['*']))).toBe(true);
    expect(trainsScore(ranker, stage(['loss']))).toBe(true);
    expect(trainsScore(ranker, stage(['tower-loss', 'cost']))).toBe(false);
    expect(trainsScore(graph, stage(['softmax']))).toBe(true);
  });

  it('that does not cannot be said to converge, and says so', () => {
    const found = (...stages: Stage[]) =>
      problemsOfStages(ranker, { stages }).filter(({ code }) => code !== 'counts-nowhere');
    expect(found(stage(['tower-loss']), stage(['loss']))).toEqual([
      { nodeId: '', field: 'stages.0', code: 'stage-without-score', values: { stage: 1 }, warning: true },
    ]);
    expect(found(stage(['tower-loss'], { epochs: 3 }), stage(['loss']))).toEqual([]);
  });
});

describe('the boxes of a stage', () => {
  const all = Object.keys(objectives);

  it('are all ticked by *, and all ticked are *, so that an objective drawn later counts too', () => {
    expect(all.every((id) => countsIn({ terms: ['*'] }, id))).toBe(true);
    expect(termsWith(graph, { terms: all.slice(1) }, 'softmax', true)).toEqual(['*']);
  });

  it('are written by name once one is not ticked, in the order of the drawing, forgetting names that are gone', () => {
    expect(termsWith(graph, { terms: ['*'] }, 'easy', false)).toEqual(all.filter((id) => id !== 'easy'));
    expect(termsWith(graph, { terms: ['mixed', 'gone'] }, 'softmax', true)).toEqual(['softmax', 'mixed']);
    expect(termsWith(graph, { terms: ['softmax'] }, 'softmax', false)).toEqual([]);
  });
});
