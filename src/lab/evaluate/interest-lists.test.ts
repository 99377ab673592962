import { describe, expect, it } from 'vitest';
import { FIRST_VALUE } from '../../data/dataset';
import { historyOf } from '../../data/history';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { onDevice } from '../../engine/testing';
import { graphOf, itemVectors } from '../../model/harness/tiny-log';
import { preset } from '../../model/presets/presets';
import { schemaOf } from '../../model/document/schema';
import { LiveModel } from '../training/live-model';
import { plainDocument } from '../testing';
import { retrieveByInterest } from './interest-lists';
import { encodeTargets } from './model';
import { rowsOfTargets } from './targets';
import { targetOf } from './asked';
import { interestsDataset as dataset, openInterests, retrieve } from './testing';

onDevice();

const K = 5;

const ask = (model: LiveModel, user: number, more: Partial<Parameters<typeof retrieveByInterest>[1]> = {}) =>
  retrieveByInterest(model, { user, k: K, category: 'genre', diversity: 0, ...more });

describe('retrieval by interest', () => {
  it('lists for each interest the items nearest to its own vector, and merges them to the list that is served', async () => {
    const model = openInterests();
    const items = await itemVectors(model.compiled, dataset, model.weights);
    for (const user of [0, 5, 11]) {
      const { lists, merged, overlap } = await ask(model, user);
      const target = targetOf(dataset, user);
      const encoded = encodeTargets(model.encoder, dataset, [target], model.compiled);
      const vectors = await encoded.vectors.data();
      disposeVectors(encoded);
      const seen = new Set(Array.from(historyOf(dataset, target), (event) => dataset.events.item[event]!));
      expect(lists.map(({ interest }) => interest)).toEqual([0, 1, 2]);
      for (const { interest, items: listed } of lists) {
        const scores = items
          .map((item, i) => ({ i, score: item.reduce((sum, x, d) => sum + x * vectors[interest * 4 + d]!, 0) }))
          .filter(({ i }) => !seen.has(i));
        const best = scores.sort((a, b) => b.score - a.score || a.i - b.i).slice(0, K);
        expect(listed.map(({ item }) => item)).toEqual(best.map(({ i }) => i));
        listed.forEach(({ score }, at) => expect(score).toBeCloseTo(best[at]!.score, 3));
      }
      const served = (await retrieve(model, user, K)).model;
      expect(merged.map(({ item }) => item)).toEqual(served.map(({ item }) => item));
      for (const { item, foundBy, interest, score } of merged) {
        expect(foundBy).toEqual(
          lists.filter((list) => list.items.some((known) => known.item === item)).map((list) => list.interest),
        );
        expect(lists[interest]!.items.find((known) => known.item === item)!.score).toBe(score);
      }
      const shared = lists[0]!.items.filter(({ item }) => lists[2]!.items.some((known) => known.item === item)).length;
      expect([overlap[0]![0], overlap[0]![2], overlap[2]![0]]).toEqual([K, shared, shared]);
    }
    model.dispose();
  });

  it('follows the weights as they stand: one weight of a head changes the list of its interest and no other', async () => {
    const model = openInterests();
    const before = await ask(model, 4);
    const path = 'user/interests/heads/kernel';
    const heads = await model.weights.read(path); // [4, 3]
    model.weights.write(
      path,
      heads.map((x, at) => (at === 1 ? x + 9 : x)),
    );
    const after = await ask(model, 4);
    const listOf = (shown: typeof before, interest: number) =>
      shown.lists[interest]!.items.map(({ item, score }) => [item, score]);
    expect(listOf(after, 0)).toEqual(listOf(before, 0));
    expect(listOf(after, 2)).toEqual(listOf(before, 2));
    expect(listOf(after, 1)).not.toEqual(listOf(before, 1));
    expect(after.lists[1]!.events).not.toEqual(before.lists[1]!.events);
    model.dispose();
  });

  it('names the past events that feed an interest, with shares that make 1, and the genres of what goes in and of what comes out', async () => {
    const model = openInterests('capsules', { count: 3, width: 4 });
    const user = 7;
    const { lists, interests, routing } = await ask(model, user);
    const past = Array.from(historyOf(dataset, targetOf(dataset, user)), (event) => dataset.events.item[event]!).slice(
      -6,
    );
    expect(interests).toBe(3);
    expect(lists).toHaveLength(2); // log2 of six events
    for (const { events, items, feeds, finds } of lists) {
      expect(events.map(({ item }) => item).sort()).toEqual([...past].sort());
      expect(events.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
      expect(events.map(({ share }) => share)).toEqual(events.map(({ share }) => share).sort((a, b) => b - a));
      const genres = ['drama', 'war', 'love'];
      for (const { value, share } of feeds)
        expect(share).toBeCloseTo(
          events.filter(({ item }) => item % 3 === genres.indexOf(value)).reduce((sum, own) => sum + own.share, 0),
          5,
        );
      for (const { value, share } of finds)
        expect(share).toBeCloseTo(items.filter(({ item }) => item % 3 === genres.indexOf(value)).length / K, 5);
    }
    // Each event divides itself among the lists.
    const whole = model.encoder.userOutput(
      rowsOfTargets(dataset, [targetOf(dataset, user)], model.compiled),
      'interests',
      'coupling',
    );
    const shares = (await whole.data()).slice(0, 18);
    whole.dispose();
    for (let t = 0; t < 6; t++) expect(shares[3 * t]! + shares[3 * t + 1]! + shares[3 * t + 2]!).toBeCloseTo(1, 5);
    // MIND, eq. 5: couplings are a softmax over the capsules. Newest first, the active ones alone.
    expect(routing).toMatchObject({ sums: 'event', events: past.toReversed().map((item) => ({ item })) });
    routing!.weights.forEach((weights, at) =>
      expect(weights.toReversed()).toEqual(past.map((_, t) => expect.closeTo(shares[3 * t + at]!, 6))),
    );
    model.dispose();
  });

  it('has the weights of attention as they are, which add up over the events of each interest', async () => {
    const model = openInterests();
    const { routing, lists } = await ask(model, 7);
    // ComiRec, eq. 2: a softmax over the past for each head.
    expect(routing?.sums).toBe('interest');
    routing!.weights.forEach((weights, at) => {
      expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      const shares = lists[at]!.events.map(({ share }) => share);
      expect(weights.toSorted((a, b) => b - a)).toEqual(shares.map((share) => expect.closeTo(share, 5)));
    });
    model.dispose();
  });

  it('says nothing of weights where interests are made of different events, and that a row adds up to what its place counts', async () => {
    const capsules = openInterests('capsules', { count: 3, width: 4, by: 'learnt' });
    const path = 'user/interests/position';
    const places = await capsules.weights.read(path);
    capsules.weights.write(
      path,
      places.map((_, at) => 0.3 * at),
    );
    const { routing } = await ask(capsules, 7);
    expect(routing?.sums).toBe('place');
    // A softmax over the six places, fading by half in ten events, newest first, 1 on average.
    const counts = Array.from({ length: 6 }, (_, at) => Math.exp(0.3 * at) * 0.5 ** (at / 10));
    const total = counts.reduce((a, b) => a + b);
    counts.forEach((own, at) =>
      expect(routing!.weights.reduce((sum, weights) => sum + weights[at]!, 0)).toBeCloseTo((6 * own) / total, 4),
    );
    capsules.dispose();
    const { graph, settings } = preset('sdm-split').build(schemaOf(dataset), { width: 8 });
    const apart = new LiveModel(dataset, graph, settings);
    const routings = await Promise.all([0, 3, 7].map(async (user) => ask(apart, user)));
    expect(routings.filter(({ lists }) => lists.length > 1).map(({ routing }) => routing)).toContain(null);
    apart.dispose();
  });

  it('names the last session and the sessions before it where these retrieve apart, with the shares that pooling and attention give them', async () => {
    const { graph, settings } = preset('sdm-split').build(schemaOf(dataset), { width: 8 });
    const model = new LiveModel(dataset, graph, settings);
    const {
      events: { item, time },
    } = dataset;
    let told = 0;
    for (let user = 0; user < dataset.users.length; user++) {
      const {
        lists: [short, long],
      } = await ask(model, user);
      const past = [...historyOf(dataset, targetOf(dataset, user))];
      const begin = past.findIndex((event) => time[past.at(-1)!]! - time[event]! < 30 * 60_000);
      const [last, earlier] = [past.slice(begin), past.slice(0, begin).slice(-20)];
      // Fresh weights of places fade by half in ten events.
      const fading = last.map((_, at) => 0.5 ** ((last.length - 1 - at) / 10));
      const total = fading.reduce((sum, x) => sum + x, 0);
      for (const { item: known, share } of short!.events)
        expect(last.some((event, at) => item[event] === known && Math.abs(share - fading[at]! / total) < 1e-5)).toBe(
          true,
        );
      expect(short!.events).toHaveLength(last.length);
      if (earlier.length === 0) expect(long).toBeUndefined();
      else {
        told++;
        expect(long!.events.map((event) => event.item).sort()).toEqual(
          Array.from(earlier, (event) => item[event]!).sort(),
        );
        expect(long!.events.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
      }
    }
    expect(told).toBeGreaterThan(5);
    model.dispose();
  });

  it('takes of fields that attend apart the mean of the shares that each gives an event', async () => {
    const graph = graphOf(
      { items: ['item id', 4], genres: ['genre', 4], users: ['user id', 3] },
      {
        history: ['history', 'user', { tables: ['items', 'genres'], length: 6, dropout: 0 }],
        profile: ['fields', 'user', { tables: ['users'] }],
        flat: ['concat', 'user'],
        mean: ['pool', 'user', { by: 'mean' }],
        attention: ['user-attention', 'user', { apart: true }],
        stack: ['stack', 'user'],
        item: ['fields', 'item', { tables: ['items', 'genres'] }],
        'item-flat': ['concat', 'item'],
        match: ['label-aware', 'match'],
        softmax: ['in-batch-softmax', 'objective'],
      },
      [
        'history.sequence > mean.sequence',
        'history.sequence > attention.sequence',
        'profile.fields > flat.parts',
        'flat.vector > attention.query',
        'mean.vector > stack.vectors',
        'attention.vector > stack.vectors',
        'item.fields > item-flat.parts',
        'stack.interests > match.interests',
        'item-flat.vector > match.item',
        'match.pairing > softmax.pairing',
      ],
    );
    const model = new LiveModel(dataset, graph, plainDocument(1).settings);
    // Everybody asks for the first genre whatever the item: ids attend evenly, genres to dramas alone.
    model.weights.write('user/attention/kernel', new Float32Array(3 * 8));
    model.weights.write('user/attention/bias', Float32Array.of(0, 0, 0, 0, 30, 0, 0, 0));
    model.weights.write(
      'table/genres',
      Float32Array.from({ length: 5 * 4 }, (_, at) => (at === FIRST_VALUE * 4 ? 30 : 0)),
    );
    let told = 0;
    for (let user = 0; user < dataset.users.length; user++) {
      const {
        lists: [, attended],
      } = await ask(model, user);
      const past = Array.from(
        historyOf(dataset, targetOf(dataset, user)),
        (event) => dataset.events.item[event]!,
      ).slice(-6);
      const dramas = past.filter((item) => item % 3 === 0).length;
      if (dramas === 0 || dramas === past.length) continue;
      told++;
      for (const { item, share } of attended!.events)
        expect(share).toBeCloseTo((1 / past.length + (item % 3 === 0 ? 1 / dramas : 0)) / 2, 5);
    }
    expect(told).toBeGreaterThan(5);
    model.dispose();
  });

  it('shows one list of a model with one vector, fed by nothing it can name', async () => {
    const { graph, settings } = plainDocument(1);
    const model = new LiveModel(dataset, graph, settings);
    const { lists, interests, merged } = await ask(model, 3);
    expect([interests, lists.length, lists[0]!.events]).toEqual([1, 1, []]);
    expect(merged.map(({ item }) => item)).toEqual(lists[0]!.items.map(({ item }) => item));
    model.dispose();
  });

  it('refuses a user and a category that are not there, and variety without a category', async () => {
    const model = openInterests();
    await expect(ask(model, 99)).rejects.toThrow('user index 99; this data set has 12 users');
    await expect(ask(model, 0, { category: 'colour' })).rejects.toThrow(
      '"colour" is not a categorical item field; known: genre',
    );
    await expect(ask(model, 0, { category: null, diversity: 1 })).rejects.toThrow('a diversity of 1 needs a category');
    expect((await ask(model, 0, { category: null })).lists[0]!.finds).toEqual([]);
    model.dispose();
  });
});
