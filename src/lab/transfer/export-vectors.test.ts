import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../data/dataset';
import { onDevice } from '../../engine/testing';
import { graphOf, tinyDataset } from '../../model/harness/tiny-log';
import { LiveModel } from '../training/live-model';
import { plainDocument, textOf } from '../testing';
import { retrieve } from '../evaluate/testing';
import { decodeFloats } from './base64';
import { exportVectors, type VectorsFile } from './export-vectors';
import { python, readWithPython } from './testing';

onDevice();

const tiny = tinyDataset();
/** Nobody is tested, and nothing is left out: what is asked is what is exported as of the end. */
const untested = { ...tiny, split: { ...tiny.split, test: [] }, protocol: { ...tiny.protocol, keepSeen: true } };
const graph = graphOf(
  { items: ['item id', 4], users: ['user id', 3] },
  {
    history: ['history', 'user', { tables: ['items'], length: 6, dropout: 0 }],
    capsules: ['capsules', 'user', { count: 3, width: 4 }],
    profile: ['fields', 'user', { tables: ['users'] }],
    flat: ['concat', 'user'],
    mlp: ['interest-mlp', 'user', { widths: [4], residual: false }],
    item: ['fields', 'item', { tables: ['items'] }],
    'item-flat': ['concat', 'item'],
    match: ['label-aware', 'match'],
    softmax: ['in-batch-softmax', 'objective'],
  },
  [
    'history.sequence > capsules.sequence',
    'capsules.interests > mlp.interests',
    'profile.fields > flat.parts',
    'flat.vector > mlp.profile',
    'item.fields > item-flat.parts',
    'mlp.interests > match.interests',
    'item-flat.vector > match.item',
    'match.pairing > softmax.pairing',
  ],
);

function open(dataset: Dataset = untested): LiveModel {
  const model = new LiveModel(dataset, graph, plainDocument(1).settings);
  const [rows = 0] = model.weights.shape('table/items');
  model.weights.write(
    'table/items',
    Float32Array.from({ length: rows * 4 }, (_, at) => Math.sin(1 + 3 * at)),
  );
  return model;
}

const never = new AbortController().signal;

describe('exported vectors', () => {
  it('are every item and every interest of every user, with which of them retrieve', async () => {
    const [model, dataset] = [open(), untested];
    const { fileName, blob } = await exportVectors(model, 'end', never);
    const json = await blob.text();
    const file = JSON.parse(json) as VectorsFile;
    expect(fileName).toMatch(/-step-0\.vectors\.json$/);
    expect([file.items.ids, file.users.ids, file.users.interests, file.width, file.asOf]).toEqual([
      dataset.items,
      dataset.users,
      3,
      4,
      'end',
    ]);
    expect(file.users).not.toHaveProperty('targets');
    expect(file.users).not.toHaveProperty('removed');
    expect(decodeFloats(file.items.vectors)).toHaveLength(dataset.items.length * 4);
    expect(decodeFloats(file.users.vectors)).toHaveLength(dataset.users.length * 3 * 4);
    dataset.users.forEach((_, user) => {
      const events = Math.min(6, dataset.userStart[user + 1]! - dataset.userStart[user]!);
      const own = Math.max(1, Math.floor(Math.log2(events)));
      expect(file.users.active[user]).toEqual([0, 1, 2].map((k) => Number(k < own)));
    });
    model.dispose();
  });

  it.skipIf(!python)(
    'give the served list where the reference reader merges them by the maximum over active interests',
    async () => {
      const [model, dataset] = [open(), untested];
      const file = JSON.parse(await textOf(exportVectors(model, 'end', never))) as VectorsFile;
      const { active } = file.users;
      for (const user of [0, 4, 9]) {
        const read = readWithPython(file, dataset.users[user]!, '15') as [
          id: string,
          score: number,
          interest: number,
        ][];
        const served = (await retrieve(model, user, 15)).model;
        expect(read.map(([id]) => id)).toEqual(served.map(({ id }) => id));
        read.forEach(([, score], at) => expect(score).toBeCloseTo(served[at]!.score, 3));
        for (const [, , interest] of read) expect(active[user]![interest]).toBe(1);
      }
      model.dispose();
    },
  );

  it('as of the test are those of the tested users, with what is held out and what was had before', async () => {
    const [first, second] = [tiny.split.test[0]!, tiny.split.test[2]!];
    const dataset = { ...tiny, split: { ...tiny.split, test: [second, first] } };
    const model = open(dataset);
    const { users } = JSON.parse(await textOf(exportVectors(model, 'test', never))) as VectorsFile;
    const had = [second, first].map(
      ({ user, history }) => new Set(tiny.events.item.subarray(tiny.userStart[user], tiny.userStart[user]! + history)),
    );
    expect(users).toMatchObject({
      ids: [tiny.users[second.user], tiny.users[first.user]],
      targets: [[...second.items], [...first.items]],
    });
    expect(users.removed?.map((items) => new Set(items))).toEqual(had);
    expect(decodeFloats(users.vectors)).toHaveLength(2 * 3 * 4);
    model.dispose();
  });

  it('remove nothing where the protocol keeps what was seen', async () => {
    const model = open({ ...tiny, protocol: { ...tiny.protocol, keepSeen: true } });
    const { users } = JSON.parse(await textOf(exportVectors(model, 'test', never))) as VectorsFile;
    expect(users.removed).toEqual(tiny.split.test.map(() => []));
    model.dispose();
  });

  it('are given up when the weights are about to change', async () => {
    const model = open();
    const change = new AbortController();
    const exporting = exportVectors(model, 'end', change.signal);
    change.abort();
    await expect(exporting).rejects.toThrow('aborted');
    model.dispose();
  });
});
