import { describe, expect, it } from 'vitest';
import { areCommaNumbers, numberShare, readNumbers } from './numbers';

const read = (...cells: string[]) => [...readNumbers(cells)];

describe('the numbers of a column', () => {
  it('are written in one way, which most cells tell', () => {
    expect(read('1.5', '', '-2e3', '1,5', '12')).toEqual([1.5, NaN, -2000, NaN, 12]);
    expect(read('12,50', '-3,9', '1.234,50', '7', '1,234')).toEqual([12.5, -3.9, 1234.5, 7, 1.234]);
    expect(read('1,234.50', '12.50', '7', '1,234', '-1,234,567')).toEqual([1234.5, 12.5, 7, 1234, -1_234_567]);
    expect(read('1 234,5', '1\u00a0234\u00a0567,25', "1'234,5")).toEqual([1234.5, 1_234_567.25, 1234.5]);
  });

  it('are none where nobody knows what a comma means, nor where they are infinite', () => {
    expect(read('1,234', '12,500', '3')).toEqual([NaN, NaN, 3]);
    expect(read('1', 'inf', 'NaN', '1e999', '$5', '1,2,3')).toEqual([1, NaN, NaN, NaN, NaN, NaN]);
  });

  it('have a share that empty and infinite cells do not lower', () => {
    expect(numberShare(['1', 'inf', 'NaN', '-Infinity', '', '2'])).toBe(1);
    expect(numberShare(['1', 'heavy'])).toBe(0.5);
    expect(numberShare(['inf', ''])).toBe(0);
  });
});

it('two decimals behind a comma are a number, and a list of two is not', () => {
  expect(areCommaNumbers(['12,50', '3,99', '7,00', '15'])).toBe(true);
  expect(areCommaNumbers(['1,234.5', '12.75', '3,400.1'])).toBe(true);
  expect(areCommaNumbers(['1,2', '3,14', '7,12'])).toBe(false);
  expect(areCommaNumbers(['1,2', '3,4'])).toBe(false);
  expect(areCommaNumbers(['1.2', '3.4'])).toBe(false);
});
