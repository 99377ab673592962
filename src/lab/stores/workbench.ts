/**
 * One lab, its four stores, and what a person can do with them. Events of the lab flow into the stores here and nowhere
 * else; screens read stores and call these functions.
 */
import { kindsOf, type FileKind } from '../../data/file-kinds';
import { LabRefusal } from '../client';
import type { Answer, Ask, Commands, Lab } from '../protocol';
import { carryOver } from './carry-over';
import { createDataStore, type DataStore } from './data';
import { createGraphStore, type Document, type GraphStore } from './graph';
import { createRunStore, isResting, type RunStore } from './run';
import type { ViewStore } from './view';
import type { DataSource } from '../data-source';
import type { Retrieval } from '../evaluate/retrieve';
import type { ValuesByField } from '../evaluate/values-by-field';
import { plainFailure, type LabFailure } from '../failure';
import type { RestoredRun } from '../stored-run';

const FILE_KINDS: readonly FileKind[] = ['log', 'items', 'users'];

/** Trains in a minute even on a software adapter. */
export const FIRST_WORLD = { id: 'bookshop', events: 4000, seed: 1 } as const;
export const FIRST_PRESET = 'two-tower';

export interface Workbench {
  readonly graph: GraphStore;
  readonly data: DataStore;
  readonly run: RunStore;
  readonly view: ViewStore;
  /** Opens the device, then continues the stored run or loads the first world. */
  boot(): Promise<void>;
  /**
   * Puts a ready-made graph, with its settings for the loaded data, in place of the document; can be undone. False
   * where that was refused.
   */
  choosePreset(id: string): Promise<boolean>;
  /** Accepts the small-data mode on the CPU. */
  openOnCpu(): Promise<void>;
  start(): Promise<void>;
  step(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  preview(): Promise<void>;
  /** Files of which nobody has said which is the log: each finds its place, beside those that are there. */
  offerFiles(files: readonly File[]): Promise<void>;
  load(source: DataSource): Promise<boolean>;
  cancel(): Promise<void>;
  findUsers(text: string, limit: number): Promise<Answer<'findUsers'>>;
  /** Null where the weights of the moment cannot answer (none yet, or refused: then it stands in the failure bar). */
  retrieve(user: number, k: number): Promise<Retrieval | null>;
  /** Null as above. */
  retrieveByInterest(asked: Ask<'retrieveByInterest'>): Promise<Answer<'retrieveByInterest'> | null>;
  /** Null as above, and while a run is under way. */
  evaluateByInterest(asked: Ask<'evaluateByInterest'>): Promise<Answer<'evaluateByInterest'> | null>;
  /** Null as above. */
  valuesByField(key: string, field: string | null): Promise<ValuesByField | null>;
  /** Tests the weights as they stand. */
  evaluate(): Promise<void>;
  exportWeights(encoding: Ask<'exportWeights'>['encoding']): Promise<Answer<'exportWeights'> | null>;
  exportVectors(): Promise<Answer<'exportVectors'> | null>;
  /** The failure is returned, to be shown at the import control. */
  importWeights(json: string): Promise<LabFailure | { sameData: boolean }>;
  dispose(): void;
}

export function createWorkbench(lab: Lab, view: ViewStore): Workbench {
  const graph = createGraphStore();
  const data = createDataStore();
  const run = createRunStore();

  /** Asks, and puts a refusal into the failure bar. A question cut off by a stop is no failure. */
  async function tryAsk<K extends keyof Commands>(command: K, ask: Ask<K>): Promise<Answer<K> | null> {
    try {
      return await lab.ask(command, ask);
    } catch (error) {
      const failure = failureOf(error);
      if (failure) run.setState({ failure });
      return null;
    }
  }

  async function adoptPreset(): Promise<void> {
    const preset = await tryAsk('preset', { id: FIRST_PRESET });
    if (preset) graph.getState().open(preset);
  }

  const adopt = (restored: RestoredRun): void => {
    const document: Document = { graph: restored.graph, settings: restored.settings };
    data.setState({ summary: restored.dataset, source: null, problem: null });
    run.begin(document);
    run.append(restored.series);
    run.setState({ progress: restored.progress, baselines: { validation: restored.baselines, test: {} } });
    graph.getState().open(document);
  };

  async function load(source: DataSource): Promise<boolean> {
    data.setState({ busy: 'load', problem: null });
    try {
      const { document } = graph.getState();
      const before = data.getState().summary;
      const summary = await lab.ask('load', { source });
      run.begin(null);
      run.forgetBaselines();
      data.setState({ summary, source });
      if (document && before) graph.getState().replace(carryOver(document, before.schema, summary.schema));
      else await adoptPreset();
      return true;
    } catch (error) {
      report(error);
      return false;
    } finally {
      data.setState({ busy: null });
    }
  }

  /** A problem of the data goes to the data panel, where the person can mend it; anything else to the failure bar. */
  function report(error: unknown): void {
    const failure = failureOf(error);
    if (!failure) return;
    if (failure.problem && 'file' in failure.problem) data.setState({ problem: failure.problem });
    else run.setState({ failure });
  }

  async function train(command: 'start' | 'step'): Promise<void> {
    const { document } = graph.getState();
    if (!document) return;
    // A step from 'paused' continues the run that is there.
    if (command === 'start' || isResting(run.getState().progress.phase)) run.begin(document);
    else run.setState({ failure: null });
    await tryAsk(command, document);
  }

  const unsubscribe = [
    lab.on('device', (device) => run.setState({ device })),
    lab.on('progress', (progress) => run.setState({ progress })),
    lab.on('series', ({ chunks }) => run.append(chunks)),
    lab.on('baselines', ({ part, baselines }) =>
      run.setState(({ baselines: old }) => ({ baselines: { ...old, [part]: baselines } })),
    ),
    lab.on('result', (result) =>
      run.setState(({ baselines }) => ({ result, baselines: { ...baselines, test: result.baselines } })),
    ),
    lab.on('failed', (failure) => run.setState({ failure })),
    lab.on('recovered', (recovered) => run.goBack(recovered)),
    lab.on('unsaved', (unsaved) => run.setState({ unsaved })),
  ];

  return {
    graph,
    data,
    run,
    view,
    async boot() {
      const device = await tryAsk('open', { cpu: false });
      if (device) run.setState({ device });
      const [restored, worlds] = await Promise.all([tryAsk('restore', {}), tryAsk('worlds', {})]);
      if (worlds) data.setState({ worlds });
      if (restored) adopt(restored);
      else await load({ kind: 'world', ...FIRST_WORLD });
    },
    async choosePreset(id) {
      const preset = await tryAsk('preset', { id });
      if (preset) {
        view.setState({ selected: null });
        graph.getState().replace(preset);
      }
      return preset !== null;
    },
    async openOnCpu() {
      const device = await tryAsk('open', { cpu: true });
      if (device) run.setState({ device });
    },
    start: () => train('start'),
    step: () => train('step'),
    async pause() {
      await tryAsk('pause', {});
    },
    async resume() {
      run.setState({ failure: null });
      await tryAsk('resume', {});
    },
    async stop() {
      await tryAsk('stop', {});
    },
    async preview() {
      const { files, dialects } = data.getState();
      if (!files.log) return;
      data.setState({ busy: 'preview', problem: null });
      try {
        data.getState().showPreview(await lab.ask('preview', { files, dialects }));
      } catch (error) {
        report(error);
      } finally {
        data.setState({ busy: null });
      }
    },
    async offerFiles(files) {
      const { files: chosen, setFile } = data.getState();
      const taken = FILE_KINDS.filter((kind) => chosen[kind] !== null);
      const { placed, left } = await kindsOf(files, new Set(taken));
      // The log first: another log forgets what was said of the tables beside it.
      for (const kind of FILE_KINDS) if (placed.has(kind)) setFile(kind, placed.get(kind)!);
      data.setState({ unplaced: left.map(({ name }) => name) });
      await this.preview();
    },
    load,
    async cancel() {
      await tryAsk('cancel', {});
    },
    findUsers: async (text, limit) => (await tryAsk('findUsers', { text, limit })) ?? { users: [], matches: 0 },
    retrieve: (user, k) => tryAsk('retrieve', { user, k }),
    retrieveByInterest: (asked) => tryAsk('retrieveByInterest', asked),
    evaluateByInterest: (asked) => tryAsk('evaluateByInterest', asked),
    valuesByField: (key, field) => tryAsk('valuesByField', { key, field }),
    async evaluate() {
      const evaluated = await tryAsk('evaluate', {});
      if (evaluated) run.setState({ evaluated });
    },
    exportWeights: (encoding) => tryAsk('exportWeights', { encoding }),
    exportVectors: () => tryAsk('exportVectors', {}),
    async importWeights(json) {
      try {
        const { graph: imported, settings, step, sameData } = await lab.ask('importWeights', { json });
        const document: Document = { graph: imported, settings };
        run.begin(document);
        run.setState({ progress: { ...run.getState().progress, step } });
        graph.getState().replace(document);
        return { sameData };
      } catch (error) {
        return failureOf(error) ?? { sameData: true };
      }
    },
    dispose() {
      for (const end of unsubscribe) end();
      lab.dispose();
    },
  };
}

/** Null where there is nothing to say: the question was cut off by a stop, or taken back. */
function failureOf(error: unknown): LabFailure | null {
  if (error instanceof LabRefusal) return error.ended || error.failure.code === 'cut-off' ? null : error.failure;
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return plainFailure('internal', { name, message, stack });
}
