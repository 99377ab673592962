import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../data/dataset';
import { splitEvents } from '../../data/split';
import { disposeVectors, rankCatalogue } from '../../engine/kernels/retrieval/retrieval';
import { onDevice } from '../../engine/testing';
import type { LiveModel } from '../training/live-model';
import { encodeTargets, evaluateModel, rankChunk } from './model';
import { evaluateScorer, removedItems } from './rank';
import { interestsDataset, openInterests } from './testing';

onDevice();

/** Pairs repeat in it, so that under a random split some stand in several parts. */
function splitAtRandom(keepSeen: boolean): Dataset {
  const protocol = { ...interestsDataset.protocol, split: 'random' as const, keepSeen };
  return { ...interestsDataset, protocol, split: splitEvents(interestsDataset, protocol, 5) };
}

/** The scores the device gives: [targets x items] */
async function scoresOf({ encoder, dataset, compiled }: LiveModel): Promise<Float32Array> {
  const { test } = dataset.split;
  const [users, items] = [test.length, dataset.items.length];
  const all = {
    start: Uint32Array.from({ length: users + 1 }, (_, t) => t * items),
    items: Uint32Array.from({ length: users * items }, (_, at) => at % items),
  };
  const index = encoder.encodeItems();
  const vectors = encodeTargets(encoder, dataset, test, compiled);
  const { scores } = await rankCatalogue(vectors, index, {
    users,
    k: 0,
    seen: { start: new Uint32Array(users + 1), items: new Uint32Array(0) },
    targets: all,
  });
  disposeVectors(vectors);
  index.dispose();
  return scores;
}

/** Every item has one of so many vectors, far from the others: the items of one vector tie. */
function giveVectors(model: LiveModel, different: number): void {
  const [rows = 0] = model.weights.shape('table/items');
  model.weights.write(
    'table/items',
    Float32Array.from({ length: rows * 4 }, (_, at) =>
      Math.sin(1 + 3 * (4 * (Math.floor(at / 4) % different) + (at % 4))),
    ),
  );
}

describe.each([
  ['leave-last-out', () => interestsDataset],
  ['random', () => splitAtRandom(false)],
  ['random, history kept', () => splitAtRandom(true)],
])('%s: the device and the CPU', (_, dataset) => {
  it.each([1, 2, 4, 1000])(
    'give the same figures to the bit from the same scores, items of %i vectors',
    async (different) => {
      const model = openInterests('self-attentive-interests', { count: 3, hidden: 4 }, dataset());
      giveVectors(model, different);
      const { test } = model.dataset.split;
      const items = model.dataset.items.length;
      const scores = await scoresOf(model);
      const places = new Map(test.map((target, t) => [target, t]));
      const cpu = await evaluateScorer(
        model.dataset,
        test,
        (part) =>
          Float32Array.from(
            part.flatMap((target) => [
              ...scores.subarray(places.get(target)! * items, (places.get(target)! + 1) * items),
            ]),
          ),
        { ks: [3, 10] },
      );
      const gpu = await evaluateModel(model.encoder, model.dataset, test, model.compiled, { ks: [3, 10] });
      expect(gpu).toEqual(cpu);
      const index = model.encoder.encodeItems();
      const { ties } = await rankChunk(model.encoder, model.dataset, index, test, model.compiled, 5).finally(() =>
        index.dispose(),
      );
      if (different < 1000) expect(Math.max(...ties)).toBeGreaterThan(1);
      if (different === 1) {
        // All candidates tie: what chance gives, target by target.
        const left = test.map((target) => items - removedItems(model.dataset, target).length);
        const shares = test.map(
          (target, t) =>
            ([...target.items].filter((item) => !removedItems(model.dataset, target).includes(item)).length /
              target.items.length) *
            Math.min(1, 3 / left[t]!),
        );
        expect(gpu.metrics['recall@3']).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / test.length, 9);
      }
      model.dispose();
    },
  );
});
