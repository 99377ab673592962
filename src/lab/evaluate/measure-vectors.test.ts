import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onDevice } from '../../engine/testing';
import type { LiveModel } from '../training/live-model';
import { effectiveRank } from './effective-rank';
import { measureVectors, type VectorFigures } from './measure-vectors';
import { encodeTargets } from './model';
import { removedItems } from './rank';
import { interestsDataset, openInterests } from './testing';

onDevice();

const targets = interestsDataset.split.test;
let model: LiveModel;
let found: VectorFigures;
const read = (): Promise<VectorFigures> => measureVectors(model.encoder, model.dataset, targets, model.compiled);
beforeAll(async () => {
  model = openInterests();
  found = await read();
});
afterAll(() => model.dispose());

/** Every score of the catalogue, by the index that is ranked. */
async function allScores(): Promise<{ scores: number[][]; items: Float32Array; width: number }> {
  const index = model.encoder.encodeItems();
  const items = await index.read();
  const { width } = index;
  index.dispose();
  const { vectors } = encodeTargets(model.encoder, model.dataset, targets, model.compiled);
  const [, perUser] = vectors.shape;
  const numbers = await vectors.data();
  vectors.dispose();
  const dot = (u: number, v: number): number =>
    Array.from({ length: width }, (_, d) => numbers[u * width + d]! * items[v * width + d]!).reduce((a, b) => a + b, 0);
  const scores = targets.map((_, row) =>
    Array.from({ length: items.length / width }, (__, item) =>
      Math.max(...Array.from({ length: perUser }, (___, k) => dot(row * perUser + k, item))),
    ),
  );
  return { scores, items, width };
}

describe('the figures of vectors', () => {
  it('are those of all scores, where the sample is everything', async () => {
    const { scores, items, width } = await allScores();
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const positives = targets.map(({ items: [item] }, row) => scores[row]![item!]!);
    const negatives = targets.flatMap((target, row) => {
      const gone = new Set([...removedItems(model.dataset, target), ...target.items]);
      return scores[row]!.filter((_, item) => !gone.has(item));
    });
    expect(found.scores.positives.mean).toBeCloseTo(mean(positives), 4);
    expect(found.scores.negatives.mean).toBeCloseTo(mean(negatives), 4);
    const center = mean(negatives);
    expect(found.scores.negatives.spread).toBeCloseTo(Math.sqrt(mean(negatives.map((x) => (x - center) ** 2))), 3);
    expect(found.effectiveRank.item).toBeCloseTo(effectiveRank(items, items.length / width, width), 5);
  });

  it('are of fewer users and items where a chunk of items holds fewer', async () => {
    const few: typeof model.encoder = Object.create(model.encoder, { itemRows: { value: 9 } });
    const encoded: number[] = [];
    few.encodeSomeItems = (items, dead) => {
      encoded.push(items.length);
      return model.encoder.encodeSomeItems(items, dead);
    };
    const { scores } = await measureVectors(few, model.dataset, targets, model.compiled);
    expect(encoded).toEqual([9]);
    expect(scores.negatives.mean).not.toBe(found.scores.negatives.mean);
  });

  it('fall to one direction where every item has the same row', async () => {
    const [rows = 0] = model.weights.shape('table/items');
    expect(found.effectiveRank.item).toBeGreaterThan(1.5);
    model.weights.write(
      'table/items',
      Float32Array.from({ length: rows * 4 }, (_, at) => 1 + (at % 4)),
    );
    const { effectiveRank: collapsed, scores } = await read();
    expect(collapsed.item).toBeCloseTo(1, 3);
    expect(scores.positives.mean).toBeCloseTo(scores.negatives.mean, 1);
  });

  it('count the units of ReLUs that no one of the sample gets above zero', async () => {
    expect([...found.deadUnits.keys()]).toEqual(['mlp']);
    const shut = async (biases: readonly number[]): Promise<number | undefined> => {
      model.weights.write('user/mlp/layer1/bias', Float32Array.from(biases));
      return (await read()).deadUnits.get('mlp');
    };
    expect(await shut([-99, 99, -99, -99])).toBe(0.75);
    expect(await shut([99, 99, 99, 99])).toBe(0);
  });
});
