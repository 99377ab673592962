/** A model of which one item has no vector that is a number is not ranked as if it had no such item. */
import { describe, expect, it } from 'vitest';
import { FIRST_VALUE } from '../../data/dataset';
import { onDevice } from '../../engine/testing';
import { openCpu } from '../../engine/device';
import { smallDataset } from '../../model/harness/small-graph';
import { LiveModel } from '../training/live-model';
import { plainDocument, withoutHistory } from '../testing';
import { evaluate } from './evaluate';
import { rankChunk } from './model';

const dataset = smallDataset();
const { graph, settings } = withoutHistory(plainDocument(1));
const targets = dataset.split.validation;
const asked = new Set(targets.flatMap(({ items }) => [...items]));
/** Nobody asks about it. */
const other = dataset.items.findIndex((_, item) => !asked.has(item));

function refuses(): void {
  it.each([Number.NaN, Infinity])('whoever is asked about, where it has %s', async (broken) => {
    const model = new LiveModel(dataset, graph, settings);
    const { encoder, weights, compiled } = model;
    const rows = await weights.read('table/items');
    expect((await evaluate(model, targets)).metrics['ndcg@10']).toBeGreaterThan(0);
    rows.fill(broken, 4 * (FIRST_VALUE + other), 4 * (FIRST_VALUE + other) + 1);
    weights.write('table/items', rows);
    await expect(evaluate(model, targets)).rejects.toMatchObject({ code: 'scores-not-finite' });
    const index = encoder.encodeItems();
    await expect(
      rankChunk(encoder, dataset, index, targets.slice(0, 1), compiled, 10).finally(() => index.dispose()),
    ).rejects.toMatchObject({ code: 'scores-not-finite' });
    model.dispose();
  });
}

describe('on a device', () => {
  onDevice();
  refuses();
});
describe('on the CPU path', () => {
  it('opens it', openCpu);
  refuses();
});
