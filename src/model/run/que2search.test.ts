import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import type { Dataset, FieldOwner, FieldSpec } from '../../data/dataset';
import { textFields } from '../../data/fields/texts';
import { WeightStore } from '../../engine/optimizers/weights';
import { dispatches } from '../../engine/run-kernel';
import { onDevice, relativeError } from '../../engine/testing';
import { tinyDataset } from '../harness/tiny-log';
import { judge } from '../check/judge';
import { CompiledGraph } from './compile';
import type { Settings } from '../document/graph';
import { edgesInto } from '../document/graph-edits';
import { schemaOf } from '../document/schema';
import { composeProgram } from '../torch/compose';
import { unpack, type ProgramOutput } from '../torch/packed';
import { programInput } from '../torch/program-input';
import { findTorch, runPython } from '../torch/run-python';
import { addWeights, TrainStep } from './train-step';
import { preset } from '../presets/presets';

onDevice();

const TITLES = ['red fox', 'fox red', '', 'blue fox blue fox red', 'lonely', 'red lonely', '红楼梦', '红书'];
const QUERIES = ['a fox', '', 'red', 'fox a'];
/** Few, so that the program gets small tables. */
const HASH_ROWS = 64;
const text = (name: string, owner: FieldOwner, texts: readonly string[], owners: number) => {
  const dictionary = ['', ...new Set(texts.filter((cell) => cell !== ''))];
  return textFields(
    name,
    owner,
    {
      dictionary,
      codes: Uint32Array.from({ length: owners }, (_, i) => dictionary.indexOf(texts[i % texts.length]!)),
      training: new Uint8Array(owners).fill(1),
    },
    HASH_ROWS,
  );
};
const tiny = tinyDataset();
const dataset: Dataset = {
  ...tiny,
  fields: [
    ...tiny.fields,
    ...text('title', 'item', TITLES, tiny.items.length),
    ...text('query', 'context', QUERIES, tiny.events.user.length),
  ],
};
const schema = schemaOf(dataset);
const without = (keep: (field: FieldSpec) => boolean) => ({ ...schema, fields: schema.fields.filter(keep) });

const channelsOf = (given = schema) => {
  const { graph } = preset('que2search').build(given);
  return Object.fromEntries(
    ['user', 'item'].map((side) => [
      side,
      edgesInto(graph, `${side}-fusion`).map(({ from }) => from.node.replace('-map', '')),
    ]),
  );
};

describe('que2search', () => {
  it('makes a channel of everything a side knows', () => {
    expect(channelsOf()).toEqual({
      user: ['past-items', 'past-fields', 'user-fields', 'user-trigrams'],
      item: ['item-id', 'item-fields', 'item-trigrams', 'item-text'],
    });
    expect(channelsOf(without(({ kind }) => kind === 'id'))).toEqual({ user: ['past-items'], item: ['item-id'] });
    expect(channelsOf({ ...schema, hasTime: false })['user']).toEqual(['user-id', 'user-fields', 'user-trigrams']);
  });

  it('starts the channels that both sides make of one table in one space, where that is as wide', () => {
    const equal = (given = schema) =>
      preset('que2search')
        .build(given, { width: 16 })
        .graph.nodes.filter(({ params }) => params['fromIdentity'] === true)
        .map(({ id }) => id);
    expect(equal()).toEqual(['past-items-map', 'past-fields-map', 'item-id-map', 'item-fields-map']);
    const wide = {
      ...schema,
      fields: [
        ...schema.fields,
        ...['a', 'b'].map((name): FieldSpec => ({ name, owner: 'item', kind: 'categorical', rows: 5, length: 1 })),
      ],
    };
    expect(equal(wide)).toEqual(['past-items-map', 'item-id-map']);
    expect(equal({ ...schema, hasTime: false })).toEqual([]);
  });

  it('has the hardest negatives in the second stage alone, beside the softmax and far below it', () => {
    const { graph, settings } = preset('que2search').build(schema);
    expect(settings.stages.map(({ terms }) => terms)).toEqual([['softmax'], ['softmax', 'hard']]);
    const weightOf = (node: string) => Number(graph.nodes.find(({ id }) => id === node)!.params['weight'] ?? 1);
    // A sum over the rows of a batch, or a mean of full weight, undoes on validation what the softmax has learnt.
    expect(graph.nodes.find(({ id }) => id === 'hard')!.params).toMatchObject({ choose: 'hardest', reduction: 'mean' });
    expect(weightOf('hard') / weightOf('softmax')).toBeCloseTo(0.1, 9);
  });

  it('encodes one text: the items’, and where they have none, the query', () => {
    expect(channelsOf(without(({ name }) => !name.startsWith('title')))).toEqual({
      user: ['past-items', 'past-fields', 'user-fields', 'user-trigrams', 'user-text'],
      item: ['item-id', 'item-fields'],
    });
  });

  const python = findTorch();
  it.skipIf(!python && !process.env['CI'])(
    'is trained as its PyTorch program says, texts of items and of events included, in at most 160 dispatches',
    async () => {
      const { graph } = preset('que2search').build(schema, { width: 16 });
      const compiled = new CompiledGraph(judge(graph, schema));
      // Plain descent: a step leaves exactly the gradient behind. A power of two rounds nothing.
      const rate = 1024;
      const settings: Settings = {
        seed: 11,
        batch: 16,
        clipNorm: null,
        tablePrecision: 'float32',
        schedule: { kind: 'constant', warmup: 0 },
        stages: [],
        optimizers: [{ pattern: '*', rule: 'sgd', learningRate: rate, weightDecay: 0 }],
      };
      const store = new WeightStore();
      addWeights(store, compiled, settings);
      const step = new TrainStep(compiled, dataset, store, settings, {
        terms: ['*'],
        trainable: ['*'],
        until: { steps: 2 },
      });
      const batches = createBatches(dataset, {
        batch: settings.batch,
        historyLength: compiled.historyLength,
        seed: 11,
      });
      const fresh = new Map(
        await Promise.all(
          store.paths.map(
            async (path) => [path, { shape: store.shape(path), values: await store.read(path) }] as const,
          ),
        ),
      );
      // One batch is recorded, another one replayed.
      const before = dispatches.count;
      step.run(batches.at(0));
      expect(dispatches.count - before).toBeLessThanOrEqual(160);
      for (const [path, { values }] of fresh) store.write(path, values);
      const batch = batches.at(1);
      step.run(batch);
      const loss = (await step.ring.take()).rows.at(-1)![0]!;
      const twin = (await runPython(
        python!,
        composeProgram(graph, schema),
        programInput({ graph, dataset, batch, seed: 11, weights: fresh }),
        ['--float64'],
      )) as ProgramOutput;
      expect(Math.abs(loss / twin.loss - 1)).toBeLessThan(1e-5);
      expect(Object.keys(twin.gradients).sort()).toEqual([...fresh.keys()].sort());
      const largestOf = (values: Float32Array): number => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const largest = Math.max(...Object.values(twin.gradients).map((gradient) => largestOf(unpack(gradient))));
      for (const [path, { values }] of fresh) {
        const after = await store.read(path);
        const gradient = values.map((value, at) => (value - after[at]!) / rate);
        const expected = unpack(twin.gradients[path]!);
        // Where a gradient is next to nothing, the weight it was taken from rounds it.
        if (largestOf(expected) > 1e-5 * largest) expect(relativeError(gradient, expected), path).toBeLessThan(1e-4);
      }
      step.dispose();
      store.dispose();
    },
  );
});
