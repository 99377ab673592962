import { expect, it } from 'vitest';
import { codesOf, indexOfIds, joinIds } from './join-ids';

it('joins ids as they stand, then without the .0 of a decimal, and never touches leading zeros', () => {
  const find = indexOfIds(['17850', '13047.0', '007', 'a.0', '-5']);
  expect(['17850', '17850.0', '13047', '13047.0', '007', '7', 'a', '-5.0'].map(find)).toEqual([
    0,
    0,
    1,
    1,
    2,
    undefined,
    undefined,
    4,
  ]);
});

it('gives an id its first row in the table, and an unknown one the empty cell', () => {
  const column = { name: 'id', dictionary: ['', 'x', 'y'], codes: Uint32Array.of(2, 1, 2) };
  const joined = joinIds(['y', 'z', 'x'], column);
  expect(joined).toEqual({ row: Int32Array.of(0, -1, 1), found: 2 });
  expect(codesOf({ name: 'colour', dictionary: ['', 'red', 'blue'], codes: Uint32Array.of(1, 2, 2) }, joined)).toEqual(
    Uint32Array.of(1, 0, 2),
  );
});

it('finds the first place of any spelling, as a plain search does', () => {
  const spellings = ['7', '7.0', '7.00', '8.0', '8', '07', '-7.0', 'a', 'a.0', ''];
  for (let at = 0; at < 200; at++) {
    const ids = Array.from(
      { length: at % 6 },
      (_, k) => spellings[(at * 7 + k * k * 3 + (at >> 3)) % spellings.length]!,
    );
    const find = indexOfIds(ids);
    for (const id of spellings) {
      const bare = (text: string): string => text.replace(/^(-?\d+)\.0+$/, '$1');
      const exact = ids.indexOf(id);
      const expected = exact >= 0 ? exact : ids.findIndex((other) => bare(other) === bare(id));
      expect(find(id), `${id} in ${ids.join()}`).toBe(expected < 0 ? undefined : expected);
    }
  }
});
