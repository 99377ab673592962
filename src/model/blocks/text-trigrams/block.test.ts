import { describe, expect, it } from 'vitest';
import { createBatches } from '../../../data/batches';
import { MISSING } from '../../../data/dataset';
import { trigramIds } from '../../../data/fields/trigrams';
import { WeightStore } from '../../../engine/optimizers/weights';
import { onDevice, relativeError } from '../../../engine/testing';
import { CompiledGraph } from '../../run/compile';
import type { Settings } from '../../document/graph';
import { schemaOf } from '../../document/schema';
import { addWeights, TrainStep } from '../../run/train-step';
import { judge } from '../../check/judge';
import { graphOf, itemVectors, tinyDataset, withTitles } from '../../harness/tiny-log';
import trigrams from './block';

onDevice();

const WIDTH = 4;
const dataset = withTitles(tinyDataset(), ['red fox', 'fox red', '', 'fox', 'fox fox', 'foxes', '红楼梦']);
const graph = (field = 'title trigrams') =>
  graphOf(
    { users: ['user id', WIDTH], titles: [field, WIDTH] },
    {
      user: ['fields', 'user', { tables: ['users'] }],
      'user-flat': ['concat', 'user'],
      title: ['text-trigrams', 'item', { tables: ['titles'] }],
      match: ['match', 'match', { score: 'inner' }],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'user.fields > user-flat.parts',
      'user-flat.vector > match.user',
      'title.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );
const settings: Settings = {
  seed: 5,
  batch: 16,
  clipNorm: null,
  tablePrecision: 'float32',
  schedule: { kind: 'constant', warmup: 0 },
  stages: [],
  optimizers: [{ pattern: '*', rule: 'lazy-adam', learningRate: 0.5, weightDecay: 0 }],
};
const table = (store: WeightStore) => store.read('table/titles');
const rowOf = (values: Float32Array, row: number): number[] => [...values.subarray(row * WIDTH, (row + 1) * WIDTH)];
const sumOf = (values: Float32Array, rows: readonly number[]): number[] =>
  Array.from({ length: WIDTH }, (_, d) => rows.reduce((sum, row) => sum + values[row * WIDTH + d]!, 0));

describe('text trigrams', () => {
  it('has the width of its table, and of several tables together, each a part', () => {
    const found = (field: string) => ({ field, width: 6, owner: 'item' as const });
    const infer = (tables: string[]) => trigrams.infer({}, { tables }, { table: found });
    expect(infer(['title'])).toEqual({ vector: { kind: 'vector', width: 6, parts: [{ name: 'title', width: 6 }] } });
    expect(infer(['title', 'blurb'])).toMatchObject({
      vector: {
        width: 12,
        parts: [
          { name: 'title', width: 6 },
          { name: 'blurb', width: 6 },
        ],
      },
    });
    expect(infer([])).toMatchObject({ code: 'no-fields' });
  });

  it('takes trigrams only', () => {
    const codes = (field: string) =>
      judge(graph(field), schemaOf(dataset)).problems.map(
        ({ nodeId, code, field: param }) => `${code} at ${nodeId}.${param}`,
      );
    expect(codes('title trigrams')).toEqual([]);
    expect(codes('title tokens')).toContain('no-trigrams at title.tables');
    expect(codes('genre')).toContain('no-trigrams at title.tables');
  });

  it('sums, whatever the order of words, and counts what comes again; what is missing has its own row', async () => {
    const compiled = new CompiledGraph(judge(graph(), schemaOf(dataset)));
    const store = new WeightStore();
    addWeights(store, compiled, settings);
    const values = await table(store);
    const vectors = await itemVectors(compiled, dataset, store);
    const [redFox, foxRed, missing, fox, foxFox, foxes, dream] = vectors as [
      number[],
      number[],
      number[],
      number[],
      number[],
      number[],
      number[],
    ];
    expect(relativeError(redFox, sumOf(values, trigramIds('red fox')))).toBeLessThan(1e-5);
    expect(relativeError(foxRed, redFox)).toBeLessThan(1e-5);
    expect(
      relativeError(
        foxFox,
        fox.map((x) => 2 * x),
      ),
    ).toBeLessThan(1e-5);
    expect(missing).toEqual(rowOf(values, MISSING));
    // <fo and fox are shared, ox> is not.
    expect(relativeError(foxes, sumOf(values, trigramIds('foxes')))).toBeLessThan(1e-5);
    expect(relativeError(dream, sumOf(values, trigramIds('红楼梦')))).toBeLessThan(1e-5);
    store.dispose();
  });

  it('learns the rows that its texts hash to, and touches no other', async () => {
    const compiled = new CompiledGraph(judge(graph(), schemaOf(dataset)));
    const store = new WeightStore();
    addWeights(store, compiled, settings);
    const before = await table(store);
    const step = new TrainStep(compiled, dataset, store, settings, {
      terms: ['*'],
      trainable: ['*'],
      until: { steps: 2 },
    });
    const batches = createBatches(dataset, { batch: settings.batch, historyLength: 0, seed: 1 });
    // The second one is replayed.
    for (let at = 0; at < 2; at++) step.run(batches.at(at));
    const after = await table(store);
    const seen = new Set(
      [0, 1]
        .flatMap((at) => [...batches.at(at).items].slice(0, batches.at(at).real))
        .flatMap((item) => trigramIds(['red fox', 'fox red', '', 'fox', 'fox fox', 'foxes', '红楼梦'][item % 7]!)),
    );
    expect(seen.size).toBeGreaterThan(10);
    const rows = [...Array(before.length / WIDTH).keys()];
    expect(rows.filter((row) => rowOf(after, row).some((x, d) => x !== before[row * WIDTH + d])).sort()).toEqual(
      [...seen].sort(),
    );
    step.dispose();
    store.dispose();
  });
});
