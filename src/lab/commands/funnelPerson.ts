import { command } from '../command';
import { checkUser, targetOf } from '../evaluate/asked';
import { followPerson, type FollowedItem } from '../funnel/person';
import { reorderingOf, withStages, type ReorderAsked, type StageAsked } from './funnel';

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
    funnelPerson: [{ stages: readonly StageAsked[]; reorder?: ReorderAsked | null; user: number }, FollowedPerson];
  }
}

export default command('funnelPerson', (host, { stages, reorder = null, user }) => {
  checkUser(host.needData().dataset, user);
  return withStages(host, stages, async (built, titles, dataset) => {
    const reordering = await reorderingOf(reorder, dataset, host.waits.signal('evaluation'));
    return {
      userId: dataset.users[user]!,
      userTitle: dataset.userTitles[user] ?? '',
      titles: [...titles, ...(reordering ? [[reordering.file.name]] : [])],
      keeps: [...built, ...(reordering ? [reordering] : [])].map(({ keep }) => keep),
      items: await followPerson(built, targetOf(dataset, user), reordering),
    };
  });
});
