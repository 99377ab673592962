import { defineScenes } from '../../gallery/scene';
import { STATE_PLAYS } from '../../gallery/states';
import { worthsOf } from '../../gallery/worths';

const PRESET = 'fscd';

/** Fields behind gates, of which a budget chooses; shuffled too, which says the same or does not. */
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
