import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../data/batches';
import { WeightStore } from '../../../engine/optimizers/weights';
import { onDevice, relativeError } from '../../../engine/testing';
import { CompiledGraph } from '../../run/compile';
import { Encoder } from '../../run/encode';
import { setParam } from '../../document/graph-edits';
import type { TowerGraph } from '../../document/graph';
import type { DatParts } from '../../presets/dat/preset';
import { composeProgram } from '../../torch/compose';
import { unpack, type ProgramOutput } from '../../torch/packed';
import { programInput } from '../../torch/program-input';
import { findTorch, runPython } from '../../torch/run-python';
import { addWeights, TrainStep } from '../../run/train-step';
import { judge } from '../../check/judge';
import {
  batchesOf,
  dataset,
  differentiate,
  draw,
  drawWeights,
  fieldRow,
  itemVectors,
  reached,
  schema,
  SEED,
  settingsOf,
  WIDTH,
} from '../augment/testing';

onDevice();
const python = findTorch();

describe('the users of items', () => {
  const good = draw({ lists: true });
  const codes = (graph: TowerGraph, hasTime = true) =>
    judge(graph, { ...schema, hasTime }).problems.map(({ nodeId, code }) => `${code} at ${nodeId}`);

  it('have fields of users, and need time', () => {
    expect(codes(good)).toEqual([]);
    expect(codes(setParam(good, 'item-list', 'tables', ['item-id']))).toContain('field-of-other-side at item-list');
    expect(codes(good, false)).toContain('no-time at item-list');
  });

  it('are read from the index as from a batch: all of the training part', async () => {
    const compiled = new CompiledGraph(judge(good, schema));
    const store = new WeightStore();
    addWeights(store, compiled, settingsOf(8, 'sgd', 1));
    const encoder = new Encoder(compiled, dataset, store);
    const before = await itemVectors(encoder);
    // A user's embedding moves exactly the items the user had while training.
    const [user] = dataset.events.user;
    const table = await store.read('table/user-id');
    const row = fieldRow('user id', user!);
    for (let d = 0; d < WIDTH; d++) table[row * WIDTH + d] = table[row * WIDTH + d]! + 1;
    store.write('table/user-id', table);
    const after = await itemVectors(encoder);
    const {
      events,
      split: { train },
    } = dataset;
    const had = new Set(
      Array.from(train)
        .filter((e) => events.user[e] === user)
        .map((e) => events.item[e]!),
    );
    expect(had.size).toBeGreaterThan(2);
    for (const item of dataset.items.keys())
      expect(relativeError(after[item]!, before[item]!) > 1e-6, `item ${item}`).toBe(had.has(item));
    encoder.dispose();
    store.dispose();
  });

  it('of each new batch are seen by a recorded step', async () => {
    const compiled = new CompiledGraph(judge(good, schema));
    const batches = batchesOf(compiled, 16);
    const given = [0, 1, 2].map((step) => batches.at(step));
    expect(new Set(given.map(({ pastUsers }) => pastUsers!.owners.join())).size).toBe(3);
    // Weights that hardly move: replays are compared with steps that begin anew.
    const lossesOf = async (all: readonly Batch[]): Promise<number[]> => {
      const settings = settingsOf(16, 'sgd', 2 ** -40);
      const store = new WeightStore();
      addWeights(store, compiled, settings);
      const step = new TrainStep(compiled, dataset, store, settings, {
        terms: ['*'],
        trainable: ['*'],
        until: { steps: 1 },
      });
      for (const batch of all) step.run(batch);
      const { rows } = await step.ring.take();
      step.dispose();
      store.dispose();
      return rows.map(([loss]) => loss!);
    };
    const replayed = await lossesOf(given);
    for (const [at, batch] of given.entries()) expect(replayed[at]).toBeCloseTo((await lossesOf([batch]))[0]!, 5);
    // They have a say: with the users of another batch the loss is another.
    const [other] = await lossesOf([{ ...given[0]!, pastUsers: given[1]!.pastUsers }]);
    expect(Math.abs(other! - replayed[0]!)).toBeGreaterThan(1e-4);
  });
});

describe.each<[string, Partial<DatParts>]>([
  ['a history in the base', { base: 'history' }],
  ['ids in the base', { base: 'ids' }],
])('with %s, everything drawn', (_, parts) => {
  it.skipIf(!python && !process.env['CI'])(
    'agrees with PyTorch in every term and every gradient, and the twin with finite differences',
    async () => {
      const graph = draw({ ...parts, lists: true }, { dropout: true });
      const compiled = new CompiledGraph(judge(graph, schema));
      const batches = batchesOf(compiled, 19);
      const batch = batches.at(batches.stepsPerEpoch - 1);
      expect(batch.real).toBeLessThan(19);
      const { losses, gradients } = await differentiate(compiled, batch);
      const program = programInput({ graph, dataset, batch, seed: SEED, weights: drawWeights(compiled) });
      const twin = (await runPython(python!, composeProgram(graph, schema), program, ['--gradcheck'])) as ProgramOutput;
      expect(Math.abs(losses.get('loss')! / twin.loss - 1)).toBeLessThan(1e-5);
      for (const node of compiled.objectives)
        expect(
          Math.abs(losses.get(node)! / unpack(twin.outputs[node]!['loss']!['values']!)[0]! - 1),
          node,
        ).toBeLessThan(1e-4);
      expect(reached(gradients).sort()).toEqual(compiled.weights.map(({ path }) => path).sort());
      for (const [path, gradient] of gradients)
        expect(relativeError(gradient, unpack(twin.gradients[path]!)), path).toBeLessThan(2e-4);
      expect(twin.gradcheck).toBe(true);
    },
  );
});
