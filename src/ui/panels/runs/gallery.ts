import { AT_REST } from '../../../lab/announcer';
import { newRun } from '../../../lab/runs/new-run';
import type { Run, RunStatus } from '../../../lab/runs/run';
import { Sources } from '../../../lab/loading/sources';
import { BASELINES, metricsAt } from '../../gallery/figures';
import { defineScenes, type Play } from '../../gallery/scene';
import { SOURCE } from '../../gallery/staged-lab';

/** A run under way or over, one that it was continued from, and one whose checkpoint made room. */
const kept =
  (status: RunStatus): Play =>
  async ({ lab, bench }, { preset }) => {
    await bench.load(SOURCE);
    await bench.choosePreset(preset);
    const loaded = await new Sources().load(SOURCE, new AbortController().signal, () => {});
    const evaluated = { metrics: metricsAt(0.21), baselines: BASELINES };
    const blank = newRun(bench.graph.getState().document!, { loaded, adapter: 'gallery' }, { kind: 'trained' });
    const at = (minute: number): string => new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString();
    const runs: Run[] = [
      {
        ...blank,
        id: 'imported',
        startedAt: at(0),
        status: 'finished',
        origin: { kind: 'imported' },
        step: 400,
        evaluated,
      },
      { ...blank, id: 'first', startedAt: at(10), status: 'stopped', step: 120, pinned: true, checkpointBytes: 2.1e6 },
      {
        ...blank,
        id: 'shown',
        title: 'A name that somebody gave it, long enough for two lines in the narrow pane',
        startedAt: at(20),
        status,
        origin: { kind: 'continued', run: 'first', step: 120 },
        step: 360,
        evaluated: status === 'finished' ? evaluated : null,
        checkpointBytes: 2.1e6,
      },
    ];
    for (const run of runs) lab.announcer.publish('run', run);
    bench.runs.setState({ limit: 500e6, elsewhere: ['imported'] });
    bench.run.setState({
      id: 'shown',
      progress: { ...AT_REST, phase: status === 'running' ? 'training' : 'done', step: 360 },
    });
  };

export default defineScenes({
  preset: 'two-tower',
  states: { live: kept('running'), finished: kept('finished'), failed: kept('diverged') },
});
