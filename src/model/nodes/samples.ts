/**
 * Items that objectives of a graph want beside those of the rows: as columns, or as candidates of a ranker. A batch has
 * one set of them.
 */
import type { Candidates } from '../../data/candidates';
import { sameColumns, type SampledColumns } from '../../data/sampled-columns';
import type { AnyBlock } from '../blocks/block';
import { findBlock } from './registry';
import type { TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import type { Problem } from '../document/problem';
import type { Schema } from '../document/schema';
import type { ScoreColumn } from '../../data/teacher-scores';

/** What a kind of asking finds in the nodes of a graph. */
function asking<T>({ nodes }: TowerGraph, ask: (block: AnyBlock, params: never) => T | null | undefined) {
  return nodes.flatMap(({ id, block, params }) => {
    const found = findBlock(block);
    const wanted = found && ask(found, withDefaults(found.params, params) as never);
    return wanted ? [{ id, wanted }] : [];
  });
}
const askingSamples = (graph: TowerGraph) => asking(graph, (block, params) => block.samples?.(params));
const askingCandidates = (graph: TowerGraph) => asking(graph, (block, params) => block.candidates?.(params));

/** What all of them want; null where none does. */
export const sampledOf = (graph: TowerGraph): SampledColumns | null => askingSamples(graph)[0]?.wanted ?? null;
/** A batch has one set of scores: log-odds where one objective reads those, as any other may. */
export function candidatesOf(graph: TowerGraph): Candidates | null {
  const all = askingCandidates(graph);
  return (all.find(isScaled) ?? all[0])?.wanted ?? null;
}
const isScaled = ({ wanted: { teacher } }: { wanted: Candidates }): boolean =>
  teacher !== undefined && 'run' in teacher && teacher.asLogOdds;

/** The objective that reads the scores of a stored run as log-odds; null where none does. */
export const scaledBy = (graph: TowerGraph): string | null => askingCandidates(graph).find(isScaled)?.id ?? null;

/** The stored run, or the weights file, whose scores a ranker learns from; null without one. */
export function scoringRunOf(graph: TowerGraph): string | null {
  const teacher = candidatesOf(graph)?.teacher;
  return teacher && 'run' in teacher ? teacher.run : null;
}

const sameCandidates = (a: Candidates, b: Candidates): boolean =>
  a.each === b.each && a.shown === b.shown && teacherKey(a) === teacherKey(b);
const teacherKey = ({ teacher }: Candidates): string =>
  JSON.stringify(teacher && 'run' in teacher ? teacher.run : [teacher?.column, teacher?.gives]);

/** @param data whether it has rows that were shown and not taken, and in which columns scores may stand beside them */
export function problemsOfSamples(
  graph: TowerGraph,
  { hasShown, scores = [] }: Pick<Schema, 'hasShown' | 'scores'>,
): Problem[] {
  const differing = <T>(all: { id: string; wanted: T }[], code: Problem['code'], same: (a: T, b: T) => boolean) =>
    all
      .filter(({ wanted }) => !same(wanted, all[0]!.wanted))
      .map(({ id }): Problem => ({ nodeId: id, code, values: { other: all[0]!.id } }));
  return [
    ...differing(askingSamples(graph), 'samples-differ', sameColumns),
    ...differing(askingCandidates(graph), 'candidates-differ', sameCandidates),
    ...[
      ...askingCandidates(graph).filter(({ wanted }) => wanted.shown > 0),
      ...askingSamples(graph).filter(({ wanted }) => wanted.by === 'shown'),
    ]
      .filter(() => !hasShown)
      .map(({ id }): Problem => ({ nodeId: id, field: 'from', code: 'nothing-shown', values: {} })),
    ...askingCandidates(graph)
      .filter(({ wanted }) => wanted.shown < 0)
      .map(({ id, wanted }): Problem => ({
        nodeId: id,
        field: 'drawn',
        code: 'too-many-drawn',
        values: { most: wanted.each - 1 },
      })),
    ...askingCandidates(graph).flatMap(({ id, wanted }) => {
      const own = hasShown || wanted.shown <= 0 ? problemOfTeacher(wanted, scores) : null;
      const field = wanted.teacher && 'run' in wanted.teacher ? 'run' : 'teacher';
      return own ? [{ nodeId: id, field, ...own }] : [];
    }),
  ];
}

function problemOfTeacher(
  { shown, teacher }: Candidates,
  scores: readonly ScoreColumn[],
): Omit<Problem, 'nodeId' | 'field'> | null {
  if (!teacher) return null;
  if (shown === 0) return { code: 'scores-of-shown', values: {} };
  if ('run' in teacher) return teacher.run === '' ? { code: 'no-run', values: {} } : null;
  const column = scores.find(({ name }) => name === teacher.column);
  if (!column) {
    const known = scores.map(({ name }) => name).join(', ') || '–';
    return { code: 'no-such-column', values: { column: teacher.column, known } };
  }
  const { name, least, most } = column;
  return teacher.gives === 'probability' && (least < 0 || most > 1)
    ? { code: 'no-probabilities', values: { column: name, least, most } }
    : null;
}
