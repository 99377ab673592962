import { setParam } from '../../../model/document/graph-edits';
import { defineScenes } from '../../gallery/scene';
import { STATE_PLAYS } from '../../gallery/states';
import { trainedBefore } from '../../gallery/trained-before';

/** A pre-ranker that learns from the scores of a stored run. */
export default defineScenes({
  preset: 'pre-ranker',
  answers: () => ({ teacherScaling: () => ({ slope: 1.45, intercept: -0.41 }) }),
  states: {
    finished: async (stage, scenes) => {
      await STATE_PLAYS.finished(stage, scenes);
      await trainedBefore(stage);
      stage.bench.run.setState(({ trained }) => {
        if (!trained) return {};
        const by = setParam(trained.graph, 'taken', 'taughtBy', 'run');
        return { trained: { ...trained, graph: setParam(by, 'taken', 'run', 'ranker') } };
      });
    },
  },
});
