import { AT_REST } from '../../../lab/announcer';
import { newRun } from '../../../lab/runs/new-run';
import type { Run, RunStatus } from '../../../lab/runs/run';
import { Sources } from '../../../lab/loading/sources';
import { BASELINES, metricsAt } from '../../gallery/figures';
import { defineScenes, type Play, type Stage } from '../../gallery/scene';
import { SOURCE } from '../../gallery/staged-lab';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString();

/** A run that has not begun, of the drawing on screen. */
async function blankRun({ bench }: Stage, preset: string): Promise<Run> {
  await bench.load(SOURCE);
  bench.choosePreset(preset);
  const loaded = await new Sources().load(SOURCE, new AbortController().signal, () => {});
  return newRun(bench.graph.getState().document!, { loaded, adapter: 'gallery' }, { kind: 'trained' });
}

function show({ lab, bench }: Stage, runs: readonly Run[], status: RunStatus): void {
  for (const run of runs) lab.announcer.publish('run', run);
  bench.run.setState({
    id: 'shown',
    progress: { ...AT_REST, phase: status === 'running' ? 'training' : 'done', step: 360 },
  });
}

/** A run under way or over, one that it was continued from, and one whose checkpoint made room. */
const kept =
  (status: RunStatus): Play =>
  async (stage, { preset }) => {
    const evaluated = { metrics: metricsAt(0.21), baselines: BASELINES };
    const blank = await blankRun(stage, preset);
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
    stage.bench.runs.setState({ limit: 500e6, elsewhere: ['imported'] });
    show(stage, runs, status);
  };

/** Compared with a baseline, warned of, with a note, over the runs of a sweep; one is deleted and may come back. */
const compared: Play = async (stage, { preset }) => {
  const { bench } = stage;
  const blank = await blankRun(stage, preset);
  const { settings, graph } = blank;
  const of = (id: string, minute: number, level: number, change: Partial<Run>): Run => ({
    ...blank,
    id,
    startedAt: at(minute),
    status: 'finished',
    step: 360,
    seconds: 41 + minute,
    validation: metricsAt(level + 0.01),
    evaluated: { metrics: metricsAt(level), baselines: BASELINES },
    checkpointBytes: 2.1e6,
    ...change,
  });
  const faster = { ...settings, optimizers: settings.optimizers.map((group) => ({ ...group, learningRate: 0.02 })) };
  const sweep = { id: 'sweep', vary: 'batch', values: [64, 128], seeds: [1, 2, 3] };
  const swept = [0, 1, 2, 3].map((n) =>
    of(`swept-${n}`, 30 + n, 0.19 + n / 100, {
      settings: { ...settings, batch: n < 3 ? 64 : 128, seed: 1 + (n % 3) },
      sweep: { ...sweep, value: n < 3 ? 64 : 128 },
    }),
  );
  const runs = [
    of('first', 0, 0.2, {}),
    of('gone', 5, 0.2, { title: 'Deleted by mistake' }),
    of('faster', 10, 0.22, {
      title: 'Faster, with a name that is long enough for two lines in the narrow pane',
      settings: { ...faster, seed: 8 },
      note: 'The loss swings at the end; try half of it.',
    }),
    of('shown', 20, 0.18, { graph: { ...graph, tables: graph.tables.map((table) => ({ ...table, width: 8 })) } }),
    ...swept,
  ];
  show(stage, runs, 'finished');
  bench.compareWith('first');
  bench.overlay('faster', true);
  bench.runs.setState({ leaving: ['gone'] });
};

export default defineScenes({
  preset: 'two-tower',
  states: { live: kept('running'), finished: compared, failed: kept('diverged') },
});
