/** Models of several interests over a small log, and lists at once, for tests. */
import { expect } from 'vitest';
import type { Dataset } from '../../data/dataset';
import { createRandom } from '../../data/random';
import { flush } from '../../engine/run-kernel';
import { watchBuffers } from '../../engine/testing';
import { graphOf, tinyDataset } from '../../model/harness/tiny-log';
import type { Json } from '../../model/document/graph';
import { LiveModel } from '../training/live-model';
import { plainDocument } from '../testing';
import { asking, type Who } from './asked';
import { readList, showList, type Retrieval } from './retrieve';

const tiny = tinyDataset();
/** A small log whose item n is of genre n % 3. */
export const interestsDataset: Dataset = {
  ...tiny,
  fields: tiny.fields.map((field) =>
    field.name === 'genre' ? { ...field, vocabulary: ['drama', 'war', 'love'] } : field,
  ),
};
/** Towers that meet in an inner product: of a field `place` of the context, and of the item's id. */
export const byPlace = graphOf(
  { places: ['place', 4], items: ['item id', 4] },
  {
    place: ['fields', 'user', { tables: ['places'] }],
    flat: ['concat', 'user'],
    item: ['fields', 'item', { tables: ['items'] }],
    'item-flat': ['concat', 'item'],
    match: ['match', 'match', { score: 'inner', temperature: 1 }],
    softmax: ['in-batch-softmax', 'objective'],
  },
  [
    'place.fields > flat.parts',
    'item.fields > item-flat.parts',
    'flat.vector > match.user',
    'item-flat.vector > match.item',
    'match.pairing > softmax.pairing',
  ],
);

/** Three interests of a user, each with a correction from the profile, against the items' own rows. */
export function openInterests(
  maker = 'self-attentive-interests',
  params: Record<string, Json> = { count: 3, hidden: 4 },
  dataset = interestsDataset,
): LiveModel {
  const graph = graphOf(
    { items: ['item id', 4], users: ['user id', 3] },
    {
      history: ['history', 'user', { tables: ['items'], length: 6, dropout: 0 }],
      interests: [maker, 'user', params],
      profile: ['fields', 'user', { tables: ['users'] }],
      flat: ['concat', 'user'],
      mlp: ['interest-mlp', 'user', { widths: [4], residual: true }],
      item: ['fields', 'item', { tables: ['items'] }],
      'item-flat': ['concat', 'item'],
      match: ['label-aware', 'match'],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'history.sequence > interests.sequence',
      'interests.interests > mlp.interests',
      'profile.fields > flat.parts',
      'flat.vector > mlp.profile',
      'item.fields > item-flat.parts',
      'mlp.interests > match.interests',
      'item-flat.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );
  const model = new LiveModel(dataset, graph, plainDocument(1).settings);
  // Rows that lie apart: fresh ones are nearly alike.
  const [rows = 0] = model.weights.shape('table/items');
  model.weights.write(
    'table/items',
    Float32Array.from({ length: rows * 4 }, (_, at) => Math.sin(1 + 3 * at)),
  );
  return model;
}

/** @throws RangeError for a user, or anything of a person, that the data set does not have */
export function retrieve(model: LiveModel, who: Who, k: number): Promise<Retrieval> {
  const { step } = model;
  return asking(model, who, async (asked) => showList(asked, await readList(model, asked, k), step, k));
}

/** A log of what a dozen users were shown and clicked, in which repeats and equal times are common. */
export function impressionLog(seed: number): string {
  const random = createRandom(seed, 'impressions');
  const rows = Array.from({ length: 300 }, () => {
    const [user, item] = [random.below(12), random.below(15)];
    return [`u${user}`, `i${item}`, 1_600_000_000 + random.below(60), Number(random.below(5) < 2)].join(',');
  });
  return `user,item,time,is_click\n${rows.join('\n')}\n`;
}

/**
 * An evaluation that is told to stop when it has said so many times how far it is stops there, and leaves no buffer
 * alive: the pool of tfjs keeps what it was given back, and nothing of the index or the ranking is among it.
 */
export async function expectLeftAt(
  stopAt: number,
  evaluate: (options: { signal: AbortSignal; onProgress(): void }) => Promise<unknown>,
): Promise<void> {
  const controller = new AbortController();
  let told = 0;
  const buffers = watchBuffers();
  const onProgress = (): void => {
    told += 1;
    if (told === stopAt) controller.abort('enough');
  };
  await expect(evaluate({ signal: controller.signal, onProgress })).rejects.toBe('enough');
  expect(told).toBe(stopAt);
  flush();
  buffers.end();
  expect(buffers.liveBytes).toBe(0);
}
