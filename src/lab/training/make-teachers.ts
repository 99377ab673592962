/** The vectors of stored runs whose frozen towers judge relevance (`data/teacher-vectors.ts`), made before training. */
import type { Dataset, Target } from '../../data/dataset';
import { giveTeacher, standardised, type TeacherVectors } from '../../data/teacher-vectors';
import { trainingPart } from '../../data/training-part';
import type { TowerGraph } from '../../model/document/graph';
import { teacherRunsOf } from '../../model/nodes/relevance';
import { allVectors } from '../evaluate/all-vectors';
import { LabError } from '../failure';
import { weightsOf, type WeightsAsked } from '../runs/asked-weights';
import type { Checkpoint } from '../runs/checkpoint';
import type { RunKeeper } from '../runs/run-keeper';
import { pathOfTeacher } from './kept-teachers';
import { LiveModel } from './live-model';

/**
 * Before a run begins: those that its graph asks and that did not come with a checkpoint are made.
 * @param given weights that judge in place of a stored run
 * @throws LabError (run-gone, run-other-data, run-without-weights, teacher-is-ranker, scores-not-finite); WeightsError;
 * LimitError
 */
export async function makeTeachers(
  keeper: RunKeeper,
  dataset: Dataset,
  graph: TowerGraph,
  checkpoint: Checkpoint | null,
  given: WeightsAsked | null,
): Promise<void> {
  for (const run of teacherRunsOf(graph))
    if (!checkpoint?.moments.has(pathOfTeacher(run)))
      giveTeacher(dataset, run, await vectorsBy(keeper, given ?? { run }, dataset));
}

async function vectorsBy(keeper: RunKeeper, asked: WeightsAsked, dataset: Dataset): Promise<TeacherVectors> {
  const { title, graph, settings, values } = await weightsOf(keeper, asked, dataset);
  if (graph.kind === 'ranker')
    throw new LabError('teacher-is-ranker', `the run "${title}" is a ranker, and has no vectors to judge by`, {
      title,
    });
  const model = new LiveModel(dataset, graph, settings);
  try {
    model.writeWeights(values);
    const asked = endsOfTraining(dataset);
    const { items, users, active } = await allVectors(model, asked);
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
  } finally {
    model.dispose();
  }
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
