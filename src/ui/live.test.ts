import { describe, expect, it } from 'vitest';
import { withDefaults } from '../model/document/params';
import { blockById } from '../model/nodes/registry';
import { FROM_ZERO, SHARES } from '../model/blocks/block';
import { scaleOf } from './live';

const rounded = (x: number | null) => Number(x?.toFixed(6));
const of = (...means: number[]) => means.map((mean) => ({ mean }));

describe('the axis of live values', () => {
  it('reaches as far to both sides of 1 where gates begin there, with their sign', () => {
    const scale = scaleOf(of(0.97, 1.17), { origin: 1, ends: null });
    expect([scale.low, scale.high, scale.line].map(rounded)).toEqual([0.8, 1.2, 0.5]);
    const [below, above] = [scale.bar(0.9), scale.bar(1.1)];
    expect([below.from, below.size, above.from, above.size].map(rounded)).toEqual([0.25, 0.25, 0.5, 0.25]);
    expect(scaleOf(of(1, 1), { origin: 1, ends: null }).bar(1).size).toBe(0);
  });

  it('is fixed for shares: two thirds of a gate are two thirds of it', () => {
    const scale = scaleOf(of(0.67, 0.1), SHARES);
    expect(scale).toMatchObject({ low: 0, high: 1, line: null });
    expect(scale.bar(0.67)).toEqual({ from: 0, size: 0.67 });
  });

  it('of amounts goes from zero to the largest, to both sides where some are negative', () => {
    expect(scaleOf(of(2, 4), FROM_ZERO)).toMatchObject({ low: 0, high: 4, line: null });
    const signed = scaleOf(of(-1, 3), FROM_ZERO);
    expect(signed).toMatchObject({ low: -1, high: 3, line: 0.25 });
    expect(signed.bar(-1)).toEqual({ from: 0, size: 0.25 });
  });
});

it('knows which live values are gates around 1 and which are shares', () => {
  const axisOf = (id: string, name: string, params = {}) => {
    const block = blockById(id);
    return block.probes?.[name]?.axis?.(withDefaults(block.params, params));
  };
  expect(axisOf('senet', 'gate')?.origin).toBe(1);
  expect(axisOf('part-gate', 'gate', { gate: 'relu' })?.origin).toBe(1);
  expect(axisOf('senet', 'gate', { gate: 'softmax' })).toBe(SHARES);
  expect(axisOf('senet', 'gate', { gate: 'sigmoid' })).toBe(SHARES);
  expect(axisOf('gate-fusion', 'gate')).toBe(SHARES);
  expect(axisOf('attention-fusion', 'share')).toBe(SHARES);
});
