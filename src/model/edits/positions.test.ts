import { describe, expect, it } from 'vitest';
import { graphOf } from '../harness/tiny-log';
import { freeNear, STEP } from './positions';

const standing = (...at: [number, number][]) => {
  const graph = graphOf({}, Object.fromEntries(at.map((_, n) => [`mlp-${n}`, ['mlp', 'user', { widths: [4] }]])), []);
  return { ...graph, nodes: graph.nodes.map((node, n) => ({ ...node, at: at[n]! })) };
};

describe('a free position', () => {
  it('is the one asked for, where nobody stands', () => {
    expect(freeNear(standing([0, 0]), [0, STEP.y])).toEqual([0, STEP.y]);
  });

  it('is the nearest one at the same height, on either side', () => {
    expect(freeNear(standing([0, 0]), [10.4, 5])).toEqual([10 + STEP.x, 5]);
    expect(freeNear(standing([0, 0], [STEP.x, 0], [2 * STEP.x, 0]), [0, 0])).toEqual([-STEP.x, 0]);
  });
});
