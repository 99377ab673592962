import { expect, it } from 'vitest';
import { spokenCurve } from './CurveFigure';
import { speak } from '../../../words/words';

it('says which lines are drawn, before there is a point too', () => {
  const curve = (steps: number[], values: number[]) => ({
    title: 'Recall@10',
    curve: { steps, values },
    beside: [],
    references: [
      { id: 'random' as const, name: 'Random', value: 0.03 },
      { id: 'ease' as const, name: 'EASE', value: 0.25 },
    ],
  });
  const format = (value: number) => value.toFixed(2);
  expect(spokenCurve(curve([], []), format, speak('en'))).toBe(
    'Recall@10: no value yet. Dashed: EASE 0.25. Dotted: Random 0.03.',
  );
  expect(spokenCurve(curve([1, 9], [0.1, 0.3]), format, speak('en'))).toBe(
    'Recall@10: from 0.10 to 0.30 over 9 steps. Dashed: EASE 0.25. Dotted: Random 0.03.',
  );
});
