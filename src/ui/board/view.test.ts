import { expect, it } from 'vitest';
import type { Layout } from './layout/layout';
import { readable } from './view';

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
