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
