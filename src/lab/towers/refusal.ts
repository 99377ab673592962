/** Why towers from outside are not opened, short enough to be read: a hostile file has many faults, and long ones. */
import type { Parsed } from '../../model/check/parse';
import { foreignProblems } from '../../model/check/towers';
import type { TowerGraph } from '../../model/document/graph';
import type { Problem } from '../../model/document/problem';
import { LabRefusal, plainFailure } from '../failure';

const MOST_PROBLEMS = 3;
const MOST_CHARACTERS = 120;

const short = (text: string): string => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

const inShort = (problem: Problem): Problem => ({
  ...problem,
  nodeId: short(problem.nodeId),
  values: Object.fromEntries(
    Object.entries(problem.values).map(([name, value]) => [name, typeof value === 'string' ? short(value) : value]),
  ),
});

export const towersRefused = (problems: readonly Problem[]): LabRefusal =>
  new LabRefusal({ ...plainFailure('towers'), problems: problems.slice(0, MOST_PROBLEMS).map(inShort) });

/** What was parsed, where a drawing of this page may look like that. @throws LabRefusal */
export function unlessForeign<T extends { graph: TowerGraph }>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw towersRefused(parsed.problems);
  const foreign = foreignProblems(parsed.value.graph);
  if (foreign.length > 0) throw towersRefused(foreign);
  return parsed.value;
}
