import { describe, expect, it } from 'vitest';
import { build } from '../../data/build-testing';
import type { Dataset } from '../../data/dataset';
import { idField } from '../../data/fields/encode';
import { createRandom } from '../../data/random';
import { datasetOf, randomRows } from '../../data/testing';
import { onDevice } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { evaluate } from '../evaluate/evaluate';
import { NO_ITEM } from '../evaluate/metrics';
import { rankScores, removedItems } from '../evaluate/rank';
import { noStandings } from '../evaluate/standings';
import { Stage } from '../funnel/stage';
import { LiveModel } from '../training/live-model';
import { agreementWithColumn, agreementWithModel, DEPTH } from './agreement';

onDevice();

const watch = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

type Ranks = Parameters<typeof agreementWithModel>[1];

/** A model that gives a user's items these scores. */
function scoring(dataset: Dataset, scoresOf: (user: number) => ArrayLike<number>): Ranks {
  return {
    async ranking(targets, keep) {
      const standings = noStandings(targets);
      let asked = 0;
      const lists = targets.map((target) => {
        const scores = Float32Array.from(scoresOf(target.user));
        const { greater, ties, shown } = rankScores(scores, target.items, removedItems(dataset, target), keep);
        standings.greater.set(greater, asked);
        standings.ties.set(ties, asked);
        asked += target.items.length;
        return shown.filter((item) => item !== NO_ITEM);
      });
      return { lists, standings };
    },
    scoresOf: async (targets, candidates) =>
      candidates.map((list, row) => Float32Array.from(list, (item) => scoresOf(targets[row]!.user)[item]!)),
  };
}

/** Three users of a catalogue of 20 items of whom each has had two, the third one held out. */
const threeUsers = datasetOf([
  ...['ann', 'bob', 'cid'].flatMap((user, at) =>
    [0, 1, 2].map((n) => [user, `i${at + n}`, 10 * at + n] as [string, string, number]),
  ),
  ...Array.from({ length: 20 }, (_, n) => ['all', `i${n}`, 100 + n] as [string, string, number]),
]);
const tested = threeUsers.split.test.filter(({ user }) => threeUsers.users[user] !== 'all');
const three: Dataset = { ...threeUsers, split: { ...threeUsers.split, test: tested } };
const ITEMS = three.items.length;
const falling = Array.from({ length: ITEMS }, (_, item) => ITEMS - item);

