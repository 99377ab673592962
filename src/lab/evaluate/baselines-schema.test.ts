import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { baselinesSchema } from './baselines-schema';

describe('baselines from outside', () => {
  it.each([
    { popularity: { 'hr@10': 0.1 } },
    { left: [{ id: 'ease', reason: 'too-many-items', values: { items: 5001, most: 5000 } }] },
    { instead: [{ id: 'ease', method: 'sparse', values: { items: 100_000 } }] },
    { ease: { 'hr@10': 0.1 }, chosen: { ease: { lambda: 300 }, easeRecency: { lambda: 300, halfLife: null } } },
    { ease: { 'hr@10': 0.1 }, chosen: { ease: { lambda: 300 } }, chosenOn: 16_384 },
  ])('are figures by name, with what was chosen or, in older files, without: %o', (baselines) => {
    expect(v.parse(baselinesSchema, baselines)).toEqual(baselines);
  });

  it.each([
    { ease: { 'hr@10': 'high' } },
    { ease: { 'hr@10': null } },
    { ease: 0.1 },
    { chosen: { ease: { lambda: 'large' } } },
    { left: ['ease'] },
  ])('are refused otherwise: %o', (baselines) => {
    expect(v.is(baselinesSchema, baselines)).toBe(false);
  });
});
