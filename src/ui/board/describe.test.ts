import { expect, it } from 'vitest';
import { findBlock } from '../../model/nodes/registry';
import match from '../../model/blocks/match/block';
import mlp from '../../model/blocks/mlp/block';
import softmax from '../../model/objectives/in-batch-softmax/block';
import type { AnyBlock } from '../../model/blocks/block';
import type { GraphNode } from '../../model/document/graph';
import { speak } from '../../words/words';
import { summaryOf } from './describe';

const line = (block: unknown, params: GraphNode['params'], language: 'en' | 'zh' = 'en') =>
  summaryOf({ id: 'n', block: 'n', side: 'match', params, at: [0, 0] }, block as AnyBlock, speak(language));

it('says the settings of a node in one line, and not what is off', () => {
  expect(line(match, {})).toBe('cosine, temperature 0.07');
  expect(line(match, { learnTemperature: true, coefficients: 'part' })).toBe(
    'cosine, temperature 0.07, learn the temperature, one coefficient per part',
  );
  expect(line(match, {}, 'zh')).toBe('余弦，温度 0.07');
});

it('names the first of many parts, and how many more there are', () => {
  const laid = (n: number) =>
    summaryOf({ id: 'n', block: 'concat', side: 'user', params: {}, at: [0, 0] }, findBlock('concat'), speak('en'), {
      kind: 'vector',
      width: 8 * n,
      parts: Array.from({ length: n }, (_, at) => ({ name: `f${at}`, width: 8 })),
    });
  expect(laid(4)).toBe('f0 8, f1 8, f2 8, f3 8');
  expect(laid(13)).toBe('f0 8, f1 8, f2 8, 10 more');
});

it('does not say a switch that stands as usual, nor anything usual of an objective', () => {
  expect(line(mlp, { widths: [32] })).toBe('32, ReLU');
  expect(line(mlp, {}, 'zh')).toBe('128、64，ReLU');
  expect(line(softmax, {})).toBe('');
  expect(line(softmax, { weight: 0.5, direction: 'both', logQ: false })).toBe(
    'Weight in the loss 0.5, items and users',
  );
});
