/** What a person does with a run: begun, rested, stopped; its weights tested, taken home and brought back. */
import type { LabFailure } from '../failure';
import type { Ask } from '../protocol';
import { readText } from '../transfer/read-text';
import { isRunFile } from '../runs/run-file';
import { failureToShow, type Bench } from './bench';
import { canContinue } from './can-continue';
import { isResting } from './run';
import { documentOf, showRun } from './runs-actions';

export function runActions(bench: Bench) {
  const { lab, graph, run } = bench;

  async function start(): Promise<void> {
    const { document } = graph.getState();
    if (!document) return;
    run.begin(document);
    await bench.tryAsk('start', document);
  }

  async function continueRun(once: boolean): Promise<void> {
    run.setState({ failure: null });
    await bench.tryAsk('continue', { once });
  }

  async function step(): Promise<void> {
    const { document } = graph.getState();
    if (!document) return;
    if (canContinue(run.getState(), document)) return continueRun(true);
    // A step from 'paused' goes on with the run that is there.
    if (isResting(run.getState().progress.phase)) run.begin(document);
    else run.moveOn();
    await bench.tryAsk('step', document);
  }

  async function importRun(json: string) {
    const { id } = await lab.ask('importRun', { json });
    return { opened: await lab.ask('openRun', { id }), imported: 'importedRun' as const };
  }

  async function importWeights(json: string) {
    const { sameData, ...opened } = await lab.ask('importWeights', { json });
    return { opened, imported: sameData ? ('imported' as const) : ('importedOther' as const) };
  }

  return {
    /** Fresh weights. */
    start,
    step,
    /** Goes on with the weights at rest. */
    continue: () => continueRun(false),
    async pause(): Promise<void> {
      await bench.tryAsk('pause', {});
    },
    async resume(): Promise<void> {
      run.moveOn();
      await bench.tryAsk('resume', {});
    },
    async stop(): Promise<void> {
      await bench.tryAsk('stop', {});
    },
    /** Tests the weights as they stand. */
    async evaluate(): Promise<void> {
      const evaluated = await bench.tryAsk('evaluate', {});
      if (evaluated) run.setState({ evaluated });
    },
    exportWeights: (encoding: Ask<'exportWeights'>['encoding']) => bench.tryAsk('exportWeights', { encoding }),
    exportVectors: () => bench.tryAsk('exportVectors', {}),
    /**
     * Weights, or a run: the document of the file takes the place of the one on screen, as a step that can be undone.
     * `imported`: a word of `transfer`. A failure is returned, to be shown at the import control; null where the import
     * was cut off by a stop.
     */
    async importFile(
      file: Blob,
    ): Promise<LabFailure | { imported: 'imported' | 'importedOther' | 'importedRun' } | null> {
      try {
        const json = await readText(file);
        const { opened, imported } = isRunFile(json) ? await importRun(json) : await importWeights(json);
        showRun(bench, opened);
        graph.getState().replace(documentOf(opened));
        return { imported };
      } catch (error) {
        return failureToShow(error);
      }
    },
  };
}