describe('two orders that are known', () => {
  it('overlap and correlate by hand', async () => {
    // The ranker has the items in their order. Of 18 candidates the model turns the first four round, and puts the last
    // one in front of all.
    const ranker = scoring(three, () => falling);
    const turned = (user: number): number[] => {
      const removed = new Set(
        removedItems(
          three,
          tested.find((target) => target.user === user)!,
        ),
      );
      const order = [...falling.keys()].filter((item) => !removed.has(item));
      const own = [order.at(-1)!, ...order.slice(0, 4).toReversed(), ...order.slice(4, -1)];
      return falling.map((_, item) => -own.indexOf(item));
    };
    const found = await agreementWithModel(three, scoring(three, turned), ranker, 'R', watch(), [1, 3, 10, 17, 18]);
    expect(found).toMatchObject({ kind: 'model', title: 'R', users: 3, depth: DEPTH, scored: null });
    // Model: 18th, 4th, 3rd, 2nd, 1st, 5th, … of the ranker's.
    expect(found.at.map(({ k, overlap }) => [k, overlap.users, overlap.value?.mean ?? null])).toEqual([
      [1, 3, 0],
      [3, 3, expect.closeTo(1 / 3, 9) as number],
      [10, 3, expect.closeTo(9 / 10, 9) as number],
      [17, 3, expect.closeTo(16 / 17, 9) as number],
      // Eighteen of eighteen are the same whatever their order.
      [18, 0, null],
    ]);
    // Places moved: 17, four items by 4, 2, 0, 2, thirteen by one.
    const squares = 17 ** 2 + 4 ** 2 + 2 ** 2 + 0 + 2 ** 2 + 13;
    const spearman = 1 - (6 * squares) / (18 * (18 ** 2 - 1));
    expect(found.correlation.users).toBe(3);
    expect(found.correlation.value!.mean).toBeCloseTo(spearman, 9);
    expect(found.correlation.value!.half).toBeCloseTo(0, 9);
  });

  it('have no correlation of a user of whom a model gives all items one score, and he is not counted', async () => {
    const [ann] = tested;
    const model = scoring(three, (user) => (user === ann!.user ? falling.map(() => 7) : falling));
    const { correlation, at } = await agreementWithModel(
      three,
      model,
      scoring(three, () => falling),
      'R',
      watch(),
    );
    expect(correlation).toEqual({ users: 2, value: { mean: expect.closeTo(1, 9) as number, half: 0 } });
    expect(at[0]!.overlap.users).toBe(3);
    const none = await agreementWithModel(
      three,
      scoring(three, () => falling.map(() => 7)),
      model,
      'R',
      watch(),
    );
    expect(none.correlation).toEqual({ users: 0, value: null });
  });

  it('that know nothing of each other correlate around 0, and overlap as chance has it', async () => {
    const many = datasetOf(randomRows(3, { users: 300, items: 400, rows: 4000 }));
    const drawn = (seed: string) => {
      const random = createRandom(1, seed);
      const own = many.users.map(() => Float32Array.from(many.items, () => random.uniform()));
      return scoring(many, (user) => own[user]!);
    };
    const { at, correlation, users } = await agreementWithModel(many, drawn('a'), drawn('b'), 'R', watch());
    expect(users).toBeGreaterThan(250);
    expect(Math.abs(correlation.value!.mean)).toBeLessThan(2 * correlation.value!.half!);
    expect(correlation.value!.half).toBeLessThan(0.02);
    const { overlap } = at.find(({ k }) => k === 50)!;
    expect(Math.abs(overlap.value!.mean - 50 / (many.items.length - 13))).toBeLessThan(0.02);
  });
});

/** Some held-out items stand in the history, and are no candidates. */
const log = datasetOf(randomRows(5, { users: 40, items: 30, rows: 500 }), { repeats: 'all' });
const dataset = {
  ...log,
  fields: [idField('user id', 'user', log.users), idField('item id', 'item', log.items)],
};

describe('models', () => {
  const withStages = async (use: (stage: (id: string) => Stage, model: (id: string) => LiveModel) => Promise<void>) => {
    const models = new Map(
      ['two-tower', 'din'].map((id) => {
        const { graph, settings } = preset(id).build(schemaOf(dataset), { width: 8 });
        return [id, new LiveModel(dataset, graph, settings)];
      }),
    );
    const stages = new Map([...models].map(([id, { serving }]) => [id, new Stage(serving)]));
    try {
      await use(
        (id) => stages.get(id)!,
        (id) => models.get(id)!,
      );
    } finally {
      for (const one of [...stages.values(), ...models.values()]) one.dispose();
    }
  };

  it('agree with themselves in all, by vectors and pair by pair', () =>
    withStages(async (stage) => {
      for (const id of ['two-tower', 'din']) {
        const { at, correlation } = await agreementWithModel(dataset, stage(id), stage(id), id, watch());
        const more = dataset.split.test.filter(
          (target) => dataset.items.length - removedItems(dataset, target).length > 10,
        );
        expect(at[0]!.overlap).toEqual({ users: more.length, value: { mean: 1, half: 0 } });
        expect(correlation.value!.mean, id).toBeCloseTo(1, 9);
        expect(at[0]!.ranker).toEqual(at[0]!.model);
      }
    }));

  it('have beside it the hits of the evaluation, towers and the ranker each its own', () =>
    withStages(async (stage, model) => {
      const { at, correlation } = await agreementWithModel(dataset, stage('two-tower'), stage('din'), 'DIN', watch());
      const [towers, ranker] = [
        (await evaluate(model('two-tower'), dataset.split.test)).metrics,
        (await evaluate(model('din'), dataset.split.test)).metrics,
      ];
      for (const { k, model: own, ranker: theirs } of at) {
        expect(own.hr.mean).toBeCloseTo(towers[`hr@${k}`]!, 6);
        expect(own.ndcg.mean).toBeCloseTo(towers[`ndcg@${k}`]!, 6);
        expect(theirs!.hr.mean).toBeCloseTo(ranker[`hr@${k}`]!, 6);
        expect(theirs!.ndcg.mean).toBeCloseTo(ranker[`ndcg@${k}`]!, 6);
      }
      expect(at[0]!.model.hr.mean).not.toBeCloseTo(at[0]!.ranker!.hr.mean, 3);
      const overlap = at[0]!.overlap.value!;
      expect(overlap.mean).toBeGreaterThan(0.1);
      expect(overlap.mean).toBeLessThan(0.95);
      expect(overlap.half).toBeGreaterThan(0);
      expect(Math.abs(correlation.value!.mean)).toBeLessThan(0.9);
    }));

  it('are given up where they are taken back, and need somebody who is tested', async () => {
    const control = new AbortController();
    control.abort(new DOMException('enough', 'AbortError'));
    const model = scoring(three, () => falling);
    const taken = { ...watch(), signal: control.signal };
    await expect(agreementWithModel(three, model, model, 'R', taken)).rejects.toThrow('enough');
    const nobody = { ...three, split: { ...three.split, test: [] } };
    await expect(agreementWithModel(nobody, model, model, 'R', watch())).rejects.toThrow('nobody is tested');
  });
});

