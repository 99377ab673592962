import { personAsked } from '../evaluate/asked';
import { showInterests, type InterestRetrieval } from '../evaluate/interest-lists';
import { command } from '../command';
import type { Ask } from '../protocol';

declare module '../protocol' {
  interface Commands {
    /**
     * What `retrieveByInterest` answered, or would have, at a step of the run on screen: that of a snapshot or of the
     * last answer of `retrieve`. Null where nothing was kept of that user there; a
     * snapshot has nothing of a person who is made up.
     */
    recallByInterest: [Ask<'retrieveByInterest'> & { run: string; step: number }, InterestRetrieval | null];
  }
}

export default command('recallByInterest', (host, { run, step, user: who, ...question }) => {
  const interests = host.runner.timeline.interestsAt(run, step, who, question.k);
  return interests && showInterests(personAsked(host.needData().dataset, who), interests, step, question);
});
