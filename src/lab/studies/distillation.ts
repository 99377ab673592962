import type { Json } from '../../model/document/graph';
import { drawHobbyRanker } from './drawing/hobby-rankers';
import { settingsOf } from './drawing/field-towers';
import { beats } from './judging/claims';
import { agreementWith } from './running/agreement';
import { TEACHER, teacherOf, type Impressions } from './running/impressions';
import type { Study } from './studies';

/**
 * Seven items of chance beside each that was taken. The teacher is the truth of the world with an error of its own for
 * each pair: better than any student can be, and not right.
 */
const IMPRESSIONS: Impressions = { beside: 7, noise: 0.5 };
const [LABELS, HALF, ALONE] = ['labels', 'labels and teacher', 'teacher alone'];
const [OVERLAP, CORRELATION] = ['overlap@10 with the teacher', 'rank correlation with the teacher'];

/** All read the same rows, those that were shown; one listens to their scores, and how much. */
const student = (title: string, taught: Readonly<Record<string, Json>> = {}) =>
  drawHobbyRanker({ title, width: 8, lists: { candidates: IMPRESSIONS.beside + 1, from: 'shown', ...taught } });

const distillation: Study = {
  id: 'distillation',
  question:
    'Does a ranker that learns from a teacher’s scores beside its labels order the catalogue more as the teacher does, and does it find more of what is taken?',
  world: { id: 'hobbies', events: 6_000, seed: 'run', impressions: IMPRESSIONS },
  settings: () => settingsOf(256, 5e-3, { patience: 3, maxEpochs: 15 }),
  arms: {
    [LABELS]: { budget: 'own', draw: student('Labels') },
    [HALF]: { budget: 'own', draw: student('Labels and teacher', { teacher: TEACHER, teacherShare: 0.5 }) },
    [ALONE]: { budget: 'own', draw: student('Teacher alone', { teacher: TEACHER, teacherShare: 1 }) },
  },
  budget: null,
  compare: [
    [HALF, LABELS],
    [ALONE, LABELS],
  ],
  async measure(outcome) {
    const { loaded, seed } = outcome;
    const { overlap, correlation } = await agreementWith(teacherOf(loaded.truth!, seed, IMPRESSIONS), outcome);
    return { [OVERLAP]: overlap, [CORRELATION]: correlation };
  },
  claims: [
    {
      text: 'A student of labels and teacher shares more of its first ten with the teacher than one of labels alone.',
      judge: beats(HALF, LABELS, OVERLAP),
    },
    {
      text: 'It orders the whole catalogue more as the teacher does.',
      judge: beats(HALF, LABELS, CORRELATION),
    },
    { text: 'It finds more of what is taken (HR@10).', judge: beats(HALF, LABELS, 'hr@10') },
    {
      text: 'A student of the teacher alone shares more with him still.',
      judge: beats(ALONE, HALF, OVERLAP),
    },
  ],
};
export default distillation;
