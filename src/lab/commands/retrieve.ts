import { asking, type Who } from '../evaluate/asked';
import { readLists } from '../evaluate/read-lists';
import { showList, type Retrieval } from '../evaluate/retrieve';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * `user`: of the log, by row, or a person who is made up. The interests of the same moment are recalled by the step
     * of the answer.
     */
    retrieve: [{ user: Who; k: number }, Retrieval];
  }
}

export default command('retrieve', (host, { user: who, k }) => {
  const model = host.needModel();
  const { step } = model;
  const run = host.keeper.current?.run.id ?? null;
  return asking(model, who, async (asked) => {
    const { list, interests } = await readLists(model, asked, k);
    if (run !== null) host.runner.timeline.glance = { run, step, who, k, interests };
    return showList(asked, list, step, k);
  });
});
