import { expect, it } from 'vitest';
import type { Run } from './runs/run';
import type { SweepPlace } from './sweeps/sweep';
import { plainDocument, ready, SMALL_WORLD } from './testing';

it('a run keeps what it is compared by: size, validation figures of its best weights, time, and its place in a sweep', async () => {
  const heard = await ready();
  const { lab } = heard;
  const { users, items } = await lab.ask('load', { source: SMALL_WORLD });
  const runs = new Map<string, Run>();
  lab.on('run', (run) => runs.set(run.id, run));
  const document = plainDocument(6);
  const epochs = [{ ...document.settings.stages[0]!, until: { epochs: 2 } }];
  const sweep: SweepPlace = { id: 's', vary: null, values: [], seeds: [5], value: null };
  await lab.ask('start', { ...document, settings: { ...document.settings, stages: epochs }, sweep });
  await heard.until(() => heard.phases.at(-1) === 'done');
  const [run] = [...runs.values()];
  const { runs: stored } = await lab.ask('runs', {});
  expect(stored).toEqual([run]);
  const { size, validation, seconds, result } = run!;
  expect(run!.sweep).toEqual(sweep);
  expect(size).toEqual({ parameters: 4 * (users + 2 + items + 2) + 1, index: 4, multiplyAdds: expect.any(Number) });
  const best = Math.max(...heard.series('ndcg@10'));
  expect(validation['ndcg@10']).toBe(best);
  expect(Object.keys(validation).toSorted()).toEqual(['hr@10', 'ndcg@10', 'recall@10']);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds!).toBeCloseTo((result!.steps - 1) / result!.speed.stepsPerSecond, 1);

  const curves = await lab.ask('curvesOfRun', { id: run!.id });
  expect(curves.loss!.steps.at(-1)).toBe(result!.steps);
  expect(curves.loss!.steps.length).toBeLessThanOrEqual(150);
  expect(curves['ndcg@10']!.values).toEqual(heard.series('ndcg@10'));
  await expect(lab.ask('changeRun', { id: run!.id, note: 'good' })).resolves.toMatchObject({ note: 'good' });
  await lab.dispose();
});
