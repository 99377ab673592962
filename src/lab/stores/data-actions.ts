/** What a person does with data: files offered and read, a data set loaded. */
import { FILE_KINDS, kindsOf } from '../../data/file-kinds';
import { preset } from '../../model/presets/presets';
import type { DataSource } from '../loading/data-source';
import type { DatasetSummary } from '../loading/describe-data';
import type { Bench } from './bench';
import { carryOver } from './carry-over';
import { previewed } from './data';
import type { Document } from './graph';

const FIRST_PRESET = 'two-tower';

export function dataActions(bench: Bench) {
  const { lab, graph, data, run } = bench;

  /** Only the last question has something to say. */
  let asked = 0;
  const stillAsks = (): (() => boolean) => {
    const mine = ++asked;
    return () => mine === asked;
  };

  /** The files as they are chosen now; whatever was being read of others is given up. */
  async function preview(): Promise<void> {
    const { files, dialects, busy } = data.getState();
    const isMine = stillAsks();
    if (busy === 'preview') {
      void bench.tryAsk('cancel', { wait: 'data' });
      data.setState({ busy: null });
    }
    if (!files.log) return;
    data.setState({ busy: 'preview', problem: null });
    try {
      const shown = await lab.ask('preview', { files, dialects });
      if (isMine()) data.getState().showPreview(shown, dialects);
    } catch (error) {
      if (isMine()) bench.report(error);
    } finally {
      if (isMine()) data.setState({ busy: null });
    }
  }

  return {
    preview,
    /** Files of which nobody has said which is the log: each finds its place, beside those that are there. */
    async offerFiles(files: readonly File[]): Promise<void> {
      const { files: chosen, setFile } = data.getState();
      const taken = FILE_KINDS.filter((kind) => chosen[kind] !== null);
      const { placed, left } = await kindsOf(files, new Set(taken));
      // The log first: another log forgets what was said of the tables beside it.
      for (const kind of FILE_KINDS) if (placed.has(kind)) setFile(kind, placed.get(kind)!);
      data.setState({ unplaced: left.map(({ name }) => name) });
      await preview();
    },
    /**
     * A world, or the files of the preview. The document moves to the new data, or the one that is drawn for it takes
     * its place, as a step that can be undone. False where the data was refused.
     */
    async load(source: DataSource, draw?: (summary: DatasetSummary) => Document): Promise<boolean> {
      const isMine = stillAsks();
      data.setState({ busy: 'load', problem: null });
      try {
        const files = source.kind === 'files' ? previewed(data.getState()) : null;
        const summary = await lab.ask('load', { source, ...(files && { files }) });
        // Read after the wait: the document may have been edited meanwhile.
        const { document, open, replace } = graph.getState();
        const before = data.getState().summary;
        run.begin(null);
        run.forgetBaselines();
        data.setState({ summary, source });
        if (document && draw) replace(draw(summary));
        else if (document && before) replace(carryOver(document, before.schema, summary.schema));
        else if (draw) open(draw(summary));
        else if (!document) open(preset(FIRST_PRESET).build(summary.schema));
        return true;
      } catch (error) {
        bench.report(error);
        return false;
      } finally {
        if (isMine()) data.setState({ busy: null });
      }
    },
    /** A file that was being read is no longer chosen; one that had been read is as it was. */
    async cancel(): Promise<void> {
      if (data.getState().busy !== 'preview') return void (await bench.tryAsk('cancel', { wait: 'data' }));
      data.getState().leaveUnread();
      await preview();
    },
  };
}
