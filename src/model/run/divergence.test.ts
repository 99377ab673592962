import { describe, expect, it } from 'vitest';
import { onDevice } from '../../engine/testing';
import { smallGraph, smallSettings } from '../harness/small-graph';
import { firstBatches, open } from '../harness/small-model';

onDevice();

describe('divergence', () => {
  it('shows in the loss of the next step, whichever weight is no number', async () => {
    const settings = smallSettings();
    const [batch] = firstBatches(settings, 1);
    const model = open(smallGraph({ by: 'learnt', learnTemperature: true }), settings);
    const fresh = await model.weights();
    const hidden: string[] = [];
    for (const [path, values] of fresh) {
      for (const [other, own] of fresh) model.store.write(other, own);
      // The first number of a weight, or of every row of a table: some of them are read.
      const every = path.startsWith('table/') ? model.store.shape(path)[1]! : values.length;
      model.store.write(
        path,
        values.map((x, at) => (at % every === 0 ? Number.NaN : x)),
      );
      model.step.run(batch!);
      const [loss] = await model.losses();
      if (Number.isFinite(loss)) hidden.push(`${path}: ${loss}`);
    }
    expect(hidden).toEqual([]);
    model.close();
  });
});
