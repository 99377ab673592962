import { nodeGpu } from '../../engine/node-gpu';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { buildDataset } from '../../data/build-dataset';
import { DEFAULT_PROTOCOL, type Dataset } from '../../data/dataset';
import { guessRoles } from '../../data/roles';
import { readDelimited } from '../../data/sources/csv/read';
import { openDevice, type Device } from '../../engine/device';
import { halfOf, numberOf } from '../../engine/halves';
import { WeightStore } from '../../engine/optimizers/weights';
import { relativeError } from '../../engine/testing';
import { judge } from '../check/judge';
import { smallDataset, smallSettings } from '../harness/small-graph';
import { CompiledGraph } from './compile';
import { preset } from '../presets/presets';
import { schemaOf } from '../document/schema';
import { composeProgram } from '../torch/compose';
import { unpack, type ProgramOutput } from '../torch/packed';
import { programInput } from '../torch/program-input';
import { findTorch, runPython } from '../torch/run-python';
import type { Settings } from '../document/graph';
import { addWeights, TrainStep } from './train-step';

const FOLDER = '../shared/datasets/ml-latest-small';
const SEED = 3;
/**
 * A power of two: dividing a step by it is exact, and the step is so long that the weight it leaves from does not round
 * it.
 */
const RATE = 1024;

const python = findTorch();
let device: Device;
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
});
afterAll(() => device.close());

async function movies(): Promise<Dataset> {
  const [log, items] = await Promise.all(
    ['interactions.csv', 'items.csv'].map((name, i) =>
      readDelimited(readFileSync(`${FOLDER}/${name}`, 'utf8'), { fileName: name, file: i === 0 ? 'log' : 'items' }),
    ),
  );
  if (!log || !items) throw new Error('two files were asked for');
  const { dataset } = await buildDataset({
    name: 'movies',
    log,
    items,
    users: null,
    roles: guessRoles(log, items, null),
    protocol: DEFAULT_PROTOCOL,
    seed: 7,
  });
  return dataset;
}

describe('a training step of the whole two-tower graph', () => {
  // The data sets are not part of the repository.
  it.skipIf(!existsSync(FOLDER) || (!python && !process.env['CI']))(
    'on real batches has the loss and every gradient of the composed PyTorch program, recorded and replayed',
    async () => {
      const dataset = await movies();
      const schema = schemaOf(dataset);
      expect(dataset.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['user id', 'item id', 'genres']));
      const { graph, settings } = preset('two-tower').build(schema, { width: 64 });
      const compiled = new CompiledGraph(judge(graph, schema));
      const batches = createBatches(dataset, { batch: 256, historyLength: compiled.historyLength, seed: SEED });
      const store = new WeightStore();
      const descent: Settings = {
        ...settings,
        seed: SEED,
        batch: 256,
        optimizers: [{ pattern: '*', rule: 'sgd', learningRate: RATE, weightDecay: 0 }],
      };
      addWeights(store, compiled, descent);
      const fresh = new Map<string, Float32Array>();
      for (const path of store.paths) fresh.set(path, await store.read(path));
      // Plain descent: a step leaves exactly the gradient behind, through lookups, masks, dropout and the update of the
      // touched rows.
      const step = new TrainStep(compiled, dataset, store, descent, {
        terms: ['*'],
        trainable: ['*'],
        until: { steps: 2 },
      });

      // One batch is recorded, and one with padding replayed.
      const padded =
        Array.from({ length: batches.stepsPerEpoch }, (_, at) => at).findLast((at) => batches.at(at).real < 256) ??
        expect.fail('every batch is full');
      for (const at of [0, padded]) {
        const batch = batches.at(at);
        for (const [path, values] of fresh) store.write(path, values);
        step.run(batch);
        const { rows } = await step.ring.take();
        const weights = new Map([...fresh].map(([path, values]) => [path, { shape: store.shape(path), values }]));
        const twin = (await runPython(
          python ?? 'python3',
          composeProgram(graph, schema),
          programInput({ graph, dataset, batch, seed: SEED, weights }),
          ['--float64'],
        )) as ProgramOutput;
        expect(Math.abs((rows[0]?.[0] ?? Number.NaN) / twin.loss - 1)).toBeLessThan(1e-5);
        expect(Object.keys(twin.gradients).sort()).toEqual([...fresh.keys()].sort());
        for (const [path, before] of fresh) {
          const after = await store.read(path);
          expect(
            relativeError(
              before.map((value, i) => (value - (after[i] ?? Number.NaN)) / RATE),
              unpack(twin.gradients[path] ?? expect.fail(path)),
            ),
            `${path} of batch ${at}`,
          ).toBeLessThan(1e-4);
        }
      }
      step.dispose();
      store.dispose();
    },
  );
});

it('tables whose width is a multiple of four are stored as the settings say, dense weights never in halves', async () => {
  const dataset = smallDataset();
  const { graph } = preset('two-tower').build(schemaOf(dataset), { width: 8 });
  const compiled = new CompiledGraph(judge(graph, schemaOf(dataset)));
  const inHalves = async (tablePrecision: Settings['tablePrecision']): Promise<Set<boolean>[]> => {
    const store = new WeightStore();
    addWeights(store, compiled, smallSettings({ tablePrecision }));
    const kinds = [new Set<boolean>(), new Set<boolean>()];
    for (const path of store.paths) {
      const values = await store.read(path);
      // Biases and scales begin at numbers that are halves as they are.
      if (values.some((value) => value !== 0 && value !== 1))
        kinds[path.startsWith('table/') ? 0 : 1]!.add(values.every((value) => numberOf(halfOf(value)) === value));
    }
    store.dispose();
    return kinds;
  };
  expect(await inHalves('float32')).toEqual([new Set([false]), new Set([false])]);
  expect(await inHalves('float16')).toEqual([new Set([true]), new Set([false])]);
});
