import { FIRST_VALUE } from '../../data/dataset';
import type { Json } from '../../model/graph';
import { Draft, type Wire } from '../../model/presets/drawing/draft';
import { fieldsOf } from '../../model/presets/drawing/towers';
import { settingsOf } from './drawing/field-towers';
import { beats, measureAbove } from './judging/claims';
import { lanePurity } from './running/lane-purity';
import type { Outcome } from './running/outcome';
import type { Draw, Study } from './studies';

/** Of the embedded id and of the embedded shelf; vectors hold both. */
const PART = 16;
const WIDTH = 2 * PART;
const HIDDEN = 64;
const PAST = { length: 30, dropout: 0.1 };
const SHELF = 'shelf';
/** Items of a lane; events from which a user has enough to tell hobbies apart; vectors of a user, and hobbies from which each of them can have its own. */
const LANE = 20;
const ENOUGH = 24;
const INTERESTS = 4;

interface Shape {
  /** The block that makes the interests; null = one vector, the mean of the past. */
  maker: { block: string; params: Record<string, Json>; attention: 'soft' | 'best' } | null;
  /** Weight of the penalty that keeps interests apart. */
  apart?: number;
}

/** The past against the items, both as id and shelf; what the vectors of a user are made of is the only difference. */
const draw = (title: string, { maker, apart }: Shape): Draw => (schema) => {
  const draft = new Draft();
  const items = draft.addTables([...fieldsOf(schema, 'item').id, SHELF], PART);
  draft.add('history', 'history', 'user', [0, 640], { tables: items, ...PAST });
  draft.add('item-id', 'fields', 'item', [560, 640], { tables: items });
  draft.add('item-vector', 'concat', 'item', [560, 520], {}, [['item-id.fields', 'parts']]);
  draft.add('item-mlp', 'mlp', 'item', [740, 400], { widths: [HIDDEN, WIDTH] }, [['item-vector.vector', 'vector']]);
  draft.add('item-tower', 'mix', 'item', [650, 280], { scale: 0.3 }, [['item-vector.vector', 'a'], ['item-mlp.vector', 'b']]);
  const item: Wire = ['item-tower.vector', 'item'];
  if (maker) {
    draft.add('interests', maker.block, 'user', [0, 520], maker.params, [['history.sequence', 'sequence']]);
    draft.add('match', 'label-aware', 'match', [370, 95], { temperature: 0.1, attention: maker.attention }, [['interests.interests', 'interests'], item]);
  } else {
    draft.add('mean', 'pool', 'user', [0, 520], { by: 'mean' }, [['history.sequence', 'sequence']]);
    draft.add('user-mlp', 'mlp', 'user', [180, 400], { widths: [HIDDEN, WIDTH] }, [['mean.vector', 'vector']]);
    draft.add('user-tower', 'mix', 'user', [90, 280], { scale: 0.3 }, [['mean.vector', 'a'], ['user-mlp.vector', 'b']]);
    draft.add('match', 'match', 'match', [370, 95], { temperature: 0.1 }, [['user-tower.vector', 'user'], item]);
  }
  draft.add('softmax', 'in-batch-softmax', 'objective', [370, 0], {}, [['match.pairing', 'pairing']]);
  if (maker && apart !== undefined) draft.add('apart', 'interests-apart', 'objective', [190, 0], { weight: apart }, [['interests.interests', 'interests']]);
  return draft.graph(title);
};

const CAPSULES = { block: 'capsules', params: { count: INTERESTS, width: WIDTH, rounds: 3, sharpness: 20, adaptive: true }, attention: 'soft' } as const;
const ATTENTIVE = { block: 'self-attentive-interests', params: { count: INTERESTS, hidden: 4 * WIDTH, positions: false }, attention: 'best' } as const;

const RARE = 'HR@10 on the smallest hobby';

/** HR@10 over the test users whose held-out item is of the hobby with the smallest share of theirs. */
function rareHits({ loaded: { dataset, truth }, test }: Outcome): number {
  const shelf = dataset.fields.find(({ name }) => name === SHELF)!;
  const nameOf = (item: number): string => shelf.vocabulary[shelf.ids[item]! - FIRST_VALUE] ?? '';
  let [asked, hit] = [0, 0];
  dataset.split.test.forEach((target, t) => {
    const least = truth!.interests(dataset.users[target.user]!).at(-1)!.interest;
    if (nameOf(target.items[0]!) !== least) return;
    asked += 1;
    hit += test.perUser['hr@10'][t]!;
  });
  return hit / asked;
}

const interests: Study = {
  id: 'interests',
  question: 'Does each of several vectors find one of a person’s interests, and is the smallest of them found better than by one vector?',
  world: { id: 'hobbies', events: 24_000, seed: 'run' },
  settings: () => settingsOf(256, 5e-3, { patience: 4, maxEpochs: 25 }),
  arms: {
    'one vector': { budget: 'equal', draw: draw('One vector', { maker: null }) },
    capsules: { budget: 'own', draw: draw('Capsules', { maker: CAPSULES }) },
    'capsules kept apart': { budget: 'own', draw: draw('Capsules kept apart', { maker: CAPSULES, apart: 0.1 }) },
    'self-attentive': { budget: 'equal', draw: draw('Self-attentive', { maker: ATTENTIVE }) },
  },
  budget: 'capsules',
  compare: [['capsules', 'one vector'], ['self-attentive', 'one vector'], ['capsules', 'self-attentive'], ['capsules kept apart', 'capsules']],
  async measure(outcome) {
    const { model } = outcome.trained[0]!;
    const { dataset } = model;
    const enough = dataset.split.test.filter(({ user, history }) => history >= ENOUGH && outcome.loaded.truth!.interests(dataset.users[user]!).length >= INTERESTS);
    const { purity, apart, lanes } = await lanePurity(model, enough, SHELF, LANE);
    return { [RARE]: rareHits(outcome), 'purity of lanes': purity, ...(model.compiled.interestCount > 1 ? { 'lanes apart': apart, 'lanes of a user': lanes } : {}) };
  },
  claims: [
    { text: 'The lanes of capsules are pure to .9 in their first 20, for users with 24 events and four hobbies or more.', judge: measureAbove('capsules', 'purity of lanes', 0.9) },
    { text: 'Of the pairs of lanes of these users, .85 are on different shelves.', judge: measureAbove('capsules', 'lanes apart', 0.85) },
    { text: 'Capsules find the smallest hobby better than one vector of equal budget.', judge: beats('capsules', 'one vector', RARE) },
    { text: 'So do self-attentive interests.', judge: beats('self-attentive', 'one vector', RARE) },
  ],
};
export default interests;
