import { expect, it } from 'vitest';
import match from '../../model/blocks/match/block';
import type { AnyBlock } from '../../model/block';
import type { GraphNode } from '../../model/graph';
import { speak } from '../../words/words';
import { summaryOf } from './describe';

it('says the settings of a node in one line, and not what is off', () => {
  const line = (params: GraphNode['params']) => summaryOf({ id: 'match', block: 'match', side: 'match', params, at: [0, 0] }, match as unknown as AnyBlock, speak('en'));
  expect(line({})).toBe('cosine, Temperature 0.07');
  expect(line({ learnTemperature: true, coefficients: 'part' })).toBe('cosine, Temperature 0.07, Learn the temperature, a coefficient for each part');
});