describe('scores of a column', () => {
  const T = 1_600_000_000;
  /** Ann's test is i16, and she is then shown i2 to i15; all with their numbers as scores. Bob has no score. */
  const rows = [
    ...Array.from({ length: 30 }, (_, n) => `all,i${n},${T + 100 + n},1,`),
    ...[0, 1, 16].map((n, at) => `ann,i${n},${T + at},1,${n}`),
    ...Array.from({ length: 14 }, (_, n) => `ann,i${2 + n},${T + 5},0,${2 + n}`),
    ...[0, 1, 2].map((n) => `bob,i${n},${T + n},1,`),
  ];
  const loaded = async (): Promise<Dataset> =>
    (
      await build({
        log: `user,item,time,is_click,score\n${rows.join('\n')}\n`,
        columns: 'label=score',
        protocol: { positives: 'is_click=1' },
      })
    ).dataset;
  const numberOf = (id: string): number => Number(id.slice(1));

  it('are compared with on the pairs that have one, and have no hits of their own', async () => {
    const data = await loaded();
    // The column's order but for i16, its best, which is last.
    const model = scoring(data, () => data.items.map((id) => (id === 'i16' ? -1 : numberOf(id))));
    const { at, ...rest } = await agreementWithColumn(data, model, 'score', watch());
    // 15 items: i2 to i16. One moved by 14 places, 14 by one.
    const spearman = 1 - (6 * (14 ** 2 + 14)) / (15 * (15 ** 2 - 1));
    expect(rest).toEqual({
      kind: 'column',
      title: 'score',
      users: data.split.test.length,
      depth: null,
      scored: { users: 1, pairs: 15 },
      correlation: { users: 1, value: { mean: expect.closeTo(spearman, 9) as number, half: null } },
    });
    expect(at.map(({ k, ranker, overlap }) => [k, ranker, overlap.users, overlap.value?.mean])).toEqual([
      [10, null, 1, 0.9],
      [20, null, 0, undefined],
      [50, null, 0, undefined],
      [100, null, 0, undefined],
    ]);
    expect(at[0]!.model.hr.mean).toBeGreaterThanOrEqual(0);
  });

  it('find nothing that tells the held-out item where the model gives all the same score', async () => {
    const data = await loaded();
    const model = scoring(data, () => data.items.map(() => 1));
    const { at, correlation } = await agreementWithColumn(data, model, 'score', watch(), [3]);
    expect(correlation).toEqual({ users: 0, value: null });
    // The column's first three are i16, held out, i15 and i14; of equal scores i2, i3 and i4 are the model's.
    expect(at[0]!.overlap).toEqual({ users: 1, value: { mean: 0, half: null } });
  });

  it('need a column', async () => {
    const data = await loaded();
    await expect(
      agreementWithColumn(
        data,
        scoring(data, () => []),
        'other',
        watch(),
      ),
    ).rejects.toThrow('"other"');
  });
});
