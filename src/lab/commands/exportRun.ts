import { command } from '../command';
import { storedForm, writeRunFile } from '../runs/run-file';
import type { ExportedFile } from '../transfer/exported-file';
import { fileNameOf } from '../transfer/file-name';

declare module '../protocol' {
  interface Commands {
    /** A run with its curves as a file; without its weights. */
    exportRun: [{ id: string }, ExportedFile];
  }
}

export default command('exportRun', async ({ keeper, waits }, { id }) => {
  const { run, series } = await waits.answer(`run ${id}`, () => keeper.read(id));
  return {
    fileName: fileNameOf(run.title, run.step, 'run'),
    blob: new Blob([writeRunFile(storedForm(run), series ?? [])], { type: 'application/json' }),
  };
});
