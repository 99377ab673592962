import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { buildDataset } from '../../data/build-dataset';
import { DEFAULT_PROTOCOL, type Dataset } from '../../data/dataset';
import { worldById } from '../../data/worlds/worlds';
import { openDevice, type Device } from '../../engine/device';
import { nodeGpu } from '../../engine/node-gpu';
import { WeightStore } from '../../engine/optimizers/weights';
import { webgpuBackend } from '../../engine/run-kernel';
import { watchBuffers } from '../../engine/testing';
import { backendInternals } from '../../engine/tfjs-internals';
import { setParam } from '../document/graph-edits';
import { schemaOf, type Schema } from '../document/schema';
import type { Settings } from '../document/graph';
import { preset, presets } from '../presets/presets';
import { CompiledGraph } from '../run/compile';
import { addWeights, TrainStep } from '../run/train-step';
import { judge } from './judge';
import { memoryOf, problemsOfMemory } from './memory';

const BATCH = 64;
const MIB = 2 ** 20;

describe('the forecast of GPU memory', () => {
  let dataset: Dataset;
  // One for all presets: its pool of buffers is emptied after each, what is compiled stays.
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ gpu: nodeGpu });
    const world = worldById('bookshop').generate({ events: 2000, seed: 1 });
    const signal = new AbortController().signal;
    const built = {
      name: 'bookshop',
      ...world,
      protocol: DEFAULT_PROTOCOL,
      seed: 1,
      signal,
      onProgress: () => undefined,
    };
    ({ dataset } = await buildDataset(built));
  });

  afterAll(() => device.close());

  it.each([...presets.values()])(
    'is within a factor of 1.5 of what a step of $id holds, and live values take less than 15 % or 128 KiB more',
    async ({ build }) => {
      const schema = schemaOf(dataset);
      const { graph, settings: own } = build(schema);
      const settings = { ...own, batch: BATCH };
      const judgement = judge(graph, schema);
      const compiled = new CompiledGraph(judgement);
      const before = device.bytes;
      const buffers = watchBuffers(device.gpu!);
      const store = new WeightStore();
      addWeights(store, compiled, settings);
      const step = new TrainStep(compiled, dataset, store, settings, settings.stages.at(-1)!);
      const batches = createBatches(dataset, { batch: BATCH, seed: 1, ...compiled.reads });
      step.run(batches.at(0));
      const plain = buffers.liveBytes;
      step.run(batches.at(1), true);
      const held = buffers.liveBytes;
      // Both plans have one pool: a step with live values needs what these take. Of the smallest model (ELSA, .5 MiB)
      // two tensors with a number for each of 200 events of a row are already more than the share.
      expect(held - plain).toBeLessThan(Math.max(0.15 * plain, 128 * 1024));
      // The device counts the same of itself, from its beginning on.
      expect(device.bytes - before).toBe(held);
      step.dispose();
      store.dispose();
      buffers.end();
      await device.gpu!.queue.onSubmittedWorkDone();
      (backendInternals(webgpuBackend()).bufferManager as unknown as { dispose(): void }).dispose();
      const { total, index } = memoryOf(judgement, settings);
      expect((total - index) / held).toBeGreaterThan(1 / 1.5);
      expect((total - index) / held).toBeLessThan(1.5);
    },
  );
});

/** Of a log with so many items. */
const logOf = (items: number): Schema => ({
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 1000, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: items, length: 1 },
  ],
  users: 1000,
  items,
  events: 10 * items,
  hasTime: true,
});
const LIMITS = { maxBufferSize: 256 * MIB, maxStorageBufferBindingSize: 128 * MIB };

