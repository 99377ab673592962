import { afterEach, expect, it } from 'vitest';
import { GPU_WORKGROUPS, cutOf, formFor, kernelForm, setKernelForm } from './kernel-form';

const subgroups = new Set(['subgroups']);
const of = (least: number, most: number) => ({ subgroupMinSize: least, subgroupMaxSize: most }) as GPUAdapterInfo;

it('lanes share loads on a CPU adapter that names one size, of at most eight', () => {
  for (const lanes of [4, 8]) expect(formFor(of(lanes, lanes), subgroups, true).lanes).toBe(lanes);
  // 16 lanes of four columns each would need more bits than a u32 has.
  for (const [least, most] of [
    [16, 16],
    [32, 32],
    [4, 8],
    [1, 1],
  ] as const)
    expect(formFor(of(least, most), subgroups, true)).toEqual({ software: true, lanes: null, workgroups: 1 });
  expect(formFor(of(8, 8), new Set(), true)).toEqual({ software: true, lanes: null, workgroups: 1 });
  expect(formFor(of(8, 8), subgroups, false)).toEqual({
    software: false,
    lanes: null,
    workgroups: GPU_WORKGROUPS,
  });
});

const opened = kernelForm();
afterEach(() => setKernelForm(opened));

it('sums are cut into as many parts as there are workgroups to be had, none of them empty', () => {
  setKernelForm({ software: false, lanes: null, workgroups: 256 });
  expect(cutOf(32, 16, 8)).toEqual({ parts: 8, turns: 2 });
  // 9 parts of 16 turns would leave the last one without any.
  expect(cutOf(28, 16, 32)).toEqual({ parts: 8, turns: 2 });
  expect(cutOf(1, 3, 8)).toEqual({ parts: 3, turns: 1 });
  expect(cutOf(1, 1000, 8)).toEqual({ parts: 8, turns: 125 });
  // Enough workgroups as it is.
  for (const groups of [129, 256, 1000]) expect(cutOf(groups, 16, 8)).toEqual({ parts: 1, turns: 16 });
  for (let turns = 1; turns < 40; turns++)
    for (let groups = 1; groups < 20; groups++) {
      const cut = cutOf(groups, turns, 32);
      expect(cut.parts * cut.turns).toBeGreaterThanOrEqual(turns);
      expect((cut.parts - 1) * cut.turns).toBeLessThan(turns);
    }
});

it('a CPU adapter cuts none', () => {
  setKernelForm(formFor(of(8, 8), subgroups, true));
  expect(cutOf(1, 1000, 8)).toEqual({ parts: 1, turns: 1000 });
});
