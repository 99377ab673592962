/** Weights, runs and towers brought back from files: one at a time, the last that was asked for. */
import type { LabFailure } from '../failure';
import { isRunFile } from '../runs/run-file';
import { documentFrom, readTowersFile } from '../towers/towers-file';
import { readText } from '../transfer/read-text';
import type { Wait } from '../waits';
import type { KnownIds } from '../transfer/import-weights';
import { failureToShow, type Bench } from './bench';
import { documentOf, showRun } from './runs-actions';

/**
 * What an import came to; `imported` is a word of `transfer`, `known` ids of the file, where it is of other data. Null
 * where it was cut off.
 */
export type ImportAnswer =
  | LabFailure
  | { imported: 'imported' | 'importedOther' | 'importedRun' | 'importedTowers'; known?: KnownIds[] }
  | null;

export function importActions(bench: Bench) {
  const { lab, graph, data, run, runs, view } = bench;
  let imports = 0;
  /** Of the last import: a run's data is loaded after its file was read. */
  let waitsFor: Wait = 'import';

  function cancelImport(): void {
    imports += 1;
    if (run.getState().importing !== null) void bench.tryAsk('cancel', { wait: waitsFor });
    run.setState({ importing: null });
  }

  async function importRun(json: string) {
    const isKnown = new Set(runs.getState().runs.map(({ id }) => id));
    const { id } = await lab.ask('importRun', { json });
    waitsFor = 'data';
    try {
      return { opened: await lab.ask('openRun', { id }), imported: 'importedRun' as const };
    } catch (error) {
      if (!isKnown.has(id) && (await bench.tryAsk('removeRun', { id }))) runs.drop(id);
      throw error;
    }
  }

  async function importWeights(json: string) {
    const { sameData, known, ...opened } = await lab.ask('importWeights', { json });
    return sameData ? { opened, imported: 'imported' as const } : { opened, imported: 'importedOther' as const, known };
  }

  /** Whether the text is a drawing, which then is on screen. */
  function importTowers(json: string): boolean {
    const towers = readTowersFile(json);
    if (!towers) return false;
    const { document, replace } = graph.getState();
    replace(documentFrom(towers, document, data.getState().summary?.fields));
    view.setState({ selected: null });
    return true;
  }

  return {
    cancelImport,
    /**
     * Weights, a run, or towers by themselves: the document of the file takes the place of the one on screen, as a step
     * that can be undone. An import that is under way gives way to it. A failure is returned, to be shown at the import
     * control.
     */
    async importFile(file: File): Promise<ImportAnswer> {
      cancelImport();
      const mine = imports;
      waitsFor = 'import';
      run.setState({ importing: file.name });
      try {
        const json = await readText(file);
        if (mine !== imports) return null;
        if (importTowers(json)) return { imported: 'importedTowers' };
        const { opened, ...answer } = isRunFile(json) ? await importRun(json) : await importWeights(json);
        // Also where it was given up too late: these are the weights that are there now.
        showRun(bench, opened);
        graph.getState().replace(documentOf(opened));
        return answer;
      } catch (error) {
        return mine === imports ? failureToShow(error) : null;
      } finally {
        if (mine === imports) run.setState({ importing: null });
      }
    },
  };
}
