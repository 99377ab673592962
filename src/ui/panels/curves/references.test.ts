import { expect, it } from 'vitest';
import { speak } from '../../../words/words';
import { referencesOf } from './references';

const at = (value: number) => ({ 'hr@10': value });
const baselines = {
  random: at(0.5),
  popularity: at(0.1),
  itemKnn: at(0.2),
  itemKnnRecency: at(0.3),
  ease: at(0.35),
  transitions: at(0.25),
  oracle: at(0.6),
};
const lines = (chance: Record<string, number>) =>
  referencesOf(baselines, chance, 'hr@10', speak('en')).map(({ id, value }) => [id, value]);

it('beside a curve stand the highest baselines, the oracle and chance, in the order of their rows', () => {
  const ranked = [
    ['itemKnn', 0.2],
    ['itemKnnRecency', 0.3],
    ['ease', 0.35],
    ['transitions', 0.25],
    ['oracle', 0.6],
  ];
  // Chance is what was counted in closed form, not the one order that the ranker drew.
  expect(lines({ 'hr@10': 0.03 })).toEqual([['random', 0.03], ...ranked]);
  expect(lines({ 'ndcg@10': 0.03 })).toEqual(ranked);
});
