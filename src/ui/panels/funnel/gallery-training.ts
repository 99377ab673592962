/** The standard funnel half trained: its first model is there, its second under way. */
import { Sources } from '../../../lab/loading/sources';
import { newRun } from '../../../lab/runs/new-run';
import { FUNNEL } from '../../../lab/stores/runs';
import { schemaOf } from '../../../model/document/schema';
import { preset } from '../../../model/presets/presets';
import { defineScenes } from '../../gallery/scene';
import { SOURCE } from '../../gallery/staged-lab';
import { STATE_PLAYS } from '../../gallery/states';

export default defineScenes({
  preset: 'two-tower',
  states: {
    finished: async (stage, scenes) => {
      await STATE_PLAYS.live(stage, scenes);
      const loaded = await new Sources().load(SOURCE, new AbortController().signal, () => {});
      const document = preset('mind').build(schemaOf(loaded.dataset));
      const run = newRun(document, { loaded, adapter: 'gallery' }, { kind: 'trained' });
      stage.lab.announcer.publish('run', { ...run, status: 'converged', checkpointBytes: 2.1e6, step: 360 });
      stage.bench.runs.setState({ queue: FUNNEL });
    },
  },
});
