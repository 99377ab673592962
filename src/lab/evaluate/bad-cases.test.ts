import { beforeAll, describe, expect, it } from 'vitest';
import type { Past } from '../../data/dataset';
import { openCpu } from '../../engine/device';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { setParam } from '../../model/document/graph-edits';
import type { Json } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { LiveModel } from '../training/live-model';
import { badCases } from './bad-cases';
import { listRelevance, relevanceOfLists } from './list-relevance';
import { encodeTargets } from './model';
import { NO_ITEM, SHOWN } from './metrics';
import { interestsDataset as dataset } from './testing';

beforeAll(openCpu);

/** Of item n the genre is n % 3: below a threshold of .4 a pair is easily irrelevant. */
function open(params: Record<string, Json> = {}): LiveModel {
  const { graph, settings } = preset('mobius').build(schemaOf(dataset), { width: 8 });
  const near = setParam(graph, 'softmax', 'threshold', 0.4);
  return new LiveModel(
    dataset,
    Object.entries(params).reduce((drawn, [name, value]) => setParam(drawn, 'match', name, value), near),
    settings,
  );
}
const row = (ids: readonly string[], id: string): number => ids.indexOf(id);
const genre = (item: number): number => item % 3;
/** Items of the past of a question, oldest first. */
const pastOf = ({ user, history }: Past): number[] =>
  Array.from({ length: history }, (_, at) => dataset.events.item[dataset.userStart[user]! + at]!);

/** The score that is served of a pair of the test part. */
async function served(model: LiveModel, user: number, item: number): Promise<number> {
  const target = dataset.split.test.find((own) => own.user === user)!;
  const users = encodeTargets(model.encoder, dataset, [target], model.compiled);
  const items = model.encoder.encodeSomeItems(Uint32Array.of(item));
  const [u, v] = [await users.vectors.data(), await items.data()];
  disposeVectors(users);
  items.dispose();
  let sum = 0;
  for (let d = 0; d < model.compiled.indexWidth; d++) sum += u[d]! * v[d]!;
  return sum;
}

describe('bad cases of a model', () => {
  it('are irrelevant, not taken, and have the P(click) that its served odds tell', async () => {
    const [model, againstBad, againstNone] = [open(), open({ against: 'bad' }), open({ against: 'no-click' })];
    const found = (await badCases(model))!;
    expect(found.cases.length).toBeGreaterThan(4);
    for (const { user: shown, past, item: drawn, relevance, click } of found.cases) {
      const [user, item] = [row(dataset.users, shown.id), row(dataset.items, drawn.id)];
      const target = dataset.split.test.find((own) => own.user === user)!;
      const before = pastOf(target);
      expect(before).not.toContain(item);
      expect([...target.items]).not.toContain(item);
      expect(past.map(({ id }) => row(dataset.items, id))).toEqual(before.slice(-5).toReversed());
      expect(relevance).toBeCloseTo(before.filter((own) => genre(own) === genre(item)).length / before.length, 6);
      expect(relevance).toBeLessThan(0.4);
      const [bad, none] = [await served(againstBad, user, item), await served(againstNone, user, item)];
      expect(click).toBeCloseTo(1 / (1 + Math.exp(-bad) + Math.exp(-none)), 4);
    }
    for (const own of [model, againstBad, againstNone]) own.dispose();
  });

  it('are the same of the same weights, and others of others', async () => {
    const model = open();
    const before = await badCases(model);
    expect(await badCases(model)).toEqual(before);
    for (const [path, values] of await model.readWeights())
      model.weights.write(
        path,
        values.map((x, at) => (at % 2 ? -3 * x : x)),
      );
    const after = (await badCases(model))!;
    expect(after.irrelevant).toBe(before!.irrelevant);
    expect(after.cases).not.toEqual(before!.cases);
    model.dispose();
  });

  it('are nothing of a graph without a teacher', async () => {
    const { graph, settings } = preset('two-tower').build(schemaOf(dataset), { width: 8 });
    const model = new LiveModel(dataset, graph, settings);
    expect(await badCases(model)).toBeNull();
    expect(listRelevance(dataset, graph, dataset.split.test, new Uint32Array(0))).toEqual({});
    model.dispose();
  });
});

it('lists are judged by the past before the question, place by place; empty ones are left out', () => {
  const targets = dataset.split.test.slice(0, 3);
  const shown = new Uint32Array(3 * SHOWN).fill(NO_ITEM);
  shown.set([0, 1, 2, 5], 0);
  shown.set([4], SHOWN);
  const share = (at: number, item: number): number => {
    const before = pastOf(targets[at]!).slice(-4);
    return before.filter((own) => genre(own) === genre(item)).length / before.length;
  };
  const values = [...[0, 1, 2, 5].map((item) => share(0, item)), share(1, 4)];
  const request = { teacher: { by: 'category', field: 'genre' }, length: 4, threshold: 0.3 } as const;
  const { 'relevance@10': relevance, 'badCases@10': bad } = relevanceOfLists(dataset, request, targets, shown);
  expect(relevance).toBeCloseTo(values.reduce((a, b) => a + b) / 5, 6);
  expect(bad).toBeCloseTo(values.filter((value) => value < 0.3).length / 5, 6);
  expect(relevanceOfLists(dataset, request, targets, shown.fill(NO_ITEM))).toEqual({});
});
