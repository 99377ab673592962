import type { FieldWorths } from '../../../lab/selection/field-worth';
import { defineScenes } from '../../gallery/scene';
import { STATE_PLAYS } from '../../gallery/states';
import { worthsOf } from '../../gallery/worths';

const PRESET = 'two-tower';

/** As if the past alone read its field. */
function ofPast(found: FieldWorths, past: string): FieldWorths {
  return { ...found, fields: found.fields.map((one) => (one.field === past ? { ...one, cost: null } : one)) };
}

/** Fields that no gate weighs, shuffled: a budget chooses by what was lost. */
export default defineScenes({
  preset: PRESET,
  answers: (dataset, step) => ({ fieldWorths: () => ofPast(worthsOf(PRESET, dataset, step()), 'moods') }),
  states: {
    finished: async (stage, scenes) => {
      await STATE_PLAYS.finished(stage, scenes);
      await stage.bench.shuffleFields();
    },
  },
});
