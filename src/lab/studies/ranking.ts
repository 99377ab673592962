import { drawHobbyRanker } from './drawing/hobby-rankers';
import { settingsOf } from './drawing/field-towers';
import { oneVector, severalVectors } from './interests';
import { beats } from './judging/claims';
import type { Study } from './studies';

/** Of the vectors in the index. */
const WIDTH = 8;
/** Items that the towers hand on. */
const KEEP = 20;
const [CROSSING, ONE, SEVERAL, BEHIND] = ['crossing', 'one vector', 'capsules', 'behind one vector'];
const HANDED_ON = `recall@${KEEP} of the towers`;
const OVERLAP = 'overlap@10 of towers and ranker';

const crossing = drawHobbyRanker({ title: 'Crossing', width: WIDTH, lists: { candidates: 16 } });

/**
 * Crosses are planted where everyone buys for a few of twelve hobbies in turns: what decides is whether the past has
 * been at a candidate's shelf, how often and how lately. Those are numbers of a pair, and an inner product of eight
 * cannot hold them for every shelf (see `narrow`). Not in `crosses`: what lies there in combinations of the fields of
 * one side is the inner product of two vectors of eight numbers, which a ranker of pairs has to find as towers have.
 * One list in three or so has the wanted item among 20, so that the towers' candidates bind.
 */
const ranking: Study = {
  id: 'ranking',
  question:
    'Where the past and a candidate cross, does a model that crosses them beat the best two towers of equal budget, and what is left of it behind their candidates?',
  world: { id: 'hobbies', events: 6_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 3, maxEpochs: 15 }),
  arms: {
    [CROSSING]: { budget: 'equal', draw: crossing },
    [ONE]: { budget: 'own', draw: oneVector(WIDTH) },
    [SEVERAL]: { budget: 'equal', draw: severalVectors(WIDTH) },
    [BEHIND]: { budget: 'equal', funnel: { towers: oneVector(WIDTH), ranker: crossing }, keep: KEEP },
  },
  budget: ONE,
  compare: [
    [CROSSING, ONE],
    [CROSSING, SEVERAL],
    [BEHIND, ONE],
    [CROSSING, BEHIND],
  ],
  async measure({ funnel }): Promise<Record<string, number>> {
    const [towers] = funnel?.stages ?? [];
    return towers ? { [HANDED_ON]: towers.recall, [OVERLAP]: towers.overlap! } : {};
  },
  claims: [
    {
      text: 'The crossing model beats two towers with one vector, at equal budget.',
      judge: beats(CROSSING, ONE),
    },
    { text: 'It also beats two towers with several vectors.', judge: beats(CROSSING, SEVERAL) },
    {
      text: 'That bound costs: over the whole catalogue it is better than behind the first 20 of the towers.',
      judge: beats(CROSSING, BEHIND),
    },
    { text: 'Behind the towers it is still better than the towers alone.', judge: beats(BEHIND, ONE) },
  ],
};
export default ranking;
