import { expect, it } from 'vitest';
import type { WeightFacts } from '../../../data/weight-facts';
import { draw, silentBench } from '../../testing';
import { RowWeights } from './RowWeights';

const weights: WeightFacts = {
  mean: 1,
  max: 12.5,
  zeros: 0.25,
  effective: 0.42,
  isFew: false,
  scale: 'log',
  bins: [
    { from: 0.125, to: 1.25, count: 30 },
    { from: 1.25, to: 12.5, count: 60 },
  ],
};

it.each([
  ['en', 'Weights of the training rows', 'Effective sample size</dt><dd>42.0%', 'Weight, logarithmic;'],
  ['zh', '训练样本的权重', '有效样本量</dt><dd>42.0%', '权重，对数刻度；'],
] as const)('draws the weights and says mean, largest, zeros and effective size: %s', (language, ...texts) => {
  const markup = draw(silentBench(language), <RowWeights weights={weights} />);
  for (const text of [...texts, '<dd>1.00</dd>', '<dd>12.50</dd>', '<dd>25.0%</dd>']) expect(markup).toContain(text);
  expect([...markup.matchAll(/height:(\d+)%/g)].map(([, height]) => height)).toEqual(['50', '100']);
  expect(markup).not.toContain('role="note"');
});

it('warns where few rows have nearly all of it', () => {
  const few = draw(
    silentBench(),
    <RowWeights weights={{ ...weights, effective: 0.034, isFew: true, scale: 'linear' }} />,
  );
  expect(few).toMatch(/role="note">.*The weights leave an effective sample size of 3\.4% of the training rows/s);
  expect(few).not.toContain('logarithmic;');
});
