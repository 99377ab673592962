import { command } from '../command';
import { asking, type Who } from '../evaluate/asked';
import { shownTo, type RankedItem } from '../evaluate/retrieve';
import { bestFirst, Stage } from '../funnel/stage';

/** Candidates of a person, best first. */
export interface RankedCandidates {
  userId: string;
  userTitle: string;
  items: RankedItem[];
}

declare module '../protocol' {
  interface Commands {
    /** Candidates by row, as the weights order them for a user of the log or a person who is made up. */
    rank: [{ user: Who; candidates: readonly number[] }, RankedCandidates];
  }
}

export default command('rank', (host, { user: who, candidates }) => {
  const model = host.needModel();
  return asking(model, who, async ({ dataset, target, serving }) => {
    const stage = new Stage(serving, { items: model.serving });
    const list = Uint32Array.from(candidates);
    const show = shownTo(dataset, target);
    try {
      const [scores] = await stage.scoresOf([target], [list]);
      return {
        userId: dataset.users[target.user] ?? '',
        userTitle: dataset.userTitles[target.user] ?? '',
        items: bestFirst(scores!).map((at) => show(list[at]!, scores![at]!)),
      };
    } finally {
      stage.dispose();
    }
  });
});
