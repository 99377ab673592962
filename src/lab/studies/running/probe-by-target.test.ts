import { describe, expect, it } from 'vitest';
import { onDevice } from '../../../engine/testing';
import { graphOf, tinyDataset } from '../../../model/harness/tiny-log';
import { LiveModel } from '../../training/live-model';
import { settingsOf } from '../drawing/field-towers';
import { probeByTarget } from './probe-by-target';

onDevice();
const WIDTH = 4;
const graph = graphOf(
  { users: ['user id', WIDTH], segments: ['segment', WIDTH], items: ['item id', WIDTH] },
  {
    id: ['fields', 'user', { tables: ['users'] }],
    first: ['concat', 'user'],
    segment: ['fields', 'user', { tables: ['segments'] }],
    second: ['concat', 'user'],
    fusion: ['attention-fusion', 'user'],
    item: ['fields', 'item', { tables: ['items'] }],
    'item-vector': ['concat', 'item'],
    match: ['match', 'match'],
    softmax: ['in-batch-softmax', 'objective'],
  },
  [
    'id.fields > first.parts',
    'segment.fields > second.parts',
    'first.vector > fusion.channels',
    'second.vector > fusion.channels',
    'item.fields > item-vector.parts',
    'fusion.vector > match.user',
    'item-vector.vector > match.item',
    'match.pairing > softmax.pairing',
  ],
);

describe('live values by held-out target', () => {
  it('are those of each target’s own user, in the order of the targets', async () => {
    const dataset = tinyDataset();
    const model = new LiveModel(dataset, graph, settingsOf(8, 0.01, { patience: 1, maxEpochs: 1 }));
    const targets = dataset.split.test.toReversed();
    expect(targets.length).toBeGreaterThan(5);
    const even = await probeByTarget(model, targets, 'fusion/share');
    expect(even.labels).toEqual(['first', 'second']);
    expect(even.values.map((row) => [...row])).toEqual(targets.map(() => [0.5, 0.5]));
    // Every segment has the log odds of the first channel in the first coordinate of its row; ids are out of the way.
    const rows = new Float32Array((3 + 2) * WIDTH);
    [1, 2, 4].forEach((odds, segment) => {
      rows[(segment + 2) * WIDTH] = Math.log(odds);
    });
    const kernel = new Float32Array(2 * WIDTH * 2);
    kernel[WIDTH * 2] = 1;
    model.writeWeights(
      new Map([
        ['table/segments', rows],
        ['user/fusion/kernel', kernel],
      ]),
    );
    const { values } = await probeByTarget(model, targets, 'fusion/share');
    targets.forEach(({ user }, t) => {
      expect(values[t]![0]).toBeCloseTo([1 / 2, 2 / 3, 4 / 5][user % 3]!, 5);
      expect(values[t]![1]).toBeCloseTo([1 / 2, 1 / 3, 1 / 5][user % 3]!, 5);
    });
    await expect(probeByTarget(model, targets, 'fusion/shares')).rejects.toThrow(
      'no live value "fusion/shares" of rows; known: fusion/share',
    );
    model.dispose();
  });
});
