/**
 * What stored runs say as teachers, as it goes with the checkpoints of the run that learns from them: what becomes of
 * the teacher after that makes no difference.
 */
import type { Dataset } from '../../data/dataset';
import { giveScores, runScores } from '../../data/run-scores';
import { giveTeacher, teacherVectors } from '../../data/teacher-vectors';
import type { TowerGraph } from '../../model/document/graph';
import { teacherRunsOf } from '../../model/nodes/relevance';
import { scoringRunOf } from '../../model/nodes/samples';

/** By path, as in `Checkpoint.moments`: vectors of users, then of items; scores of events, then of shown rows. */
type Moments = ReadonlyMap<string, readonly Float32Array[]>;

const VECTORS = 'teacher/';
const SCORES = 'teacher-scores/';

export const pathOfTeacher = (run: string): string => `${VECTORS}${run}`;
export const pathOfScores = (run: string): string => `${SCORES}${run}`;
export const isTeacher = (path: string): boolean => path.startsWith(VECTORS) || path.startsWith(SCORES);

/** Of what was kept, that alone. */
export const teachersIn = (moments: Moments): Map<string, Float32Array[]> =>
  new Map([...moments].flatMap(([path, arrays]) => (isTeacher(path) ? [[path, [...arrays]] as const] : [])));

/** What the graph asks, as far as it is here. */
export function keptTeachers(graph: TowerGraph, dataset: Dataset): Map<string, Float32Array[]> {
  const kept = new Map<string, Float32Array[]>();
  for (const run of teacherRunsOf(graph)) {
    const vectors = teacherVectors(dataset, run);
    if (vectors) kept.set(pathOfTeacher(run), [vectors.users, vectors.items]);
  }
  const run = scoringRunOf(graph);
  const scores = run === null ? null : runScores(dataset, run);
  if (run !== null && scores) kept.set(pathOfScores(run), [scores.events, scores.shown]);
  return kept;
}

/** What was kept is here again. */
export function giveTeachers(moments: Moments, dataset: Dataset): void {
  for (const [path, [first, second]] of moments) {
    if (!isTeacher(path) || !first || !second) continue;
    if (path.startsWith(SCORES)) giveScores(dataset, path.slice(SCORES.length), { events: first, shown: second });
    else giveTeacher(dataset, path.slice(VECTORS.length), { users: first, items: second });
  }
}
