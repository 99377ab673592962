import { expect, it } from 'vitest';
import { openCpu } from '../../engine/device';
import { settingsOf } from './drawing/field-towers';
import heads from './heads';
import { prepare } from './running/documents';
import { runArm } from './running/run-arm';
import type { Study } from './studies';
import { STAYED, TAGS } from './weights';

/** The study in small: one seed that is none of its own, a fraction of its steps. */
const small: Study = {
  ...heads,
  world: { id: 'bargains', events: 4000, seed: 3 },
  settings: () => ({
    ...settingsOf(128, 4e-3, { patience: 1, maxEpochs: 1 }),
    stages: [{ terms: ['*'], trainable: ['*'], until: { steps: 150 } }],
  }),
};

it('raising b moves one model’s lists from red tags to what people stay with, without training', async () => {
  const { measures } = await runArm(await openCpu(), small, await prepare(small, 101), 'set');
  const along = (measure: string) =>
    ['clicks alone', 'b = 0.5', 'b = 1', 'b = 2', 'staying alone'].map((mix) => measures[`${measure}, ${mix}`]!);
  const [stayed, tags] = [along(STAYED), along(TAGS)];
  for (const at of [1, 2, 3, 4]) {
    expect(stayed[at]!).toBeGreaterThanOrEqual(stayed[at - 1]!);
    expect(tags[at]!).toBeLessThan(tags[at - 1]!);
  }
  expect(stayed[4]!).toBeGreaterThan(stayed[0]! + 0.03);
  expect(tags[4]!).toBeLessThan(tags[0]! / 2);
  // What is served is the mix that the arm is drawn with.
  expect(measures['ndcg@10']).toBeCloseTo(measures['NDCG@10 on all clicks, b = 1']!, 6);
});
