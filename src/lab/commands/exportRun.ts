import { command } from '../command';
import { storedForm, writeRunFile } from '../runs/run-file';
import { fileNameOf } from '../transfer/file-name';

declare module '../protocol' {
  interface Commands {
    /** A run with its curves as a file; without its weights. */
    exportRun: [{ id: string }, { fileName: string; json: string }];
  }
}

export default command('exportRun', async ({ keeper }, { id }) => {
  const { run, series } = await keeper.read(id);
  return { fileName: fileNameOf(run.title, run.step, 'run'), json: writeRunFile(storedForm(run), series ?? []) };
});
