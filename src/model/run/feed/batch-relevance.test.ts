import { expect, it } from 'vitest';
import { createBatches } from '../../../data/batches';
import { relevanceBy } from '../../../data/relevance';
import { tinyDataset } from '../../harness/tiny-log';
import { batchRelevance, NOT_KNOWN } from './batch-relevance';

it.each([3, 50])('judges by the newest %i events strictly before the row, of training alone', (length) => {
  const dataset = tinyDataset();
  const { events, split, userStart } = dataset;
  const genre = (item: number): number => item % 3;
  const relevance = relevanceBy({ by: 'category', field: 'genre' }, dataset);
  const batches = createBatches(dataset, { batch: 20, historyLength: 60, seed: 3 });
  let judged = 0;
  for (let step = 0; step < batches.stepsPerEpoch; step++) {
    const batch = batches.at(step);
    const found = batchRelevance(relevance, batch, length);
    for (let row = 0; row < batch.real; row++) {
      const event = batch.events[row]!;
      const before = Array.from({ length: event - userStart[batch.users[row]!]! }, (_, i) => event - 1 - i)
        .filter((e) => events.time[e]! < events.time[event]!)
        .slice(0, length);
      expect(before.every((e) => split.train.includes(e))).toBe(true);
      batch.items.forEach((item, column) => {
        const shared = before.filter((e) => genre(events.item[e]!) === genre(item)).length;
        expect(found[row * batch.size + column]).toBeCloseTo(
          before.length === 0 ? NOT_KNOWN : shared / before.length,
          6,
        );
        judged++;
      });
    }
  }
  expect(judged).toBeGreaterThan(1000);
});
