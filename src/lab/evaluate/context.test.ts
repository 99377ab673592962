import { describe, expect, it } from 'vitest';
import { FIRST_VALUE, type Dataset, type Field, type SplitRule, type Target } from '../../data/dataset';
import { datasetOf, randomRows } from '../../data/testing';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { onDevice } from '../../engine/testing';
import { LiveModel } from '../training/live-model';
import { plainDocument } from '../testing';
import { encodeTargets } from './model';
import { rowsOfTargets } from './targets';
import { byPlace } from './testing';
import { atEnd } from './asked';

onDevice();

const SPLITS: readonly SplitRule[] = ['leave-last-out', 'last-fifth', 'time', 'random'];

/** A log that has in every row a place of its own: of event e the value e. */
function logOf(split: SplitRule, seed: number): Dataset {
  const dataset = datasetOf(randomRows(seed, { users: 12, items: 15, rows: 120 }), { split }, seed);
  const field = (name: string, owner: Field['owner'], kind: Field['kind'], length: number): Field => {
    const ids = Uint32Array.from({ length }, (_, n) => n + FIRST_VALUE);
    return {
      name,
      owner,
      kind,
      rows: length + FIRST_VALUE,
      vocabulary: Array.from(ids, String),
      length: 1,
      ids,
      weights: null,
    };
  };
  return {
    ...dataset,
    fields: [
      field('user id', 'user', 'id', dataset.users.length),
      field('item id', 'item', 'id', dataset.items.length),
      field('place', 'context', 'categorical', dataset.events.item.length),
    ],
  };
}

/** The events of each target of both parts: pairs of user and item are there once, so that the items name them. */
function heldOut({ events, split }: Dataset): number[][] {
  return [...split.validation, ...split.test].map(({ user, items }) =>
    Array.from(events.item.keys()).filter((e) => events.user[e] === user && items.includes(events.item[e]!)),
  );
}

describe.each(SPLITS)('%s: the context of a target', (split) => {
  it('is that of its first held-out event, in no split that of a training event', () => {
    for (let seed = 0; seed < 10; seed++) {
      const dataset = logOf(split, seed);
      const targets = [...dataset.split.validation, ...dataset.split.test];
      const events = heldOut(dataset);
      expect(targets.map((target) => [...target.events])).toEqual(events);
      const read = rowsOfTargets(dataset, targets, { historyLength: 0, windows: [] }).events;
      expect([...read]).toEqual(events.map(([first]) => first));
      const train = new Set(dataset.split.train);
      expect([...read].filter((event) => train.has(event))).toEqual([]);
    }
  });

  it('is what a model reads', async () => {
    const dataset = logOf(split, 3);
    const model = new LiveModel(dataset, byPlace, plainDocument(1).settings);
    const [rows = 0] = model.weights.shape('table/places');
    // The first number of a user's vector says the event.
    model.weights.write(
      'table/places',
      Float32Array.from({ length: rows * 4 }, (_, at) => (at % 4 === 0 ? at / 4 - FIRST_VALUE : 1)),
    );
    const targets = [...dataset.split.validation, ...dataset.split.test];
    const vectors = encodeTargets(model.encoder, dataset, targets, model.compiled);
    const numbers = await vectors.vectors.data();
    disposeVectors(vectors);
    expect(targets.map((_, t) => numbers[t * 4])).toEqual(heldOut(dataset).map(([first]) => first));
    expect(new Set(numbers.slice(0, targets.length * 4)).size).toBeGreaterThan(10);
    model.dispose();
  });
});

it('is that of the last event of a user of whom nothing is held out', () => {
  const dataset = logOf('leave-last-out', 1);
  const targets = dataset.users.map((_, user) => atEnd(dataset, user));
  const { events } = rowsOfTargets(dataset, targets, { historyLength: 0, windows: [] });
  expect([...events]).toEqual(dataset.users.map((_, user) => dataset.userStart[user + 1]! - 1));
});

it('is asked at the moment of the first held-out event, and behind the log where nothing is held out', () => {
  const dataset = logOf('leave-last-out', 1);
  const { test } = dataset.split;
  const momentsOf = (targets: readonly Target[]) =>
    Array.from(rowsOfTargets(dataset, targets, { historyLength: 0, windows: [] }).moments!);
  expect(momentsOf(test)).toEqual(test.map(({ events: [first] }) => dataset.events.time[first!]));
  expect(new Set(momentsOf(dataset.users.map((_, user) => atEnd(dataset, user))))).toEqual(new Set([Infinity]));
});
