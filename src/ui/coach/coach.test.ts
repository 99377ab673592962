import { describe, expect, it } from 'vitest';
import type { Phase } from '../../lab/progress';
import { placeCard, type Box } from './place';
import { onward, STEPS } from './steps';

describe('a step', () => {
  const done = (phase: Phase, tab: string): boolean[] => STEPS.map(({ isDone }) => isDone({ phase, tab }));
  const untouched = done('idle', 'curves');

  it('stays until a person does what it says', () => {
    expect(onward(0, untouched, untouched)).toBe(0);
    expect(onward(2, done('training', 'result'), untouched)).toBe(2);
  });

  it('goes on by the deed, past all that the deed makes needless', () => {
    expect(onward(0, done('compiling', 'curves'), untouched)).toBe(2);
    expect(onward(2, done('training', 'inside'), untouched)).toBe(3);
  });

  it('ends the first run where it is the last', () => {
    expect(onward(3, done('training', 'retrieval'), untouched)).toBeNull();
  });

  it('stays where what it says was so before it was opened', () => {
    const before = done('training', 'inside');
    expect(onward(1, before, before)).toBe(1);
    expect(onward(2, before, before)).toBe(2);
  });
});

describe('the card', () => {
  const card = { width: 300, height: 100 };
  const window = { width: 1000, height: 600 };
  const box = (left: number, top: number, width: number, height: number): Box => ({
    left,
    top,
    right: left + width,
    bottom: top + height,
  });

  it('stands below its control, at the upper edge of it, or left of its row', () => {
    const [control, row] = [box(500, 10, 80, 30), box(400, 0, 400, 50)];
    expect(placeCard('below', { control, row }, card, window)).toEqual({ left: 390, top: 52 });
    expect(placeCard('within', { control, row }, card, window)).toEqual({ left: 390, top: 22 });
    expect(placeCard('left', { control, row }, card, window)).toEqual({ left: 88, top: 52 });
  });

  it('stays in the window', () => {
    const [control, row] = [box(960, 570, 40, 30), box(100, 570, 900, 30)];
    expect(placeCard('below', { control, row }, card, window)).toEqual({ left: 688, top: 488 });
    expect(placeCard('left', { control, row }, card, window)).toEqual({ left: 12, top: 488 });
  });
});
