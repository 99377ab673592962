/**
 * What frozen teachers say, asked of stored runs before training: the vectors of towers that judge relevance
 * (`data/teacher-vectors.ts`), and the scores that a ranker learns from (`data/run-scores.ts`).
 */
import type { Dataset, Target } from '../../data/dataset';
import type { Scaling } from '../../data/platt-scaling';
import { giveScores, runScores, scalingOf, type RunScores } from '../../data/run-scores';
import { giveTeacher, standardised, teacherVectors, type TeacherVectors } from '../../data/teacher-vectors';
import { trainingPart } from '../../data/training-part';
import type { TowerGraph } from '../../model/document/graph';
import { teacherRunsOf } from '../../model/nodes/relevance';
import { candidatesOf, scoringRunOf } from '../../model/nodes/samples';
import { allVectors } from '../evaluate/all-vectors';
import { pairsOfTraining } from '../evaluate/pairs';
import { scoresOfPairs } from '../evaluate/score-pairs';
import { LabError } from '../failure';
import { weightsOf, type AskedWeights, type WeightsAsked, type WeightsFrom } from '../runs/asked-weights';
import type { Checkpoint } from '../runs/checkpoint';
import type { Watch } from '../waits';
import { asModel } from './asked-model';
import { pathOfScores, pathOfTeacher } from './kept-teachers';

/** Whom a graph learns from. `given`: weights in place of the stored run that it names. */
export interface TaughtGraph {
  dataset: Dataset;
  graph: TowerGraph;
  given: WeightsAsked | null;
}

/** What a weights file said, with that file: who learns from the same one on the same data asks it no more. */
const saidBy = new WeakMap<TeacherVectors | RunScores, { json: string; title: string }>();

/** Its title, where this is what the weights say that are given; else null. */
function titleIfBy(given: WeightsAsked | null, said: TeacherVectors | RunScores | null): string | null {
  const known = said && saidBy.get(said);
  return known && given && 'json' in given && known.json === given.json ? known.title : null;
}

/**
 * Before a run begins: what its graph asks of teachers and did not come with a checkpoint is made. What a weights file
 * said stays for runs that are given the same one, those of a sweep.
 * @throws LabError (run-gone, run-other-data, run-without-weights, teacher-is-ranker, teacher-against-labels,
 * scores-not-finite); WeightsError; LimitError; the signal's reason
 */
export async function makeTeachers(
  from: WeightsFrom,
  { dataset, graph, given }: TaughtGraph,
  checkpoint: Checkpoint | null,
  watch: Watch,
): Promise<void> {
  /** @returns the title of the teacher */
  const ask = async <Said extends TeacherVectors | RunScores>(
    run: string,
    make: (teacher: AskedWeights, dataset: Dataset, watch: Watch) => Promise<Said>,
    give: (dataset: Dataset, run: string, said: Said) => void,
  ): Promise<string> => {
    const teacher = await weightsOf(from, given ?? { run }, dataset);
    const { title } = teacher;
    const said = await make(teacher, dataset, watch);
    give(dataset, run, said);
    if (given && 'json' in given) saidBy.set(said, { json: given.json, title });
    return title;
  };
  for (const run of teacherRunsOf(graph))
    if (!checkpoint?.moments.has(pathOfTeacher(run)) && titleIfBy(given, teacherVectors(dataset, run)) === null)
      await ask(run, vectorsBy, giveTeacher);
  const run = scoringRunOf(graph);
  if (run !== null && !checkpoint?.moments.has(pathOfScores(run))) {
    const title = titleIfBy(given, runScores(dataset, run)) ?? (await ask(run, scoresBy, giveScores));
    const { slope } = scalingOfTeacher(graph, dataset) ?? { slope: 1 };
    if (!(slope > 0))
      throw new LabError('teacher-against-labels', `scores of "${title}" do not rise with what was taken`, { title });
  }
  watch.signal.throwIfAborted();
}

/** By which the scores of a run become the log-odds that the graph learns from; null where it reads none as such. */
export function scalingOfTeacher(graph: TowerGraph, dataset: Dataset): Scaling | null {
  const { teacher, shown = 0 } = candidatesOf(graph) ?? {};
  const scores = teacher && 'run' in teacher && teacher.asLogOdds ? runScores(dataset, teacher.run) : null;
  return scores && scalingOf(dataset, scores, shown);
}

/** Of each row as of its own moment. */
async function scoresBy(teacher: AskedWeights, dataset: Dataset, watch: Watch): Promise<RunScores> {
  const pairs = pairsOfTraining(dataset);
  const scores = await asModel(teacher, dataset, ({ serving }) => scoresOfPairs(serving, pairs, watch));
  const events = dataset.split.train.length;
  return { events: scores.slice(0, events), shown: scores.slice(events) };
}

async function vectorsBy(teacher: AskedWeights, dataset: Dataset, watch: Watch): Promise<TeacherVectors> {
  const { title, graph } = teacher;
  if (graph.kind === 'ranker')
    throw new LabError('teacher-is-ranker', `the run "${title}" is a ranker, and has no vectors to judge by`, {
      title,
    });
  return asModel(teacher, dataset, async (model) => {
    const asked = endsOfTraining(dataset);
    const { items, users, active } = await allVectors(model, asked, watch);
    const { indexWidth: width, interestCount: interests } = model.compiled;
    const ofUser = width * interests;
    const all = new Float32Array(dataset.users.length * ofUser);
    asked.forEach(({ user }, row) => {
      const own = all.subarray(user * ofUser, (user + 1) * ofUser);
      own.set(users.subarray(row * ofUser, (row + 1) * ofUser));
      // An interest that does not retrieve repeats the first, which changes no largest score.
      active[row]!.forEach((retrieves, k) => {
        if (!retrieves) own.copyWithin(k * width, 0, width);
      });
    });
    return standardised(dataset, all, items);
  });
}

/** Users as at their last training event, it and those before it known; who has none is not asked. */
function endsOfTraining(dataset: Dataset): Target[] {
  const { events, split, protocol } = dataset;
  const { start } = trainingPart(dataset);
  const none = new Uint32Array(0);
  return [...dataset.users.keys()].flatMap((user): Target[] => {
    const own = split.train.subarray(start[user], start[user + 1]);
    const last = own.at(-1);
    if (last === undefined) return [];
    const historyEvents = protocol.split === 'random' ? own : null;
    const time = events.time[last]!;
    return [{ user, events: Uint32Array.of(last), items: none, history: own.length, historyEvents, apart: none, time }];
  });
}
