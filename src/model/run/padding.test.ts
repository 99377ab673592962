/** What stands in the padding of a batch, a bag or a history trains nothing. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Batch } from '../../data/batches';
import { MISSING, UNKNOWN } from '../../data/dataset';
import type { Rule } from '../../engine/optimizers/rules';
import { onDevice, relativeError } from '../../engine/testing';
import * as tf from '../../engine/tf';
import { HISTORY, NEVER, smallGraph, smallSettings } from '../harness/small-graph';
import { dataset, firstBatches, open, train } from '../harness/small-model';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

describe('padding', () => {
  it('of a batch contributes nothing: it trains as the same batch without its padding', async () => {
    const batches = firstBatches(smallSettings(), 4);
    const [{ real, size }] = batches as [Batch];
    expect(batches.every((batch) => batch.real === real && real < size)).toBe(true);
    const cut = batches.map((batch): Batch => {
      const { users, items, events, logQ, weight, realColumn, history } = batch;
      const first = <T extends Uint32Array | Float32Array>(all: T, length = 1): T =>
        all.subarray(0, real * length) as T;
      return {
        ...batch,
        size: real,
        users: first(users),
        items: first(items),
        events: first(events),
        logQ: first(logQ),
        weight: first(weight),
        realColumn: first(realColumn),
        history: {
          rows: real,
          length: HISTORY,
          owners: first(history.owners, HISTORY),
          mask: first(history.mask, HISTORY),
          ageDays: first(history.ageDays, HISTORY),
          counts: first(history.counts),
        },
      };
    });
    const trained = await train(smallGraph(), smallSettings(), batches);
    await tf.setBackend('cpu');
    const plain = await train(smallGraph(), smallSettings({ batch: real }), cut);
    expect(relativeError(trained.losses, plain.losses)).toBeLessThan(1e-5);
    for (const [path, values] of plain.weights)
      expect(relativeError(trained.weights.get(path)!, values), path).toBeLessThan(1e-4);
  });

  it.each<Rule>(['lazy-adam', 'adam', 'row-adagrad', 'sgd'])(
    'of a bag or a history contributes nothing under %s: a row that nothing else names stays as it was, whatever id stands there',
    async (rule) => {
      const settings = smallSettings({
        optimizers: [
          { pattern: 'table/*', rule, learningRate: 0.05, weightDecay: 0 },
          { pattern: '*', rule: 'adam', learningRate: 0.02, weightDecay: 0 },
        ],
      });
      const batches = firstBatches(settings, 3);
      expect(batches.some(({ history: { mask } }) => mask.includes(0))).toBe(true);
      const model = open(smallGraph(), settings);
      const fresh = await model.weights();
      for (const batch of batches) model.step.run(batch);
      const [losses, weights, moments] = [await model.losses(), await model.weights(), await model.moments()];
      model.close();
      for (const [path, rows] of [
        ['table/genres', [MISSING, UNKNOWN, NEVER]],
        ['table/items', [MISSING, UNKNOWN]],
        ['table/users', [MISSING, UNKNOWN]],
      ] as const) {
        const [count = 0, width = 0] = model.shapes.get(path)!;
        for (const row of rows) {
          expect(weights.get(path)!.subarray(row * width, (row + 1) * width), `${path} ${row}`).toEqual(
            fresh.get(path)!.subarray(row * width, (row + 1) * width),
          );
          for (const part of moments.get(path)!) {
            const own = part.length / count;
            expect(
              [...part.subarray(row * own, (row + 1) * own)].every((x) => x === 0),
              `moments of ${path} ${row}`,
            ).toBe(true);
          }
        }
        expect(weights.get(path)).not.toEqual(fresh.get(path));
      }
      // Other ids where nothing is read: ones that the first batch reads and the others do not, so that they have
      // moments which would move them.
      const leftAlone = (readOf: (batch: Batch) => readonly number[]): number => {
        const [first, ...others] = batches.map((batch) => new Set(readOf(batch))) as [Set<number>, ...Set<number>[]];
        return [...first].find((id) => others.every((read) => !read.has(id))) ?? expect.fail('all are read again');
      };
      const other = leftAlone(({ items, history }) => [
        ...items,
        ...history.owners.filter((_, at) => history.mask[at] === 1),
      ]);
      const fields = dataset.fields.map((field) => {
        const { length, ids, weights: own } = field;
        if (!own) return field;
        const id = leftAlone(({ items }) =>
          Array.from(items).flatMap((item) =>
            [...ids.subarray(item * length, (item + 1) * length)].filter((_, slot) => own[item * length + slot] !== 0),
          ),
        );
        return { ...field, ids: ids.map((read, at) => (own[at] === 0 ? id : read)) };
      });
      const again = open(smallGraph(), settings, { ...dataset, fields });
      for (const { history, ...batch } of batches)
        again.step.run({
          ...batch,
          history: {
            ...history,
            where: undefined,
            owners: history.owners.map((item, at) => (history.mask[at] === 0 ? other : item)),
          },
        });
      expect(await again.losses()).toEqual(losses);
      expect(await again.weights()).toEqual(weights);
      expect(await again.moments()).toEqual(moments);
      again.close();
    },
  );
});
