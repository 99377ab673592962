import { expect, it } from 'vitest';
import { CompiledGraph } from '../../model/run/compile';
import { judge } from '../../model/check/judge';
import { schemaOf } from '../../model/document/schema';
import { smallDataset, smallGraph, smallSettings } from '../../model/harness/small-graph';
import { atBest, fitsGraph, type Checkpoint } from './checkpoint';

it('fits a graph whose steps keep vectors with as many of them, and without any only where a stage begins', () => {
  const dataset = smallDataset();
  const small = smallGraph();
  const nodes = small.nodes.map((node) =>
    node.id === 'softmax' ? { ...node, params: { sampling: 'earlier', sampled: 24 } } : node,
  );
  const graph = { ...small, nodes };
  const { weights } = new CompiledGraph(judge(graph, schemaOf(dataset)));
  const empty = new Map(weights.map(({ path, shape }) => [path, new Float32Array(shape.reduce((a, b) => a * b, 1))]));
  const fits = (stageStart: number, kept?: number, of = graph): boolean => {
    const checkpoint: Checkpoint = {
      step: 3,
      weights: empty,
      moments: new Map(kept === undefined ? [] : [['objective/softmax/memory', [new Float32Array(kept)]]]),
      best: null,
      kept: null,
      sinceBest: 0,
      stage: 0,
      stageStart,
    };
    return fitsGraph(checkpoint, { graph: of, settings: smallSettings() }, dataset);
  };
  expect([fits(0, 96), fits(3, 96), fits(3), fits(0, undefined, small)]).toEqual([true, true, true, true]);
  expect([fits(0), fits(0, 95), fits(3, 100)]).toEqual([false, false, false]);
  const best = { stage: 0, step: 3, value: 0.1, weights: empty };
  expect(fitsGraph(atBest(best, new Map()), { graph, settings: smallSettings() }, dataset)).toBe(true);
});
