import { FIRST_VALUE } from '../../data/dataset';
import type { Json } from '../../model/document/graph';
import { Draft, type Wire } from '../../model/presets/drawing/draft';
import { fieldsOf } from '../../model/presets/drawing/towers';
import { mergeInterests } from '../evaluate/merge-interests';
import { visitInterests } from '../evaluate/rank-interests';
import { settingsOf } from './drawing/field-towers';
import { beats, measureAbove } from './judging/claims';
import { interestPurity } from './running/interest-purity';
import type { Outcome } from './running/outcome';
import type { Draw, Study } from './studies';

const HIDDEN = 64;
export const PAST = { length: 50, dropout: 0.1 };
export const SHELF = 'shelf';
/** Items of an interest’s own list. */
const OWN_LIST = 20;
/** Vectors of a user who has 16 events or more, unless an arm says otherwise. */
const INTERESTS = 4;

interface Shape {
  /** The block that makes the interests; null = one vector, the mean of the past. */
  maker: { block: string; params: Record<string, Json>; attention: 'soft' | 'best' } | null;
  /** Weight of the penalty that keeps interests apart. */
  apart?: number;
}

/**
 * The past against the items, both as id and shelf; what the vectors of a user are made of is the only difference.
 * @param width of the vectors: half of it the embedded id, half the shelf
 */
const draw =
  (title: string, width: number, { maker, apart }: Shape): Draw =>
  (schema) => {
    const draft = new Draft();
    const items = draft.addTables([...fieldsOf(schema, 'item').id, SHELF], width / 2);
    draft.add('history', 'history', 'user', [0, 640], { tables: items, ...PAST });
    draft.add('item-id', 'fields', 'item', [560, 640], { tables: items });
    draft.add('item-vector', 'concat', 'item', [560, 520], {}, [['item-id.fields', 'parts']]);
    draft.add('item-mlp', 'mlp', 'item', [740, 400], { widths: [HIDDEN, width] }, [['item-vector.vector', 'vector']]);
    draft.add('item-tower', 'mix', 'item', [650, 280], { scale: 0.3 }, [
      ['item-vector.vector', 'a'],
      ['item-mlp.vector', 'b'],
    ]);
    const item: Wire = ['item-tower.vector', 'item'];
    if (maker) {
      draft.add('interests', maker.block, 'user', [0, 520], maker.params, [['history.sequence', 'sequence']]);
      draft.add('match', 'label-aware', 'match', [370, 95], { temperature: 0.1, attention: maker.attention }, [
        ['interests.interests', 'interests'],
        item,
      ]);
    } else {
      draft.add('mean', 'pool', 'user', [0, 520], { by: 'mean' }, [['history.sequence', 'sequence']]);
      draft.add('user-mlp', 'mlp', 'user', [180, 400], { widths: [HIDDEN, width] }, [['mean.vector', 'vector']]);
      draft.add('user-tower', 'mix', 'user', [90, 280], { scale: 0.3 }, [
        ['mean.vector', 'a'],
        ['user-mlp.vector', 'b'],
      ]);
      draft.add('match', 'match', 'match', [370, 95], { temperature: 0.1 }, [['user-tower.vector', 'user'], item]);
    }
    draft.add('softmax', 'in-batch-softmax', 'objective', [370, 0], {}, [['match.pairing', 'pairing']]);
    if (maker && apart !== undefined)
      draft.add('apart', 'interests-apart', 'objective', [190, 0], { weight: apart }, [
        ['interests.interests', 'interests'],
      ]);
    return draft.graph(title);
  };

const capsules = (width: number, count = INTERESTS) =>
  ({
    block: 'capsules',
    params: { count, width, rounds: 3, sharpness: 20, adaptive: true },
    attention: 'soft',
  }) as const;
const attentive = (width: number) =>
  ({
    block: 'self-attentive-interests',
    params: { count: INTERESTS, hidden: 4 * width, positions: false },
    attention: 'best',
  }) as const;

/** The same with several of each user. @param width of the vectors */
export const severalVectors = (width: number): Draw => draw('Capsules', width, { maker: capsules(width) });

export const RARE = 'Recall@10 on the smallest hobby';
// Records name these measures: a lane is the list of one interest.
export const PURITY = 'purity of lanes';
export const APART = 'lanes apart';
const ALL_APART = 'users with all lanes apart';
const LIST = 10;

