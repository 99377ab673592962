import { onDevice } from '../../../engine/testing';
import { describe, expect, it } from 'vitest';
import { offDiagonal, spread, type Matrix } from '../../harness/objective';
import { run, type Setup } from './testing';

onDevice();

describe('both directions', () => {
  const [user, item] = [spread(4, 3, 0), spread(4, 3, 1)];
  const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
  // One way only: item 1 is a positive of user 0, but item 0 is none of user 1.
  const sameUser = [
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
  ];
  const masks = { sameUser, weight: [1, 2, 0.5, 1], logQ: [0.4, 0.3, 0.2, 0.1].map(Math.log) };

  it('is half the loss of the rows and half that of the columns, where a hit is masked from the other side', async () => {
    const both = await run({ user, item, ...masks, objective: { direction: 'both', logQ: false } });
    const rows = await run({ user, item, ...masks, objective: { logQ: false } });
    const columns = await run({
      user: item,
      item: user,
      ...masks,
      sameUser: transposed(sameUser),
      objective: { logQ: false },
    });
    expect(both.loss).toBeCloseTo((rows.loss + columns.loss) / 2, 5);
    both.user.forEach((row, i) =>
      row.forEach((slope, d) => expect(slope).toBeCloseTo((rows.user[i]![d]! + columns.item[i]![d]!) / 2, 4)),
    );
    const otherMask = await run({ user: item, item: user, ...masks, objective: { logQ: false } });
    expect(Math.abs(otherMask.loss - columns.loss)).toBeGreaterThan(1e-3);
  });

  it('corrects the rows alone for popularity', async () => {
    const { logQ } = masks;
    const gap = async (direction: 'rows' | 'both') =>
      (await run({ user, item, logQ, objective: { direction } })).loss -
      (await run({ user, item, logQ, objective: { direction, logQ: false } })).loss;
    expect(Math.abs(await gap('rows'))).toBeGreaterThan(1e-2);
    expect(await gap('both')).toBeCloseTo((await gap('rows')) / 2, 5);
  });

  it('trap 4 and trap 5: has loss 0 where no column is a negative', async () => {
    for (const all of [{ sameItem: offDiagonal(4) }, { sameUser: offDiagonal(4) }])
      expect((await run({ user, item, ...all, objective: { direction: 'both' } })).loss).toBeCloseTo(0, 5);
  });

  it('leaves padding out, as row and as column', async () => {
    const padded: Setup = {
      user: [...user, user[0]!],
      item: [...item, item[0]!],
      realColumn: [1, 1, 1, 1, 0],
      weight: [1, 1, 1, 1, 0],
    };
    const once = await run({ user, item, objective: { direction: 'both' } });
    expect((await run({ ...padded, objective: { direction: 'both' } })).loss).toBeCloseTo(once.loss, 5);
  });
});
