import { mapOfSnapshot, type ItemMap, type MapQuestion } from '../evaluate/item-map';
import { command } from '../command';

declare module '../protocol' {
  interface Commands {
    /**
     * The map of a step of the run on screen, of the items whose vectors its snapshot has; null where there is none.
     * The person is missing where it has those of somebody else.
     */
    recallMap: [MapQuestion & { run: string; step: number }, ItemMap | null];
  }
}

export default command('recallMap', (host, { run, step, ...question }) => {
  const snapshot = host.runner.timeline.find(run, step);
  return snapshot && mapOfSnapshot(host.needData().dataset, snapshot, question);
});
