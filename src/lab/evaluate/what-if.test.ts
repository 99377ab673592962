/** A person who is changed is retrieved for as one of whom the log says so itself. */
import { beforeAll, describe, expect, it } from 'vitest';
import { FIRST_VALUE, UNKNOWN, type Dataset, type Target } from '../../data/dataset';
import { numbers, onDevice } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { rankerOf } from '../../model/harness/pair-numbers';
import { smallSettings } from '../../model/harness/small-graph';
import { presets } from '../../model/presets/presets';
import { Sources } from '../loading/sources';
import { SMALL_WORLD } from '../testing';
import { LiveModel } from '../training/live-model';
import { explain } from './explain';
import { retrieveByInterest } from './interest-lists';
import { personFields } from './person-fields';
import { retrieve } from './testing';

onDevice();

let dataset: Dataset;
beforeAll(async () => {
  ({ dataset } = await new Sources().load(SMALL_WORLD, new AbortController().signal, () => {}));
});

/** The log without some of its events; the parts keep what else they had. */
function without(log: Dataset, gone: readonly number[]): Dataset {
  const kept = Uint32Array.from(log.events.item.keys()).filter((event) => !gone.includes(event));
  const placeOf = new Map(Array.from(kept, (event, at) => [event, at]));
  const moved = (events: Uint32Array): Uint32Array =>
    events.filter((event) => placeOf.has(event)).map((event) => placeOf.get(event)!);
  const pick = <T extends Uint32Array | Float64Array>(all: T): T => all.filter((_, event) => placeOf.has(event)) as T;
  const before = (event: number): number => gone.filter((one) => one < event).length;
  const cut = (target: Target): Target => {
    const first = log.userStart[target.user]!;
    const lost = gone.filter((event) => event >= first && event < first + target.history).length;
    return { ...target, events: moved(target.events), history: target.history - lost };
  };
  const { events, split } = log;
  return {
    ...log,
    events: {
      ...events,
      user: pick(events.user),
      item: pick(events.item),
      time: pick(events.time),
      tieGroup: pick(events.tieGroup),
      session: events.session && pick(events.session),
      line: pick(events.line),
      weight: null,
      outcomes: null,
    },
    userStart: log.userStart.map((start) => start - before(start)),
    fields: log.fields.map((field) =>
      field.owner === 'context'
        ? {
            ...field,
            ids: field.ids.filter((_, slot) => placeOf.has(Math.floor(slot / field.length))),
            weights: field.weights?.filter((_, slot) => placeOf.has(Math.floor(slot / field.length))) ?? null,
          }
        : field,
    ),
    split: {
      ...split,
      train: moved(split.train),
      test: split.test.map(cut),
      validation: split.validation.map(cut),
    },
  };
}

const weightsOf = (count: number, path: string): Float32Array => numbers(count, path.length).map((x) => 0.5 * x);

function modelOf(id: string, log: Dataset): LiveModel {
  const { graph, settings } = presets.get(id)!.build(schemaOf(dataset), { width: 16 });
  const model = new LiveModel(log, graph, settings);
  for (const path of model.weights.paths)
    model.weights.write(
      path,
      weightsOf(
        model.weights.shape(path).reduce((a, b) => a * b, 1),
        path,
      ),
    );
  return model;
}

/** What is shown of a person, apart from where his events stand in the log. */
const shown = async (...asked: Parameters<typeof retrieve>) => {
  const { history, ...lists } = await retrieve(...asked);
  return { ...lists, history: history.map((event) => ({ ...event, event: null })) };
};

/** A tested user, and two of the past events: the newest, and one between. */
async function chosen(model: LiveModel) {
  const { user } = dataset.split.test[2]!;
  const before = await retrieve(model, user, 20);
  const past = before.history.map(({ event }) => event).toReversed();
  const gone = [past.at(-1)!, past.at(-4)!];
  const history = past.filter((event) => !gone.includes(event)).map((event) => ({ event }));
  return { user, before, gone, person: { base: user, history, fields: {} } };
}

describe('events that are struck', () => {
  it.each(['two-tower', 'parallel', 'mind', 'sdm'])('leave %s what it has where the log lacks them', async (id) => {
    const model = modelOf(id, dataset);
    const { user, before, gone, person } = await chosen(model);
    const struck = await shown(model, person, 20);
    expect(struck.model).not.toEqual(before.model);
    const other = modelOf(id, without(dataset, gone));
    expect(struck).toEqual(await shown(other, user, 20));
    const lists = { k: 10, category: null, diversity: 0 };
    expect(await retrieveByInterest(model, { user: person, ...lists })).toEqual(
      await retrieveByInterest(other, { user, ...lists }),
    );
    other.dispose();
    model.dispose();
  });

  it('are no reason any more', async () => {
    const model = modelOf('mind', dataset);
    const { user, before, gone, person } = await chosen(model);
    const { item } = before.model[0]!;
    const other = modelOf('mind', without(dataset, gone));
    const found = await explain(model, { user: person, item, interest: null });
    expect(found).toEqual(await explain(other, { user, item, interest: null }));
    expect(found).not.toEqual(await explain(model, { user, item, interest: null }));
    other.dispose();
    model.dispose();
  });
});

