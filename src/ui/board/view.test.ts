import { expect, it } from 'vitest';
import type { Layout } from './layout/layout';
import { isSameView, readable } from './view';

const layout = (width: number, height: number): Layout => ({
  x: 0,
  y: 0,
  width,
  height,
  places: new Map(),
  edges: [],
  lanes: { user: { x: 0, y: 0, width: width - 120, height }, item: { x: width - 100, y: 0, width: 100, height } },
});
const pane = { width: 800, height: 700 };

it('never shows type below the least, and more of it where it fits', () => {
  expect(readable(layout(3000, 2000), pane, false).zoom).toBe(1);
  expect(readable(layout(3000, 2000), pane, true).zoom).toBeCloseTo(14 / 12);
  expect(readable(layout(500, 400), pane, false).zoom).toBeGreaterThan(1.3);
});

it('shows where the towers meet of a drawing that is wider than the pane, and the top of one that is higher', () => {
  const { x, y, zoom } = readable(layout(3000, 2000), pane, false);
  expect(x + 2890 * zoom).toBe(pane.width / 2);
  expect(y).toBe(52);
});

it('is told from one that was moved or zoomed, whatever the rounding', () => {
  const view = { x: 10, y: 20, zoom: 1 };
  expect(isSameView(view, { x: 10.4, y: 19.7, zoom: 1.0001 })).toBe(true);
  for (const change of [{ x: 12 }, { y: 25 }, { zoom: 1.01 }])
    expect(isSameView(view, { ...view, ...change })).toBe(false);
});
