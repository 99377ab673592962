import { expect, it } from 'vitest';
import { draw, ended, silentBench, summary } from '../../testing';
import { AllUsers } from './AllUsers';
import type { InterestsOverall, ListFigures } from '../../../lab/evaluate/overall';

const figures = (recall: number): ListFigures => ({
  recall,
  coverage: 0.5,
  headShare: 0.25,
  leastRecall: null,
  leastUsers: 0,
});
const found: InterestsOverall = {
  step: 30,
  k: 20,
  category: 'genre',
  diversity: 0.5,
  users: 90,
  merged: figures(0.4),
  alone: [{ interest: 0, users: 60, figures: figures(0.3) }],
  popularity: figures(0.1),
};
/** What is on screen now may be asked differently. */
const drawn = (bench: ReturnType<typeof silentBench>) =>
  draw(bench, <AllUsers asked={{ k: 10, category: null, diversity: 0 }} />).replaceAll(/<[^>]*>/g, ' ');

it('shows what was found of all users wherever a person was meanwhile, as it was asked, and what is still asked', () => {
  const bench = silentBench();
  bench.data.setState({ summary });
  bench.run.setState({ progress: ended(40) });
  expect(drawn(bench)).not.toContain('Merged');
  bench.run.setState({ interestsOverall: found });
  expect(drawn(bench)).toMatch(/Merged +90 +0\.400 .*Interest 1 +60 +0\.300 .*Popularity +90 +0\.100/);
  expect(drawn(bench)).toMatch(/Top 20 of each list.*Merged with a variety bonus of 0\.5\./);
  expect(drawn(bench)).toContain('Test all users');
  bench.run.setState({ asking: ['evaluateByInterest'], waiting: { evaluation: 0.25 } });
  expect(drawn(bench)).toMatch(/Testing….*Cancel/);
  expect(drawn(bench)).not.toContain('Test all users');
});
