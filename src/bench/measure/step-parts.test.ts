import { nodeGpu } from '../../engine/node-gpu';
import { expect, it } from 'vitest';
import { openTowerLab } from '../implementations/tower-lab';
import { createProblem } from '../reference-model/problem';
import { watchGpu } from './gpu-counts';
import { jsOf, medianParts, partClock, type StepParts } from './step-parts';

/** A clock that says the next of these times whenever it is read. */
const clockOf = (times: readonly { wall: number; cpu: number | null }[]) => {
  const left = [...times];
  return () => left.shift()!;
};

it('a part counts the smaller of wall and CPU time, and not what a part inside it took', () => {
  const clock = partClock(
    clockOf([
      { wall: 0, cpu: 0 }, // prepare begins
      { wall: 1, cpu: 1 }, // the queue's submit begins
      { wall: 5, cpu: 3 },
      { wall: 9, cpu: 30 }, // threads of the driver were busy, too
    ]),
  );
  clock.timed('prepare', () => clock.timed('driver', () => undefined));
  expect(clock.spent()).toMatchObject({ build: 0, driver: 2, prepare: 7, submit: 0 });
});

it('medians of the parts, and the longest sum of any step', () => {
  const parts = (build: number, longestSum: number): StepParts => ({
    build,
    prepare: 2,
    submit: 3,
    driver: 4,
    loop: 5,
    upload: 100,
    longestSum,
  });
  const found = medianParts([parts(9, 4), parts(1, 90), parts(5, 7)]);
  expect(found).toEqual(parts(5, 90));
  expect(jsOf(found)).toBe(10);
});

it('a step of Tower Lab in parts trains as one that is built and run, and its upload and longest sum are those of its batch', async () => {
  watchGpu();
  const problem = createProblem({ graph: 'tt', batch: 16, rows: 102, seed: 3, events: 1024 });
  const implementation = await openTowerLab(problem, nodeGpu);
  await implementation.enter();
  const parts = [0, 1, 2].map((step) => implementation.inParts!(step));
  await implementation.done();
  const losses = await implementation.losses();
  implementation.close();

  const again = await openTowerLab(problem, nodeGpu);
  await again.enter();
  for (const step of [0, 1, 2]) again.run(again.build(step));
  expect(losses).toEqual(await again.losses());
  again.close();

  // At least the ids of the users' fields, whose items and users the rows are, half a word for each event, and the
  // rows' weights.
  const { upload, longestSum } = parts[2]!;
  const events = problem.batches.at(2).history.counts.reduce((sum, count) => sum + count, 0);
  expect(upload).toBeGreaterThanOrEqual(4 * 16 * (6 + 2 + 1) + 2 * events);
  // The hottest row of the batch: of a field of 100 values, or an item, which the histories add once.
  const batch = problem.batches.at(2);
  const counts = (ids: readonly number[]) => {
    const found = new Map<number, number>();
    for (const id of ids) found.set(id, (found.get(id) ?? 0) + 1);
    return Math.max(...found.values());
  };
  const read = (name: string, owners: readonly number[]) => {
    const { ids } = problem.dataset.fields.find((field) => field.name === name)!;
    return counts(owners.map((owner) => ids[owner]!));
  };
  const past = Array.from(batch.history.owners).filter((_, at) => batch.history.mask[at] === 1);
  expect(longestSum).toBe(
    Math.max(
      ...problem.towers.user.fields.map(({ field }) => read(field, [...batch.users])),
      ...problem.towers.item.fields.map(({ field }) =>
        read(field, field === 'item id' ? [...batch.items, ...new Set(past)] : [...batch.items]),
      ),
    ),
  );
});
