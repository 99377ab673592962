import { expect, it } from 'vitest';
import { preset } from '../model/presets/presets';
import { speak } from '../words/words';
import { titleInWords } from './origin';

it('a graph is titled as its preset is, in each language, unless it has a title of its own', () => {
  const origin = { preset: preset('classic'), title: 'Classic two towers' };
  expect(titleInWords('Classic two towers', origin, speak('en'))).toBe('Classic two towers');
  expect(titleInWords('Classic two towers', origin, speak('zh'))).toBe('经典双塔');
  expect(titleInWords('Mine', origin, speak('zh'))).toBe('Mine');
  expect(titleInWords('Classic two towers', null, speak('zh'))).toBe('Classic two towers');
});
