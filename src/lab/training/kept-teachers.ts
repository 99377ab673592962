/**
 * The vectors of runs that judge relevance, as they go with the checkpoints of the run that learns from them: what
 * becomes of the teacher after that makes no difference.
 */
import type { Dataset } from '../../data/dataset';
import { giveTeacher, teacherVectors } from '../../data/teacher-vectors';
import type { TowerGraph } from '../../model/document/graph';
import { teacherRunsOf } from '../../model/nodes/relevance';

/** By path, as in `Checkpoint.moments`: the vectors of users, then those of items. */
type Moments = ReadonlyMap<string, readonly Float32Array[]>;

const PREFIX = 'teacher/';

export const pathOfTeacher = (run: string): string => `${PREFIX}${run}`;
export const isTeacher = (path: string): boolean => path.startsWith(PREFIX);

/** Of what was kept, that alone. */
export const teachersIn = (moments: Moments): Map<string, Float32Array[]> =>
  new Map([...moments].flatMap(([path, vectors]) => (isTeacher(path) ? [[path, [...vectors]] as const] : [])));

/** Those that the graph asks, as far as they are here. */
export const keptTeachers = (graph: TowerGraph, dataset: Dataset): Map<string, Float32Array[]> =>
  new Map(
    teacherRunsOf(graph).flatMap((run) => {
      const vectors = teacherVectors(dataset, run);
      return vectors ? [[pathOfTeacher(run), [vectors.users, vectors.items]] as const] : [];
    }),
  );

/** Those among what was kept are here again. */
export function giveTeachers(moments: Moments, dataset: Dataset): void {
  for (const [path, [users, items]] of moments)
    if (isTeacher(path) && users && items) giveTeacher(dataset, path.slice(PREFIX.length), { users, items });
}
