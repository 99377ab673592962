import { showInterests, type InterestRetrieval } from '../evaluate/interest-lists';
import { command } from '../command';
import type { Ask } from '../protocol';

declare module '../protocol' {
  interface Commands {
    /** What `retrieveByInterest` answered at a step of the run on screen; null where nothing was kept there. */
    recallByInterest: [Ask<'retrieveByInterest'> & { run: string; step: number }, InterestRetrieval | null];
  }
}

export default command('recallByInterest', (host, { run, step, user, ...question }) => {
  const interests = host.runner.timeline.find(run, step)?.interests;
  return interests?.user === user ? showInterests(host.needData().dataset, interests, step, question) : null;
});
