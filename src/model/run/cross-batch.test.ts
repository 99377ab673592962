/** Cross-batch negatives (Wang et al., SIGIR 2021): item vectors of earlier batches as columns of the softmax. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBatches, type Batch } from '../../data/batches';
import { RecentPopularity } from '../../data/recent-popularity';
import { sampledSoftmaxReference } from '../../engine/kernels/in-batch-softmax/reference';
import { dispatches, webgpuBackend } from '../../engine/run-kernel';
import { onDevice, relativeError } from '../../engine/testing';
import * as tf from '../../engine/tf';
import type { Json, Settings, TowerGraph } from '../document/graph';
import { smallGraph, smallSettings } from '../harness/small-graph';
import { dataset, open } from '../harness/small-model';
import { tinyDataset } from '../harness/tiny-log';
import { schemaOf } from '../document/schema';
import { RECENT_POPULARITY, withRecentPopularity } from '../presets/drawing/recent-popularity';
import { preset } from '../presets/presets';
import { composeProgram } from '../torch/compose';
import { unpack, type ProgramOutput } from '../torch/packed';
import { programInput } from '../torch/program-input';
import { findTorch, runPython } from '../torch/run-python';
import { Encoder } from './encode';

onDevice();
afterEach(() => {
  vi.restoreAllMocks();
  return tf.setBackend('webgpu');
});

const python = findTorch();
const B = 16;
const MEMORY = 'objective/softmax/memory';
const still = smallSettings({ optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 0, weightDecay: 0 }] });

function graphOf(params: Record<string, Json>): TowerGraph {
  const graph = smallGraph();
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === 'softmax' ? { ...node, params } : node)) };
}
const earlier = (sampled: number, params: Record<string, Json> = {}): TowerGraph =>
  graphOf({ sampling: 'earlier', sampled, ...params });

type Model = ReturnType<typeof open>;
const batchesOf = ({ compiled }: Model, settings: Settings, data = dataset) =>
  createBatches(data, { batch: settings.batch, seed: settings.seed, ...compiled.reads });

/** Runs steps and gives their losses. */
async function steps(model: Model, settings: Settings, from: number, end: number, data = dataset): Promise<number[]> {
  const batches = batchesOf(model, settings, data);
  for (let step = from; step < end; step++) model.step.run(batches.at(step));
  return model.losses();
}

const memoryOf = async ({ store }: Model): Promise<Float32Array> => store.memory(MEMORY).read();

/** Vectors of a batch's rows by the weights of the moment, those of users times the scale. */
async function encoded(encoder: Encoder, batch: Batch) {
  const { vectors } = encoder.encodeUsers(batch);
  const items = encoder.encodeSomeItems(batch.items);
  const [user, item] = await Promise.all([vectors.data(), items.data()]);
  tf.dispose([vectors, items]);
  return { user: user.slice(0, 4 * batch.size), item: item.slice(0, 4 * batch.size) };
}

