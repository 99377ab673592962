import { showInterests, type InterestRetrieval } from '../evaluate/interest-lists';
import { command } from '../command';
import type { Ask } from '../protocol';

declare module '../protocol' {
  interface Commands {
    /**
     * What `retrieveByInterest` answered, or would have, at a step of the run on screen: that of a snapshot or of the
     * last answer of `retrieve`. Null where nothing was kept of that user there.
     */
    recallByInterest: [Ask<'retrieveByInterest'> & { run: string; step: number }, InterestRetrieval | null];
  }
}

export default command('recallByInterest', (host, { run, step, user, ...question }) => {
  const interests = host.runner.timeline.interestsAt(run, step, user);
  return interests && showInterests(host.needData().dataset, interests, step, question);
});
