import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { build } from '../../data/build-testing';
import { createRandom } from '../../data/random';
import { giveScores } from '../../data/run-scores';
import { shownOf } from '../../data/shown';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice } from '../../engine/testing';
import { judge } from '../check/judge';
import { setParam } from '../document/graph-edits';
import type { Json } from '../document/graph';
import { schemaOf } from '../document/schema';
import { smallSettings } from '../harness/small-graph';
import { preset } from '../presets/presets';
import { composeProgram } from '../torch/compose';
import { programInput } from '../torch/program-input';
import type { ProgramOutput } from '../torch/packed';
import { findTorch, runPython } from '../torch/run-python';
import { CompiledGraph } from './compile';
import { addWeights, TrainStep } from './train-step';

onDevice();
const python = findTorch();

/** Impressions of a dozen users; a teacher likes items of low numbers, and another those of high ones. */
const random = createRandom(4, 'impressions');
const rows = Array.from({ length: 240 }, (_, second) => {
  const [user, item] = [random.below(12), random.below(15)];
  const score = 2 - item / 3;
  const noted = random.below(5) > 0;
  return `u${user},i${item},${1_600_000_000 + second},${random.below(2)},${noted ? score : ''},${noted ? -score : ''}`;
});
const { dataset } = await build({
  log: `user,item,time,is_click,score,against\n${rows.join('\n')}\n`,
  columns: 'label=score,label=against',
  protocol: { positives: 'is_click=1', repeats: 'all' },
});

/** A ranker about to train. @param objective of its lists */
function begun(params: Record<string, Json>, learningRate: number, objective = 'list-softmax') {
  const { graph } = preset('din').build(schemaOf(dataset), { width: 8 });
  const asked = Object.entries({ from: 'shown', candidates: 4, ...params }).reduce(
    (next, [name, value]) => setParam(next, 'softmax', name, value),
    graph,
  );
  const nodes = asked.nodes.map((node) => (node.id === 'softmax' ? { ...node, block: objective } : node));
  const drawn = { ...asked, nodes };
  const judgement = judge(drawn, schemaOf(dataset));
  expect(judgement.problems).toEqual([]);
  const compiled = new CompiledGraph(judgement);
  const settings = smallSettings({
    batch: 16,
    optimizers: [{ pattern: '*', rule: 'adam', learningRate, weightDecay: 0 }],
  });
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  const step = new TrainStep(compiled, dataset, weights, settings, settings.stages[0]!);
  const batches = createBatches(dataset, { batch: 16, seed: 5, ...compiled.reads });
  return { graph: drawn, compiled, settings, weights, step, batches };
}

/** Losses of steps over these batches. @param learningRate so small that the weights stay, or not */
async function losses(params: Record<string, Json>, steps: readonly number[], learningRate: number) {
  const { step, batches, weights } = begun(params, learningRate);
  for (const at of steps) step.run(batches.at(at));
  const { rows: read } = await step.ring.take();
  step.dispose();
  weights.dispose();
  return read.map(([loss]) => loss!);
}

const TAUGHT = { teacher: 'score', teacherShare: 1 };
const BY_RUN = { taughtBy: 'run', run: 'a run', teacherShare: 1 };
const numbers = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, at) => Math.sin(1 + 1.7 * at));
giveScores(dataset, 'a run', {
  events: numbers(dataset.split.train.length),
  shown: numbers(shownOf(dataset.shown!, 'train').length),
});
const STILL = 2 ** -40;

describe('a ranker that is taught', () => {
  it('reads the scores of each batch, in recorded steps too', async () => {
    const replayed = await losses(TAUGHT, [0, 1, 2, 3], STILL);
    for (const [at, loss] of replayed.entries()) expect(loss).toBeCloseTo((await losses(TAUGHT, [at], STILL))[0]!, 5);
    expect(new Set(replayed.map((loss) => loss.toFixed(4))).size).toBe(4);
    const [other] = await losses({ ...TAUGHT, teacher: 'against' }, [0], STILL);
    expect(Math.abs(other! - replayed[0]!)).toBeGreaterThan(1e-3);
  });

  it('has the loss of before, to the bit, where the share is 0', async () => {
    const plain = await losses({}, [0, 1, 2], 0.01);
    expect(await losses({ teacher: 'score', teacherShare: 0 }, [0, 1, 2], 0.01)).toEqual(plain);
    expect(await losses({ teacher: 'score', teacherShare: 0.5 }, [0, 1, 2], 0.01)).not.toEqual(plain);
  });

  it('comes to say of what was shown what the teacher says', async () => {
    const taught = await losses(
      TAUGHT,
      Array.from({ length: 60 }, (_, at) => at),
      0.02,
    );
    const mean = (of: readonly number[]): number => of.reduce((a, b) => a + b) / of.length;
    expect(mean(taught.slice(-10))).toBeLessThan(0.9 * mean(taught.slice(0, 5)));
  });

  it.skipIf(!python && !process.env['CI']).each([
    ['list-softmax', 'a column', TAUGHT],
    ['pair-bce', 'a column', TAUGHT],
    ['list-softmax', 'a run', BY_RUN],
    ['pair-bce', 'a run', BY_RUN],
  ])(
    'has by %s and %s the loss that PyTorch has of the same batch, to which the scores come by a way of their own',
    async (objective, _, taught) => {
      const params = { ...taught, teacherShare: 0.7, temperature: 2 };
      const { graph, compiled, settings, weights, step, batches } = begun(params, STILL, objective);
      const batch = batches.at(0);
      const scored = [...batch.candidates!.teacher!.scored];
      expect(new Set(scored)).toEqual(new Set([0, 1]));
      expect(batch.candidates!.teacher!.logits.some((logit) => logit !== 0)).toBe(true);
      const fresh = new Map(
        await Promise.all(
          compiled.weights.map(async ({ path, shape }) => [path, { shape, values: await weights.read(path) }] as const),
        ),
      );
      step.run(batch);
      const { rows: read } = await step.ring.take();
      const { loss } = (await runPython(
        python ?? 'python3',
        composeProgram(graph, schemaOf(dataset)),
        programInput({ graph, dataset, batch, seed: settings.seed, weights: fresh }),
      )) as ProgramOutput;
      expect(Math.abs(read[0]![0]! / loss - 1)).toBeLessThan(1e-5);
      step.dispose();
      weights.dispose();
    },
    60_000,
  );
});
