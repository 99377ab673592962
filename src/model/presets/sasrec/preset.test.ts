import { describe, expect, it } from 'vitest';
import { preset } from '../presets';

describe('sasrec', () => {
  const fields = [
    { name: 'user id', owner: 'user', kind: 'id', rows: 102, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 802, length: 1 },
  ] as const;

  it('reads as much of the past as most users have, in tens from 10 to 50', () => {
    const lengthOf = (events: number, users: number) =>
      preset('sasrec')
        .build({ fields, items: 800, hasTime: true, events, users })
        .graph.nodes.find(({ id }) => id === 'history')!.params['length'];
    // The last are Amazon's Beauty: 8.9 events of a user, two of them held out.
    expect([lengthOf(300, 100), lengthOf(900, 100), lengthOf(90_000, 600), lengthOf(153_776, 22_363)]).toEqual([
      10, 30, 50, 20,
    ]);
  });
});
