import { command } from '../command';
import { checkUser, targetOf } from '../evaluate/asked';
import { followPerson, type FollowedItem } from '../funnel/person';
import { withStages, type StageAsked } from './funnel';

/** One user's items on their way through the stages. */
export interface FollowedPerson {
  userId: string;
  userTitle: string;
  /** [stages][sources] */
  titles: string[][];
  keeps: number[];
  items: FollowedItem[];
}

declare module '../protocol' {
  interface Commands {
    /** `user`: by row, at the moment that the test asks about, or after his last event where he is not tested. */
    funnelPerson: [{ stages: readonly StageAsked[]; user: number }, FollowedPerson];
  }
}

export default command('funnelPerson', (host, { stages, user }) => {
  checkUser(host.needData().dataset, user);
  return withStages(host, stages, async (built, titles, dataset) => ({
    userId: dataset.users[user]!,
    userTitle: dataset.userTitles[user] ?? '',
    titles,
    keeps: built.map(({ keep }) => keep),
    items: await followPerson(built, targetOf(dataset, user)),
  }));
});
