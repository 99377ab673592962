import { schemaOf } from '../../../model/document/schema';
import { preset } from '../../../model/presets/presets';
import { newRun } from '../../../lab/runs/new-run';
import { Sources } from '../../../lab/loading/sources';
import { thin } from '../../../lab/stores/thin';
import { seriesTo } from '../../gallery/figures';
import { defineScenes, type Play } from '../../gallery/scene';
import { SOURCE } from '../../gallery/staged-lab';
import { STATE_PLAYS } from '../../gallery/states';

/** As many other runs as a chart holds, the first of them the baseline. */
const besideOthers: Play = async (stage, scenes) => {
  const { lab, bench } = stage;
  await STATE_PLAYS.finished(stage, scenes);
  const document = bench.graph.getState().document!;
  const loaded = await new Sources().load(SOURCE, new AbortController().signal, () => {});
  for (let n = 1; n < 8; n++) {
    const run = newRun(document, { loaded, adapter: 'gallery' }, { kind: 'trained' });
    const title = `Run ${n}, called at some length`;
    lab.announcer.publish('run', { ...run, id: `run-${n}`, title, status: 'finished', step: 50 * n });
    bench.overlay(`run-${n}`, true);
  }
  bench.compareWith('run-1');
  bench.run.setState({ id: 'shown' });
};

export default defineScenes({
  preset: 'dat',
  answers: (dataset) => ({
    curvesOfRun: ({ id }) => {
      const { graph } = preset('dat').build(schemaOf(dataset));
      return Object.fromEntries(
        seriesTo(50 * Number(id.slice(-1)), graph, []).map(({ name, steps, values }) => [
          name,
          thin(
            steps,
            values.map((value) => value * (1 + Number(id.slice(-1)) / 20)),
            150,
          ),
        ]),
      );
    },
  }),
  states: { finished: besideOthers },
});