describe('a person', () => {
  it('of whom nothing is changed is the user himself, and so is one put together from the user’s items and times', async () => {
    const model = modelOf('two-tower', dataset);
    for (const { user } of dataset.split.test.slice(0, 3)) {
      const truth = await shown(model, user, 10);
      const { history } = await retrieve(model, user, 10);
      const kept = history.map(({ event }) => ({ event })).toReversed();
      const again = history.map(({ item, time }) => ({ item, time })).toReversed();
      expect(await shown(model, { base: user, history: kept, fields: {} }, 10)).toEqual(truth);
      expect(await shown(model, { base: user, history: again, fields: {} }, 10)).toEqual(truth);
    }
    model.dispose();
  });

  it('with another value of a field gets the list of a user who has it', async () => {
    const model = modelOf('two-tower', dataset);
    const { user } = dataset.split.test[0]!;
    const fields = personFields(model, user, 5);
    const field = fields.find(({ name }) => name === 'segment')!;
    expect(fields.every(({ values }) => values.length <= 5)).toBe(true);
    const other = field.values.find((value) => value !== field.value)!;
    const { history } = await retrieve(model, user, 10);
    const person = (value: string) => ({
      base: user,
      history: history.map(({ event }) => ({ event })).toReversed(),
      fields: { segment: value },
    });
    const plain = await shown(model, user, 10);
    expect(await shown(model, person(field.value), 10)).toEqual(plain);
    const changed = await shown(model, person(other), 10);
    expect(changed.model).not.toEqual(plain.model);

    const ids = dataset.fields.find(({ name }) => name === 'segment')!.ids.slice();
    ids[user] = 2 + dataset.fields.find(({ name }) => name === 'segment')!.vocabulary.indexOf(other);
    const truth = modelOf('two-tower', {
      ...dataset,
      fields: dataset.fields.map((one) => (one.name === 'segment' ? { ...one, ids } : one)),
    });
    expect(changed).toEqual(await shown(truth, user, 10));
    truth.dispose();
    model.dispose();
  });

  it('who is new has a list by five items alone, whoever bears the row of unknown ids', async () => {
    const model = modelOf('dat', dataset);
    const history = [3, 9, 27, 40, 11].map((item) => ({ item }));
    const found = await retrieve(model, { base: null, history, fields: {} }, 10);
    expect(found).toMatchObject({ user: null, userId: '', targets: [] });
    expect(found.history.map(({ item }) => item)).toEqual([11, 40, 27, 9, 3]);
    expect(found.model).toHaveLength(10);
    for (const { item } of history) expect(found.model.map((one) => one.item)).not.toContain(item);
    expect((await retrieve(model, { base: null, history: history.toReversed(), fields: {} }, 10)).model).not.toEqual(
      found.model,
    );
    // The vector of an id that the log does not have.
    const table = await model.weights.read('table/augmented-user-id');
    const width = model.weights.shape('table/augmented-user-id')[1]!;
    model.weights.write(
      'table/augmented-user-id',
      table.map((x, at) => (Math.floor(at / width) === UNKNOWN ? x : x + 1)),
    );
    expect((await retrieve(model, { base: null, history, fields: {} }, 10)).model).toEqual(found.model);
    // Nobody at all, too.
    expect((await retrieve(model, { base: null, history: [], fields: {} }, 10)).model).toHaveLength(10);
    model.dispose();
  });
});

it('whom a ranker compares with candidates is ranked for by the value he is given, though nothing embeds the field', async () => {
  const { dataset: log } = await new Sources().load(
    { ...SMALL_WORLD, id: 'podcasts' },
    new AbortController().signal,
    () => {},
  );
  const graph = rankerOf('field-match', { user: 'favourite_category', item: 'category' });
  const model = new LiveModel(log, graph, smallSettings({}));
  model.weights.write('match/score/kernel', Float32Array.of(1, 0));
  const { user } = log.split.test[0]!;
  const [field, ...others] = personFields(model, user, 20);
  expect([field?.name, others]).toEqual(['favourite_category', []]);
  const category = log.fields.find(({ name }) => name === 'category')!;
  const { history } = await retrieve(model, user, 5);
  for (const value of field!.values.filter((known) => category.vocabulary.includes(known)).slice(0, 3)) {
    const person = { base: user, history: history.map(({ event }) => ({ event })).toReversed() };
    const { model: list } = await retrieve(model, { ...person, fields: { favourite_category: value } }, 5);
    expect(list.map(({ item }) => category.vocabulary[category.ids[item]! - FIRST_VALUE])).toEqual(
      Array<string>(5).fill(value),
    );
    expect(list.map(({ score }) => score)).toEqual([1, 1, 1, 1, 1]);
  }
  model.dispose();
});
