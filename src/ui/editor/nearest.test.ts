import { describe, expect, it } from 'vitest';
import { distanceTo, nearest, type Shape } from './nearest';

const box = (x: number, y: number, size: number): Shape => ({ box: { x, y, width: size, height: size } });
const drawn = (name: string, legal: boolean, shape: Shape) => ({ verdict: { name, legal }, shape });
const at = (x: number, y: number, radius: number, ...all: ReturnType<typeof drawn>[]) =>
  nearest(all, { x, y }, radius)?.name ?? null;

describe('the target that a pointer means', () => {
  it('is the nearest within the radius', () => {
    const [near, far] = [drawn('near', true, box(0, 0, 10)), drawn('far', true, box(20, 0, 10))];
    expect([at(14, 5, 8, near, far), at(16, 5, 8, near, far), at(100, 5, 8, near, far)]).toEqual(['near', 'far', null]);
  });

  it('is a legal one before an illegal one that is nearer, and that only where no legal one is in reach', () => {
    const [illegal, legal] = [drawn('illegal', false, box(0, 0, 10)), drawn('legal', true, box(20, 0, 10))];
    expect([at(5, 5, 20, illegal, legal), at(5, 5, 10, illegal, legal), at(5, 5, 20, legal, illegal)]).toEqual([
      'legal',
      'illegal',
      'legal',
    ]);
  });

  it('is the smallest of those that hold the point', () => {
    const [node, port] = [drawn('node', true, box(0, 0, 100)), drawn('port', true, box(40, 40, 10))];
    expect([at(45, 45, 5, node, port), at(45, 45, 5, port, node), at(10, 10, 5, node, port)]).toEqual([
      'port',
      'port',
      'node',
    ]);
  });

  it('may be a line', () => {
    const path = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
    ];
    expect([
      distanceTo({ path }, { x: 5, y: 3 }),
      distanceTo({ path }, { x: 13, y: 14 }),
      distanceTo({ path: path.slice(0, 1) }, { x: 3, y: 4 }),
      distanceTo({ path: [path[0]!, path[0]!] }, { x: 3, y: 4 }),
      distanceTo({ path: [] }, { x: 3, y: 4 }),
    ]).toEqual([3, 5, 5, 5, Infinity]);
  });
});
