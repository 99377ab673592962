import { expect, it } from 'vitest';
import { openCpu } from '../../engine/device';
import { RELEVANCE_SERIES } from '../runs/vector-series';
import { settingsOf } from './drawing/field-towers';
import mobius from './mobius';
import { prepare } from './running/documents';
import { runArm } from './running/run-arm';
import type { Study } from './studies';

/** The study in small: one seed that is none of its own, a fraction of its steps. */
const small: Study = {
  ...mobius,
  world: { id: 'bargains', events: 4000, seed: 3 },
  settings: () => ({
    ...settingsOf(128, 4e-3, { patience: 1, maxEpochs: 1 }),
    stages: [{ terms: ['*'], trainable: ['*'], until: { steps: 75 } }],
  }),
};

it('bad cases make the lists more relevant in a small world, and clicks are still told from other items', async () => {
  const device = await openCpu();
  const prepared = await prepare(small, 101);
  const names: string[] = [];
  const { measures: sampled } = await runArm(device, small, prepared, 'bad cases', (_, series) =>
    names.push(...series.map(({ name }) => name)),
  );
  const { measures: none } = await runArm(device, small, prepared, 'two classes');
  // Read at each evaluation, and kept with the run.
  expect(names).toEqual(expect.arrayContaining(Object.values(RELEVANCE_SERIES)));
  expect(sampled['relevance@10']).toBeGreaterThan(none['relevance@10']! + 0.01);
  expect(sampled['badCases@10']).toBeLessThan(none['badCases@10']! - 0.01);
  for (const { 'AUC of held-out clicks': auc } of [sampled, none]) expect(auc).toBeGreaterThan(0.7);
});