/**
 * Recall in the merged list of ten, over the test users who bought something of the hobby that has the smallest share
 * of theirs.
 */
async function rareRecall({ loaded: { truth }, trained }: Outcome): Promise<number> {
  const { model } = trained[0]!;
  const { dataset } = model;
  const shelf = dataset.fields.find(({ name }) => name === SHELF)!;
  const nameOf = (item: number): string => shelf.vocabulary[shelf.ids[item]! - FIRST_VALUE] ?? '';
  const recalls: number[] = [];
  await visitInterests(model, dataset.split.test, LIST, ({ user, items }, lists) => {
    const least = truth!.interests(dataset.users[user]!).at(-1)!.interest;
    const rare = [...items].filter((item) => nameOf(item) === least);
    if (rare.length === 0) return;
    const listed = new Set(mergeInterests(lists, LIST).map(({ item }) => item));
    recalls.push(rare.filter((item) => listed.has(item)).length / rare.length);
  });
  return recalls.reduce((sum, x) => sum + x, 0) / recalls.length;
}

/** Two towers with one vector each. @param width of the vectors */
export const oneVector = (width: number): Draw => draw('One vector', width, { maker: null });

/** Arms and measures of the studies of a hobby shop. @param width of the vectors */
export const inTheHobbyShop = (width: number): Omit<Study, 'id' | 'question' | 'claims'> => ({
  world: { id: 'hobbies', events: 72_000, seed: 'run', split: 'last-fifth' },
  settings: () => settingsOf(256, 5e-3, { patience: 4, maxEpochs: 25 }),
  arms: {
    'one vector': { budget: 'equal', draw: oneVector(width) },
    capsules: { budget: 'own', draw: severalVectors(width) },
    'two capsules': { budget: 'own', draw: draw('Two capsules', width, { maker: capsules(width, 2) }) },
    'capsules kept apart': {
      budget: 'own',
      draw: draw('Capsules kept apart', width, { maker: capsules(width), apart: 0.1 }),
    },
    'self-attentive': { budget: 'equal', draw: draw('Self-attentive', width, { maker: attentive(width) }) },
  },
  budget: 'capsules',
  compare: [
    ['capsules', 'one vector'],
    ['self-attentive', 'one vector'],
    ['capsules', 'self-attentive'],
    ['capsules kept apart', 'capsules'],
  ],
  async measure(outcome) {
    const { model } = outcome.trained[0]!;
    const { dataset } = model;
    const hobbies = (user: number): number => outcome.loaded.truth!.interests(dataset.users[user]!).length;
    // Capsules give a user of n events log2(n) vectors: with fewer than hobbies some vector must serve two, with more
    // some two must share one.
    const enough = dataset.split.test.filter(({ user, history }) => 2 ** hobbies(user) <= history);
    const { purity, active } = await interestPurity(model, enough, SHELF, OWN_LIST);
    const measures = { [RARE]: await rareRecall(outcome), [PURITY]: purity };
    const { interestCount } = model.compiled;
    if (interestCount === 1) return measures;
    const { apart, allApart } = await interestPurity(
      model,
      enough.filter(({ user }) => hobbies(user) >= interestCount),
      SHELF,
      OWN_LIST,
    );
    return { ...measures, [APART]: apart, [ALL_APART]: allApart, 'lanes of a user': active };
  },
});

const interests: Study = {
  id: 'interests',
  question:
    'Does each of several vectors find one of a user’s interests, and is the smallest interest found better than by one vector?',
  ...inTheHobbyShop(24),
  claims: [
    {
      text: 'On average, .9 of the first 20 items a capsule retrieves are of one hobby, for users with enough events for a capsule per hobby.',
      judge: measureAbove('capsules', PURITY, 0.9),
    },
    {
      text: 'Among those users who have a hobby for each capsule, .85 of the pairs of lists are of different hobbies.',
      judge: measureAbove('capsules', APART, 0.85),
    },
    {
      text: 'Two capsules find different hobbies for .85 of the users with enough events for a capsule per hobby.',
      judge: measureAbove('two capsules', ALL_APART, 0.85),
    },
    {
      text: 'Capsules find the smallest hobby better than one vector of equal budget.',
      judge: beats('capsules', 'one vector', RARE),
    },
    {
      text: 'Self-attentive interests also find it better than one vector.',
      judge: beats('self-attentive', 'one vector', RARE),
    },
  ],
};
export default interests;
