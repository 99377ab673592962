import { personAsked } from '../evaluate/asked';
import { showList, type Retrieval } from '../evaluate/retrieve';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** What `retrieve` answered at a step of the run on screen; null where nothing was kept of that user there. */
    recall: [{ run: string; step: number; user: number; k: number }, Retrieval | null];
  }
}

export default command('recall', (host, { run, step, user, k }) => {
  const list = host.runner.timeline.find(run, step)?.list;
  return list?.user === user ? showList(personAsked(host.needData().dataset, user), list, step, k) : null;
});
