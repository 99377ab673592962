/** How the states of the gallery come about: by what a person does and what the lab says, through the page's stores. */
import { AT_REST } from '../../lab/announcer';
import { plainFailure } from '../../lab/failure';
import type { Progress } from '../../lab/progress';
import { createViewStore } from '../../lab/stores/view';
import type { Language } from '../../words/catalog';
import { createWorkbench, type Workbench } from '../../lab/stores/workbench';
import { judge } from '../../model/check/judge';
import { BASELINES, EPOCH, EPOCHS, metricsAt, recallAfter, seriesTo, SPEED } from './figures';
import type { PanelScenes, Play, Stage, State } from './scene';
import { SOURCE, StagedLab } from './staged-lab';

const ONE_STAGE = { at: 1, of: 1 };
const DEVICE = {
  backend: 'webgpu',
  adapter: 'gallery',
  software: false,
  reason: null,
  limits: null,
  diagnostics: '',
} as const;

const at = (step: number): Pick<Progress, 'step' | 'epoch' | 'stage' | 'speed'> => ({
  step,
  epoch: Math.floor(step / EPOCH),
  stage: ONE_STAGE,
  speed: SPEED,
});

/** A run whose shaders are being compiled, beside its baselines. */
async function begin({ lab, bench }: Stage, { preset }: PanelScenes): Promise<void> {
  await bench.load(SOURCE);
  bench.choosePreset(preset);
  for (const part of ['validation', 'test'] as const)
    lab.announcer.publish('baselines', { part, baselines: BASELINES });
  await bench.start();
  lab.announcer.progress({ ...AT_REST, phase: 'preparing' });
  lab.announcer.progress({ ...AT_REST, phase: 'compiling', detail: 'shaders', fraction: 0.4 });
}

/** Trained up to a step, which the curves show. */
async function trainTo(step: number, stage: Stage, scenes: PanelScenes): Promise<void> {
  const { lab, bench } = stage;
  await begin(stage, scenes);
  const { graph } = bench.run.getState().trained!;
  const { probes } = judge(graph, bench.data.getState().summary!.schema);
  const shown = new Promise<void>((resolve) => {
    const end = bench.run.subscribe(({ curves }) => {
      if (!curves['loss']) return;
      end();
      resolve();
    });
  });
  lab.announcer.publish('series', { chunks: seriesTo(step, graph, probes) });
  lab.announcer.progress({
    ...AT_REST,
    ...at(step),
    phase: 'training',
    fraction: step / (EPOCH * EPOCHS),
    secondsLeft: 9,
  });
  await shown;
}

export const STATE_PLAYS: Readonly<Record<State, Play>> = {
  empty: async () => {},
  loading: begin,
  live: (stage, scenes) => trainTo(6.5 * EPOCH, stage, scenes),
  finished: async (stage, scenes) => {
    const steps = EPOCH * EPOCHS;
    await trainTo(steps, stage, scenes);
    stage.lab.announcer.publish('result', {
      metrics: metricsAt(recallAfter(EPOCHS)),
      baselines: BASELINES,
      speed: SPEED,
      epochs: EPOCHS,
      steps,
      bestStep: steps - EPOCH,
      stage: ONE_STAGE,
      keptStage: ONE_STAGE,
    });
    stage.lab.announcer.progress({ ...AT_REST, ...at(steps), phase: 'done', ending: 'finished', fraction: 1 });
  },
  failed: async (stage, scenes) => {
    const step = 2.5 * EPOCH;
    await trainTo(step, stage, scenes);
    stage.lab.announcer.publish('failed', plainFailure('diverged', {}, { step }));
    stage.lab.announcer.progress({ ...AT_REST, ...at(step), phase: 'failed' });
  },
};

/** The stores of the page as they stand in a state. */
export async function stagedBench(scenes: PanelScenes, state: State, language: Language): Promise<Workbench> {
  const lab = await StagedLab.open(scenes.answers);
  const nowhere = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  const bench = createWorkbench(lab, createViewStore(nowhere, { asked: language, preferred: language }));
  lab.announcer.publish('device', DEVICE);
  bench.data.setState({ worlds: await lab.ask('worlds', {}) });
  await (scenes.states?.[state] ?? STATE_PLAYS[state])({ lab, bench }, scenes);
  return bench;
}
