import { expect, it } from 'vitest';
import { joined, wereSkipped, type Baselines } from './baseline-figures';

const skipped = (id: 'ease' | 'popularity') => ({ id, reason: 'skipped', values: {} }) as const;
const popularity: Baselines = { popularity: { 'hr@10': 0.1 } };
const ease: Baselines = { ease: { 'hr@10': 0.2 }, chosen: { ease: { lambda: 20 } } };

it('takes nothing away that was known, and forgets why a row was left once it has figures', () => {
  expect(joined(ease, { ...popularity, left: [skipped('ease')] })).toEqual({ ...ease, ...popularity });
  const cut = joined({ ...popularity, left: [skipped('ease')] }, { left: [skipped('popularity'), skipped('ease')] });
  expect(cut).toEqual({ ...popularity, left: [skipped('ease')] });
  expect(wereSkipped(cut)).toBe(true);
  expect(wereSkipped(joined(cut, ease))).toBe(false);
  expect(joined({}, {})).toEqual({});
});