describe('cross-batch negatives', () => {
  describe.each([B, 24, 5])('of weights that stand still, %i kept', (slots) => {
    const settings = { ...still, batch: B };
    let batches: Batch[];
    let losses: number[];
    let vectors: Awaited<ReturnType<typeof encoded>>[];
    let padded = 0;
    beforeAll(async () => {
      const model = open(earlier(slots), settings);
      const all = batchesOf(model, settings);
      batches = Array.from({ length: all.stepsPerEpoch + 2 }, (_, step) => all.at(step));
      for (const batch of batches) model.step.run(batch);
      losses = await model.losses();
      const encoder = new Encoder(model.compiled, dataset, model.store);
      vectors = [];
      for (const batch of batches) vectors.push(await encoded(encoder, batch));
      encoder.dispose();
      model.close();
    });

    it('make the loss the softmax over the columns of this batch and of those before it, their hits masked, log q on all', () => {
      const { events, split } = dataset;
      const taken = new Set(Array.from(split.train, (e) => `${events.user[e]} ${events.item[e]}`));
      let hits = 0;
      batches.forEach((batch, step) => {
        // All rows before this step, the newest first.
        const rows = batches.slice(0, step).flatMap((of, s) => Array.from(of.items, (_, row) => ({ s, row })));
        const kept = rows.slice(-slots);
        const columns = [
          ...Array.from(batch.items, (item, row) => ({ item, logQ: batch.logQ[row]!, real: row < batch.real })),
          ...kept.map(({ s, row }) => {
            const { items, logQ, real } = batches[s]!;
            if (row >= real) padded++;
            return { item: items[row]!, logQ: logQ[row]!, real: row < real };
          }),
        ];
        const blocked = Float32Array.from({ length: B * columns.length }, (_, at) => {
          const [row, column] = [Math.floor(at / columns.length), at % columns.length];
          const { item, real } = columns[column]!;
          const hit = taken.has(`${batch.users[row]} ${item}`);
          if (hit && column >= B && real) hits++;
          return !real || hit ? 1 : 0;
        });
        const { loss } = sampledSoftmaxReference({
          rows: B,
          width: 4,
          user: vectors[step]!.user,
          item: [
            ...vectors[step]!.item,
            ...kept.flatMap(({ s, row }) => [...vectors[s]!.item.subarray(4 * row, 4 * row + 4)]),
          ],
          inBatch: true,
          scale: 1,
          logQ: columns.map(({ logQ }) => logQ),
          blocked,
          weight: batch.weight,
        });
        expect(losses[step]! / loss, `step ${step}`).toBeCloseTo(1, 5);
      });
      expect(hits).toBeGreaterThan(0);
      expect(padded).toBeGreaterThan(0);
    });
  });

  it('are those of the weights that made them, by as many steps stale', async () => {
    const settings = { ...smallSettings(), batch: B };
    const model = open(earlier(2 * B), settings);
    const encoder = new Encoder(model.compiled, dataset, model.store);
    const batches = batchesOf(model, settings);
    const made: Float32Array[] = [];
    for (let step = 0; step < 3; step++) {
      const batch = batches.at(step);
      made.push((await encoded(encoder, batch)).item as Float32Array);
      model.step.run(batch);
    }
    // Slots of step 2 are those of step 0.
    const held = await memoryOf(model);
    expect(relativeError(held, [...made[2]!, ...made[1]!])).toBeLessThan(1e-5);
    const now = (await encoded(encoder, batches.at(1))).item;
    expect(relativeError(held.subarray(4 * B), now)).toBeGreaterThan(1e-3);
    encoder.dispose();
    model.close();
  });

  it('none of them stands before the warm-up is over: until then it is the plain softmax', async () => {
    const settings = { ...smallSettings(), batch: B };
    const losses = async (graph: TowerGraph) => {
      const model = open(graph, settings);
      const found = await steps(model, settings, 0, 5);
      model.close();
      return found;
    };
    const [plain, warm] = [await losses(graphOf({})), await losses(earlier(B, { warmUp: 3 }))];
    for (let step = 0; step < 4; step++) expect(warm[step]! / plain[step]!).toBeCloseTo(1, 4);
    expect(Math.abs(warm[4]! / plain[4]! - 1)).toBeGreaterThan(1e-3);
  });

  it('are forgotten where a stage begins: its first step is that of the plain softmax', async () => {
    const settings = { ...smallSettings(), batch: B };
    const first = async (graph: TowerGraph, firstStep: number) => {
      const model = open(graph, settings, dataset, firstStep);
      const { memories } = model.compiled;
      for (const { path } of memories) model.store.memory(path).write(new Float32Array(4 * B).fill(0.5));
      const [loss] = await steps(model, settings, 3, 4);
      model.close();
      return loss!;
    };
    const [plain, begun, within] = [
      await first(graphOf({}), 3),
      await first(earlier(B), 3),
      await first(earlier(B), 2),
    ];
    expect(begun / plain).toBeCloseTo(1, 5);
    expect(Math.abs(within / plain - 1)).toBeGreaterThan(1e-3);
  });

  it.each(['mind', 'sasrec'])(
    'go with what %s has, interests or every position trained: as in plain loops',
    async (id) => {
      const data = tinyDataset();
      const { graph, settings } = preset(id).build(schemaOf(data), { width: 8 });
      const nodes = graph.nodes.map((node) =>
        node.block === 'in-batch-softmax'
          ? { ...node, params: { ...node.params, sampling: 'earlier', sampled: 24 } }
          : node,
      );
      const own = { ...settings, batch: B };
      const losses = async (params: typeof nodes) => {
        const model = open({ ...graph, nodes: params }, own, data);
        expect(model.compiled.hasInterests || model.compiled.everyPosition).toBe(true);
        const found = await steps(model, own, 0, 3, data);
        model.close();
        return found;
      };
      const [kept, without] = [await losses(nodes), await losses([...graph.nodes])];
      await tf.setBackend('cpu');
      expect(relativeError(kept, await losses(nodes))).toBeLessThan(1e-4);
      expect(kept[0]! / without[0]!).toBeCloseTo(1, 4);
      expect(Math.abs(kept[2]! / without[2]! - 1)).toBeGreaterThan(1e-3);
    },
  );

  it.skipIf(!python && !process.env['CI'])(
    'give, after some steps, the loss and the gradients that PyTorch has of the same vectors and batch',
    async () => {
      const rate = 1024;
      const descent = { ...still, batch: B, optimizers: [{ ...still.optimizers[0]!, learningRate: rate }] };
      const graph = earlier(24);
      const learnt = open(graph, { ...smallSettings(), batch: B });
      await steps(learnt, descent, 0, 3);
      const [weights, moments] = await Promise.all([learnt.store.readAll(), learnt.store.readAllMoments()]);
      learnt.close();
      const model = open(graph, descent);
      for (const [path, values] of weights) model.store.write(path, values);
      model.store.writeMoments(MEMORY, moments.get(MEMORY)!);
      const batch = batchesOf(model, descent).at(3);
      // Padding among them.
      expect(new Set(batch.ages)).toEqual(new Set([0, 1, 2]));
      model.step.run(batch);
      const [loss] = await model.losses();
      const twin = (await runPython(
        python ?? 'python3',
        composeProgram(graph, schemaOf(dataset)),
        programInput({
          graph,
          dataset,
          batch,
          seed: descent.seed,
          weights: new Map([...weights].map(([path, values]) => [path, { shape: model.store.shape(path), values }])),
          memories: new Map([[MEMORY, { shape: [24, 4], values: moments.get(MEMORY)![0]! }]]),
        }),
        ['--gradcheck'],
      )) as ProgramOutput;
      expect(loss! / twin.loss).toBeCloseTo(1, 5);
      expect(twin.gradcheck).toBe(true);
      const after = await model.weights();
      for (const [path, before] of weights) {
        const slopes = before.map((value, i) => (value - after.get(path)![i]!) / rate);
        expect(relativeError(slopes, unpack(twin.gradients[path]!)), path).toBeLessThan(1e-4);
      }
      model.close();
    },
    60_000,
  );

  it('a recorded step with them, replayed, is one submit that makes no buffer, and gives what plain loops give', async () => {
    const settings = { ...smallSettings(), batch: B };
    const recorded = open(earlier(24), settings);
    const batches = batchesOf(recorded, settings);
    recorded.step.run(batches.at(0));
    const { device } = webgpuBackend();
    const [made, submitted] = [vi.spyOn(device, 'createBuffer'), vi.spyOn(device.queue, 'submit')];
    const before = dispatches.count;
    for (let step = 1; step < 4; step++) recorded.step.run(batches.at(step));
    expect([made.mock.calls.length, submitted.mock.calls.length]).toEqual([0, 3]);
    expect(dispatches.count).toBeGreaterThan(before);
    const [losses, held] = [await recorded.losses(), await memoryOf(recorded)];
    recorded.close();
    await tf.setBackend('cpu');
    const plain = open(earlier(24), settings);
    expect(relativeError(losses, await steps(plain, settings, 0, 4))).toBeLessThan(1e-5);
    expect(relativeError(held, await memoryOf(plain))).toBeLessThan(1e-4);
    plain.close();
  });

  it('keep an item at all snapshots of recent popularity, more than a step has rows: others stood at others', async () => {
    const settings = { ...smallSettings(), batch: B };
    const drawn =
      withRecentPopularity(earlier(24), { events: dataset.split.train.length, items: dataset.items.length }) ??
      expect.fail('no place');
    const graph = {
      ...drawn,
      nodes: drawn.nodes.map((node) =>
        node.id === RECENT_POPULARITY ? { ...node, params: { ...node.params, snapshots: 2 * B } } : node,
      ),
    };
    const model = open(graph, settings);
    const losses = await steps(model, settings, 0, 3);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(await memoryOf(model)).toHaveLength(24 * (4 + 2 * B));
    model.close();
  });

  it.each([
    ['in-batch-softmax', {}, true, 1],
    ['triplet', { form: 'distance' }, false, 1],
    ['in-batch-softmax', {}, false, 2],
  ])(
    'recent popularity of a step is that of its own snapshots where inner products are all that is read: %s %j, %j, of %i nodes',
    async (block, params, isCompact, count) => {
      const settings = { ...smallSettings(), batch: B };
      const drawn =
        withRecentPopularity(smallGraph(), { events: dataset.split.train.length, items: dataset.items.length }) ??
        expect.fail('no place');
      const nodes = drawn.nodes.map((node) => {
        if (node.id === RECENT_POPULARITY) return { ...node, params: { ...node.params, snapshots: 2 * B } };
        return node.id === 'softmax' ? { ...node, block, params } : node;
      });
      const { edges } = drawn;
      const second = 'second';
      const own = nodes.find(({ id }) => id === RECENT_POPULARITY)!;
      const chained = {
        ...drawn,
        nodes: [...nodes, { ...own, id: second }],
        edges: [
          ...edges.map((edge) =>
            edge.from.node === RECENT_POPULARITY ? { ...edge, from: { ...edge.from, node: second } } : edge,
          ),
          { from: { node: RECENT_POPULARITY, output: 'pairing' }, to: { node: second, input: 'pairing' } },
        ],
      };
      const compact = vi.spyOn(RecentPopularity.prototype, 'compact').mockClear();
      const model = open(count === 2 ? chained : { ...drawn, nodes }, settings);
      expect((await steps(model, settings, 0, 2)).every(Number.isFinite)).toBe(true);
      expect(compact).toHaveBeenCalledTimes(isCompact ? 2 : 0);
      model.close();
    },
  );

  it('go on from what was read after any step, to the bit; without it, otherwise', async () => {
    const settings = { ...smallSettings(), batch: B };
    const straight = open(earlier(24), settings);
    await steps(straight, settings, 0, 3);
    const [weights, moments] = await Promise.all([straight.store.readAll(), straight.store.readAllMoments()]);
    expect([...weights.keys()]).not.toContain(MEMORY);
    expect(moments.get(MEMORY)).toEqual([await memoryOf(straight)]);
    const rest = await steps(straight, settings, 3, 6);
    const resumed = async (kept: typeof moments) => {
      const model = open(earlier(24), settings);
      for (const [path, values] of weights) model.store.write(path, values);
      for (const [path, values] of kept) model.store.writeMoments(path, values);
      const losses = await steps(model, settings, 3, 6);
      const ends = await model.weights();
      model.close();
      return { losses, ends };
    };
    const { losses, ends } = await resumed(moments);
    expect(losses).toEqual(rest);
    expect(ends).toEqual(await straight.weights());
    moments.delete(MEMORY);
    expect((await resumed(moments)).losses).not.toEqual(rest);
    straight.close();
  });
});
