import { expect, it } from 'vitest';
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
    'cosine, temperature 0.07, learn the temperature, a coefficient for each part',
  );
  expect(line(match, {}, 'zh')).toBe('余弦，温度 0.07');
});

it('does not say a switch that stands as usual, nor anything usual of an objective', () => {
  expect(line(mlp, { widths: [32] })).toBe('32, ReLU');
  expect(line(softmax, {})).toBe('');
  expect(line(softmax, { weight: 0.5, direction: 'both', logQ: false })).toBe(
    'Weight in the loss 0.5, items and users',
  );
});
