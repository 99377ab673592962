import { readLists } from '../evaluate/read-lists';
import { showList, type Retrieval } from '../evaluate/retrieve';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /** The interests of the same moment are recalled by the step of the answer. */
    retrieve: [{ user: number; k: number }, Retrieval];
  }
}

export default command('retrieve', async (host, { user, k }) => {
  const model = host.needModel();
  const { step, dataset } = model;
  const run = host.keeper.current?.run.id ?? null;
  const { list, interests } = await readLists(model, user, k);
  if (run !== null) host.runner.timeline.glance = { run, step, interests };
  return showList(dataset, list, step, k);
});
