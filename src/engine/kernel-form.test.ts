import { expect, it } from 'vitest';
import { formFor } from './kernel-form';

const subgroups = new Set(['subgroups']);
const of = (least: number, most: number) => ({ subgroupMinSize: least, subgroupMaxSize: most }) as GPUAdapterInfo;

it('lanes share loads on a CPU adapter that names one size, of at most eight', () => {
  for (const lanes of [4, 8]) expect(formFor(of(lanes, lanes), subgroups, true)).toEqual({ software: true, lanes });
  // 16 lanes of four columns each would need more bits than a u32 has.
  for (const [least, most] of [
    [16, 16],
    [32, 32],
    [4, 8],
    [1, 1],
  ] as const)
    expect(formFor(of(least, most), subgroups, true)).toEqual({ software: true, lanes: null });
  expect(formFor(of(8, 8), new Set(), true)).toEqual({ software: true, lanes: null });
  expect(formFor(of(8, 8), subgroups, false)).toEqual({ software: false, lanes: null });
});
