import { defineScenes } from '../../gallery/scene';
import { STATE_PLAYS } from '../../gallery/states';
import { worthsOf } from '../../gallery/worths';

const PRESET = 'two-tower';

/** Fields that no gate weighs, shuffled: a budget chooses by what was lost. */
export default defineScenes({
  preset: PRESET,
  answers: (dataset, step) => ({ fieldWorths: () => worthsOf(PRESET, dataset, step()) }),
  states: {
    finished: async (stage, scenes) => {
      await STATE_PLAYS.finished(stage, scenes);
      await stage.bench.shuffleFields();
    },
  },
});
