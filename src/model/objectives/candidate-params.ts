/** Parameters that objectives of a ranker have alike. */
import type { Candidates } from '../../data/candidates';
import type { TeacherColumn } from '../../data/teacher-scores';
import { choice, float, int, scores } from '../document/params';

/**
 * `candidates` counts the row's own item. `teacher` names the column with a teacher's scores; its soft targets, and the
 * loss against them, are at `temperature`, and `teacherShare` of that loss, scaled by the temperature's square, stands
 * in place of as much of the hard one (Hinton et al., 2015).
 */
export const candidateParams = {
  candidates: int({ default: 16, min: 2, max: 256 }),
  from: choice(['catalogue', 'shown'], 'catalogue'),
  teacher: scores(),
  teacherGives: choice(['logit', 'probability'], 'logit'),
  teacherShare: float({ default: 0.5, min: 0, max: 1, step: 0.1 }),
  temperature: float({ default: 1, min: 0.1, max: 20, step: 0.5 }),
};

export const candidatesOf = ({
  candidates,
  from,
  teacher,
  teacherGives,
}: {
  candidates: number;
  from: Candidates['from'];
  teacher: string;
  teacherGives: TeacherColumn['gives'];
}): Candidates => ({
  each: candidates,
  from,
  ...(teacher === '' ? {} : { teacher: { column: teacher, gives: teacherGives } }),
});
