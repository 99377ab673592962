import type { Dataset } from '../../../data/dataset';
import type { BadCases } from '../../../lab/evaluate/bad-cases';
import { defineScenes } from '../../gallery/scene';
import { STATE_PLAYS } from '../../gallery/states';

function badCasesOf({ items, itemTitles, users, userTitles }: Dataset, step: number): BadCases {
  const item = (at: number) => ({ id: items[at]!, title: itemTitles[at]! });
  return {
    step,
    pairs: 16_122,
    judged: 15_870,
    irrelevant: 12_480,
    click: { irrelevant: 0.112, all: 0.139 },
    cases: Array.from({ length: 12 }, (_, n) => ({
      user: { id: users[5 * n]!, title: userTitles[5 * n]! },
      past: [1, 2, 3, 4, 5].map((event) => item(7 * n + event)),
      item: item(n),
      relevance: (n % 4) / 50,
      click: 0.61 - 0.03 * n,
    })),
  };
}

/** What MOBIUS would wrongly show, asked for. */
export default defineScenes({
  preset: 'mobius',
  answers: (dataset, step) => ({ badCases: () => badCasesOf(dataset, step()) }),
  states: {
    finished: async (stage, scenes) => {
      await STATE_PLAYS.finished(stage, scenes);
      await stage.bench.sampleBadCases();
    },
  },
});
