import { expect, it } from 'vitest';
import { createRandom } from '../../../data/random';
import { groupProductInJs, groupProductInWasm } from '../../../engine/linear-algebra/group-product';
import { RidgeSolver } from './ridge';
import { addRowProducts } from './row-products';

const random = createRandom(5);
const matrix = (rows: number, width: number): Float64Array =>
  Float64Array.from({ length: rows * width }, () => random.normal());

// Rows within a tile and beyond it, no multiple of a group; columns of one tile and of two.
it.each([
  [3, 4],
  [130, 64],
  [67, 128],
])('adds %i rows of width %i times a square', (rows, width) => {
  for (const group of [groupProductInJs(), groupProductInWasm()!]) {
    const [vectors, start] = [matrix(rows, width), matrix(rows, width)];
    // A Gramian, its upper triangle filled too.
    const square = new RidgeSolver(width, group).gram(matrix(10, width), 1);
    for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) square[j * width + i] = square[i * width + j]!;
    const into = start.slice();
    addRowProducts(vectors, square, width, into, group);
    into.forEach((got, at) => {
      const [row, column] = [Math.floor(at / width), at % width];
      let plain = start[at]!;
      for (let n = 0; n < width; n++) plain += vectors[row * width + n]! * square[n * width + column]!;
      expect(Math.abs(got - plain), `cell ${at}`).toBeLessThan(1e-9);
    });
  }
});

it('refuses a width that its panels do not hold', () => {
  for (const width of [6, 132])
    expect(() =>
      addRowProducts(matrix(2, width), matrix(width, width), width, matrix(2, width), groupProductInJs()),
    ).toThrow(`a width of ${width}`);
});

it('a Gramian weighs its rows', () => {
  const gram = new RidgeSolver(4).gram(Float64Array.of(1, 2, 0, 0, 3, -1, 0, 0), 2, Float64Array.of(5, -1));
  // 2 x (5 x (1, 2)² - (3, -1)²)
  expect([gram[0], gram[4], gram[5]]).toEqual([2 * (5 - 9), 2 * (10 + 3), 2 * (20 - 1)]);
});
