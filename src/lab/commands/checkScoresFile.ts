import { command } from '../command';
import { readScores } from '../funnel/scores-file';

declare module '../protocol' {
  interface Commands {
    /** Refuses a file of scores that could not order the end of a funnel on this data, as the funnel itself would. */
    checkScoresFile: [{ file: Blob; name: string }, Record<never, never>];
  }
}

export default command('checkScoresFile', async (host, { file, name }) => {
  await readScores(file, name, host.needData().dataset, host.waits.signal('evaluation'));
  return {};
});