describe('what an adapter cannot hold', () => {
  it('counts a table with what its optimizer keeps', () => {
    const schema = logOf(1_000_000);
    const { graph, settings } = preset('two-tower').build(schema);
    const width = graph.tables.find(({ field }) => field === 'item id')!.width;
    const values = 1_000_000 * width * 4;
    const of = (rule: 'adam' | 'row-adagrad' | 'sgd', tablePrecision: Settings['tablePrecision'] = 'float32') =>
      memoryOf(judge(graph, schema), {
        ...settings,
        tablePrecision,
        optimizers: [{ pattern: 'table/*', rule, learningRate: 1, weightDecay: 0 }, ...settings.optimizers],
      }).largestTable;
    const id = graph.tables.find(({ field }) => field === 'item id')!.id;
    expect(of('adam')).toEqual({ id, bytes: 3 * values });
    expect(of('row-adagrad')).toEqual({ id, bytes: values + 4_000_000 });
    expect(of('sgd')).toEqual({ id, bytes: values });
    expect(of('adam', 'float16')).toEqual({ id, bytes: 2.5 * values });
    expect(of('sgd', 'float16')).toEqual({ id, bytes: values / 2 });
  });

  it('counts what each user took once, where an objective asks for it', () => {
    const schema = { ...logOf(1000), events: 40_000_000 };
    const { graph, settings } = preset('two-tower').build(schema);
    const softmax = graph.nodes.find(({ block }) => block === 'in-batch-softmax')!.id;
    const unmasked = setParam(setParam(graph, softmax, 'sameItem', false), softmax, 'sameUser', false);
    const [masked, unlimited] = [graph, unmasked].map((one) => memoryOf(judge(one, schema), settings));
    expect(masked!.total - unlimited!.total).toBe(4 * (40_000_000 + 6 * settings.batch));
    expect(problemsOfMemory(masked!, LIMITS)).toMatchObject([{ nodeId: softmax, code: 'hits-too-large' }]);
    expect(problemsOfMemory(unlimited!, LIMITS)).toEqual([]);
  });

  it('counts item vectors of earlier batches, and all columns as a step reads them, but no rows of the item tower', () => {
    const schema = logOf(1000);
    const { graph, settings } = preset('two-tower').build(schema);
    const softmax = graph.nodes.find(({ block }) => block === 'in-batch-softmax')!.id;
    const kept = setParam(setParam(graph, softmax, 'sampling', 'earlier'), softmax, 'sampled', 4096);
    const judgement = judge(kept, schema);
    const [own, plain] = [memoryOf(judgement, settings), memoryOf(judge(graph, schema), settings)];
    expect(own.total - plain.total).toBe(4 * (2 * 4096 + settings.batch) * judgement.costs.width.item!);
    expect(judgement.costs.parameters).toBe(judge(graph, schema).costs.parameters);
  });

  it.each([
    [1024, 1024 ** 2],
    [8192, 2 ** 24],
    [65_536, 2 ** 24],
  ])('counts the scores that are held at once where the hardest negatives of %i rows are found', (batch, scores) => {
    const schema = logOf(1000);
    const { graph, settings } = preset('two-tower').build(schema);
    const softmax = graph.nodes.find(({ block }) => block === 'in-batch-softmax')!;
    const bpr = (choose: string) => ({
      ...graph,
      nodes: graph.nodes.map((node) =>
        node === softmax ? { ...node, block: 'bpr', params: { choose, negatives: 1 } } : node,
      ),
    });
    const of = (choose: string) => memoryOf(judge(bpr(choose), schema), { ...settings, batch });
    const [hardest, random] = [of('hardest'), of('random')];
    expect(hardest.step - random.step).toBe(4 * scores);
    expect(hardest.largestTensor.bytes).toBeGreaterThanOrEqual(4 * scores);
    expect(problemsOfMemory(hardest, LIMITS).filter(({ code }) => code === 'tensor-too-large')).toEqual([]);
  });

  it.each([
    // Of 256 rows: a share for each head and pair of events.
    ['sdm', 'self-attention', 'short-term', 4 * 256 * 4 * 200 ** 2],
    // A product of width 64 for each of 16 candidates and each event.
    ['din', 'target-attention', 'history', 4 * 256 * 16 * 200 * 64],
  ])('refuses what %s makes in its %s of a long past where it does not fit a buffer', (id, block, reads, bytes) => {
    const schema = logOf(1000);
    const { graph, settings } = preset(id).build(schema);
    const nodeOf = (of: string) => graph.nodes.find((node) => node.block === of)!.id;
    const problemsOf = (length: number) =>
      problemsOfMemory(
        memoryOf(judge(setParam(graph, nodeOf(reads), 'length', length), schema), { ...settings, batch: 256 }),
        LIMITS,
      );
    expect(problemsOf(50)).toEqual([]);
    expect(problemsOf(200)[0]).toMatchObject({
      nodeId: nodeOf(block),
      code: 'tensor-too-large',
      values: { bytes, limit: 128 * MIB },
    });
  });

  it('is refused as a whole, with the largest table', () => {
    const problemsOf = (items: number, batch = 256) => {
      const schema = logOf(items);
      const { graph, settings } = preset('two-tower').build(schema);
      return problemsOfMemory(memoryOf(judge(graph, schema), { ...settings, batch }), LIMITS);
    };
    expect(problemsOf(100_000)).toEqual([]);
    const problem = problemsOf(20_000_000).find(({ code }) => code === 'too-large-for-gpu');
    expect(problem).toMatchObject({ nodeId: '', code: 'too-large-for-gpu', values: { limit: 1024 * MIB } });
    expect(problem!.values['table']).toMatch(/item/);
    expect(problem!.values['bytes']).toBeGreaterThan(problem!.values['tableBytes'] as number);
    // Tables lie in several buffers; a tensor of a step does not.
    expect(problemsOf(100_000, 1_000_000)[0]).toMatchObject({
      nodeId: expect.stringMatching(/\w/) as string,
      code: 'tensor-too-large',
      values: { limit: 128 * MIB },
    });
  });
});
