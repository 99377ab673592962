/** What a person does with the runs that are kept. */
import { joined } from '../evaluate/baseline-figures';
import type { OpenedRun } from '../runs/open-run';
import type { Bench } from './bench';
import type { Document } from './graph';

/** By which a browser says whether it may remove by itself what a page has stored. */
export type StoragePromises = Pick<StorageManager, 'persist' | 'persisted'>;

export function runsActions(bench: Bench, promises?: StoragePromises) {
  const { graph, runs } = bench;
  const learn = async (asked: Promise<boolean> | undefined): Promise<void> =>
    // Without an answer nothing is promised.
    runs.setState({ durable: asked === undefined ? null : await asked.catch(() => false) });
  return {
    /** Document, curves and result of a stored run take the place of those on screen. False where that was refused. */
    async openRun(id: string): Promise<boolean> {
      const opened = await bench.tryAsk('openRun', { id });
      if (!opened) return false;
      showRun(bench, opened);
      graph.getState().replace(documentOf(opened));
      return true;
    },
    /** The weights at rest, served as the document on screen says: a run of its own. */
    async serve(): Promise<void> {
      const { document } = graph.getState();
      const opened = document && (await bench.tryAsk('serve', { graph: document.graph }));
      if (opened) showRun(bench, opened);
    },
    /** Gives up the run that is being opened: everything stays as it was. */
    async cancelOpening(): Promise<void> {
      await bench.tryAsk('cancel', { wait: 'data' });
    },
    /** Opens a stored run and trains it further; one that was stopped goes on as if it had not been. */
    async goOnWith(id: string): Promise<void> {
      const opened = await bench.tryAsk('openRun', { id, goOn: true });
      if (!opened) return;
      showRun(bench, opened);
      graph.getState().replace(documentOf(opened));
      if (opened.lacks) return;
      if (opened.progress.phase === 'paused') await bench.tryAsk('resume', {});
      else await bench.tryAsk('continue', { steps: null });
    },
    async renameRun(id: string, title: string): Promise<void> {
      await bench.tryAsk('changeRun', { id, title });
    },
    /** Who pins a run means to keep it: the browser is asked to remove nothing by itself. */
    async pinRun(id: string, pinned: boolean): Promise<void> {
      const changed = await bench.tryAsk('changeRun', { id, pinned });
      if (changed?.pinned && runs.getState().durable !== true) await learn(promises?.persist());
    },
    /** Whether the browser has promised that before. */
    learnPromise: (): Promise<void> => learn(promises?.persisted()),
    exportRun: (id: string) => bench.tryAsk('exportRun', { id }),
    async cancelExport(id: string): Promise<void> {
      await bench.tryAsk('cancel', { wait: `run ${id}` });
    },
    /** Reads the list of runs anew; without an answer it stays as it is. */
    async listRuns(): Promise<void> {
      const stored = await bench.lab.ask('runs', {}).catch(() => null);
      if (stored) runs.setState(stored);
    },
  };
}

export const documentIn = ({ graph, settings }: Document): Document => ({ graph, settings });
export const documentOf = ({ run }: OpenedRun): Document => documentIn(run);

/** What a stored run shows, but for its document. */
export function showRun({ data, run }: Bench, opened: OpenedRun): void {
  const { dataset, progress, series, snapshots, lacks } = opened;
  const { id, baselines, result, evaluated } = opened.run;
  const isSameData = dataset !== null && data.getState().summary?.fingerprint === dataset.fingerprint;
  // Of the same data nothing has to be said again: its source stays known, and so do its baselines.
  if (dataset && !isSameData) data.setState({ summary: dataset, source: opened.run.data.source, problem: null });
  const known = isSameData ? run.getState().baselines : { validation: {}, test: {} };
  run.begin(documentOf(opened));
  run.append(series);
  run.setState({
    id,
    marks: snapshots,
    progress,
    result,
    evaluated,
    lacks,
    baselines: {
      validation: joined(known.validation, baselines),
      test: joined(known.test, (result ?? evaluated)?.baselines ?? {}),
    },
  });
}
