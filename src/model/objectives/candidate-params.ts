/** Parameters that objectives of a ranker have alike. */
import type { Candidates } from '../../data/candidates';
import type { TeacherColumn } from '../../data/teacher-scores';
import { choice, float, int, scores, when } from '../document/params';

/**
 * `candidates` counts the row's own item. Of the others, where they are mixed, `drawn` are of the catalogue and the
 * rest of what was shown. `teacher` names the column with a teacher's scores; its soft targets, and the loss against
 * them, are at `temperature`, and `teacherShare` of that loss, scaled by the temperature's square, stands in place of
 * as much of the hard one (Hinton et al., 2015).
 */
export const candidateParams = {
  candidates: int({ default: 16, min: 2, max: 256 }),
  from: choice(['catalogue', 'shown', 'mixed'], 'catalogue'),
  drawn: when('from', ['mixed'], int({ default: 8, min: 0, max: 255 })),
  teacher: scores(),
  teacherGives: choice(['logit', 'probability'], 'logit'),
  teacherShare: float({ default: 0.5, min: 0, max: 1, step: 0.1 }),
  temperature: float({ default: 1, min: 0.1, max: 20, step: 0.5 }),
};

export const candidatesOf = ({
  candidates,
  from,
  drawn,
  teacher,
  teacherGives,
}: {
  candidates: number;
  from: 'catalogue' | 'shown' | 'mixed';
  drawn: number;
  teacher: string;
  teacherGives: TeacherColumn['gives'];
}): Candidates => ({
  each: candidates,
  shown: { catalogue: 0, shown: candidates - 1, mixed: candidates - 1 - drawn }[from],
  ...(teacher === '' ? {} : { teacher: { column: teacher, gives: teacherGives } }),
});
