import { expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice } from '../../engine/testing';
import { tinyDataset } from '../harness/tiny-log';
import { judge } from '../check/judge';
import { CompiledGraph } from './compile';
import { preset } from '../presets/presets';
import { schemaOf } from '../document/schema';
import { smallSettings } from '../harness/small-graph';
import { addWeights, TrainStep } from './train-step';

onDevice();

it('trap 12: channels learn apart: what one of them scores alone teaches its own tables, and no table has gradients of two', async () => {
  const dataset = tinyDataset();
  const compiled = new CompiledGraph(
    judge(preset('parallel').build(schemaOf(dataset), { width: 16 }).graph, schemaOf(dataset)),
  );
  const settings = smallSettings({ optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 1, weightDecay: 0 }] });
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  const step = new TrainStep(compiled, dataset, store, settings, {
    terms: ['*'],
    trainable: ['*'],
    until: { steps: 1 },
  });
  const { historyLength, pastUsersLength } = compiled;
  const batch = createBatches(dataset, {
    batch: settings.batch,
    historyLength,
    pastUsersLength,
    seed: settings.seed,
  }).at(0);
  const fresh = new Map(await Promise.all(store.paths.map(async (path) => [path, await store.read(path)] as const)));
  const tables = store.paths.filter((path) => path.startsWith('table/'));

  const channels = compiled.probes.find(({ key }) => key === 'match/coefficient')!.labels;
  const taught = new Map<string, string[]>();
  for (const channel of channels) {
    for (const [path, values] of fresh) store.write(path, values);
    store.write(
      'match/match/coefficients',
      Float32Array.from(channels, (other) => (other === channel ? 1 : 0)),
    );
    step.run(batch);
    const moved = await Promise.all(
      tables.map(async (path) => (await store.read(path)).some((value, i) => value !== fresh.get(path)![i])),
    );
    taught.set(
      channel,
      tables.filter((_, i) => moved[i]),
    );
  }
  step.dispose();
  store.dispose();
  expect(channels).toEqual(['mix', 'dcn', 'fm', 'cin']);
  for (const [channel, own] of taught)
    if (channel !== 'mix')
      expect(own.map((path) => path.replace(/-[^/]*$/, ''))).toEqual(Array(3).fill(`table/${channel}`));
  expect([...taught.values()].flat().sort()).toEqual([...tables].sort());
});
