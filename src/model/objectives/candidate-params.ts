/** Parameters that objectives of a ranker have alike. */
import type { Candidates } from '../../data/candidates';
import type { TeacherColumn } from '../../data/teacher-scores';
import { choice, float, int, scores, storedRun, when } from '../document/params';

/**
 * `candidates` counts the row's own item. Of the others, where they are mixed, `drawn` are of the catalogue and the
 * rest of what was shown. The scores of a teacher stand in the column `teacher` names, or are those of the stored run
 * `run`; its soft targets, and the loss against them, are at `temperature`, and `teacherShare` of that loss, scaled by
 * the temperature's square, stands in place of as much of the hard one (Hinton et al., 2015).
 */
export const candidateParams = {
  candidates: int({ default: 16, min: 2, max: 256 }),
  from: choice(['catalogue', 'shown', 'mixed'], 'catalogue'),
  drawn: when('from', ['mixed'], int({ default: 8, min: 0, max: 255 })),
  taughtBy: choice(['column', 'run'], 'column'),
  teacher: when('taughtBy', ['column'], scores()),
  teacherGives: when('taughtBy', ['column'], choice(['logit', 'probability'], 'logit')),
  run: when('taughtBy', ['run'], storedRun()),
  teacherShare: float({ default: 0.5, min: 0, max: 1, step: 0.1 }),
  temperature: float({ default: 1, min: 0.1, max: 20, step: 0.5 }),
};

interface Asked {
  candidates: number;
  from: 'catalogue' | 'shown' | 'mixed';
  drawn: number;
  taughtBy: 'column' | 'run';
  teacher: string;
  teacherGives: TeacherColumn['gives'];
  run: string;
}

/** @param asLogOdds how an objective reads the scores of a run (see data/run-scores.ts) */
export const candidatesOf =
  ({ asLogOdds }: { asLogOdds: boolean }) =>
  (params: Asked): Candidates => {
    const { candidates, from, drawn } = params;
    const teacher = teacherOf(params, asLogOdds);
    return {
      each: candidates,
      shown: { catalogue: 0, shown: candidates - 1, mixed: candidates - 1 - drawn }[from],
      ...(teacher ? { teacher } : {}),
    };
  };

function teacherOf({ taughtBy, teacher, teacherGives, run }: Asked, asLogOdds: boolean): Candidates['teacher'] {
  if (taughtBy === 'run') return { run, asLogOdds };
  return teacher === '' ? undefined : { column: teacher, gives: teacherGives };
}
