/** What read_vectors.py, which knows nothing of the lab, computes from a file alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ready, type Heard, textOf } from '../testing';
import { decodeFloats, encodeFloats } from './base64';
import type { VectorsFile } from './export-vectors';
import { python, readWithPython } from './testing';

/** Twelve items at 12, 11, … 3, 2, 2 on a line, users at 1: item n has rank n + 1, and the last two tie. */
const line = (targets: number[][], removed: number[][]): VectorsFile => ({
  format: 'tower-lab/vectors',
  version: 1,
  rule: 'max-inner-product',
  steps: 0,
  dataset: '',
  width: 1,
  asOf: 'test',
  items: {
    ids: Array.from({ length: 12 }, (_, n) => `item ${n}`),
    vectors: encodeFloats(Float32Array.of(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 2)),
  },
  users: {
    ids: targets.map((_, user) => `user ${user}`),
    interests: 1,
    vectors: encodeFloats(new Float32Array(targets.length).fill(1)),
    active: targets.map(() => [1]),
    targets,
    removed,
  },
});

describe.skipIf(!python)('the reader in Python', () => {
  it.each([
    ['the first item', [0], [], 1, 1, 1],
    ['the tenth', [9], [], 1, 1, 1 / Math.log2(11)],
    ['the eleventh', [10], [], 0, 0, 0],
    ['the fourth, with the three before it removed', [3], [0, 1, 2], 1, 1, 1],
    ['an item that is removed itself', [3], [3], 0, 0, 0],
    ['one of two that tie for the tenth place', [11], [0], 0.5, 0.5, 0.5 / Math.log2(11)],
    ['both of two that tie for the tenth place', [10, 11], [0], 1, 0.5, 1 / Math.log2(11) / (1 + 1 / Math.log2(3))],
    ['the first and one far behind', [0, 11], [], 1, 0.5, 1 / (1 + 1 / Math.log2(3))],
  ])('judges %s', (_, targets, removed, hr, recall, ndcg) => {
    const figures = readWithPython(line([targets], [removed])) as Record<string, number>;
    expect(figures.users).toBe(1);
    expect([figures['hr@10'], figures['recall@10'], figures['ndcg@10']].map((figure) => figure!.toFixed(9))).toEqual(
      [hr, recall, ndcg].map((figure) => figure.toFixed(9)),
    );
  });

  it('takes the mean over users, and lists none of the removed items', () => {
    const file = line([[0], [10]], [[], [0, 2]]);
    expect(readWithPython(file)).toMatchObject({ users: 2, 'hr@10': 1 }); // The second one's tie stands at places 9 and 10.
    expect(readWithPython(line([[0], [10]], [[], []]))).toMatchObject({ users: 2, 'hr@10': 0.5 });
    expect(readWithPython(file, 'user 1', '2')).toEqual([
      ['item 1', 11, 0],
      ['item 3', 9, 0],
    ]);
  });

  it('reads a file of before, as of the end of the log, and says that it gives no figures', () => {
    const {
      asOf: _,
      users: { targets: __, removed: ___, ...users },
      ...old
    } = line([[0]], [[]]);
    const file = { ...old, users };
    expect(readWithPython(file, 'user 0', '1')).toEqual([['item 0', 12, 0]]);
    expect(() => readWithPython(file)).toThrow(
      'this file holds the users as of the end of the log: figures need one written with --as-of test',
    );
  });
});

describe.skipIf(!python)('a file as of the test, read by it', () => {
  let heard: Heard;
  beforeAll(async () => {
    heard = await ready({}, true);
    await heard.lab.ask('load', { source: { kind: 'world', id: 'bookshop', events: 3000, seed: 3 } });
  });
  afterAll(() => heard.lab.dispose());

  const exported = async (asOf: 'end' | 'test'): Promise<VectorsFile> =>
    JSON.parse(await textOf(heard.lab.ask('exportVectors', { asOf }))) as VectorsFile;
  const numbers = ({ users }: VectorsFile): Float32Array => decodeFloats(users.vectors) ?? expect.fail('no numbers');

  it.each(['two-tower', 'mind'])('gives the figures that the lab reports, of the preset %s', async (id) => {
    const { lab } = heard;
    const { graph, settings } = await lab.ask('preset', { id, width: 16 });
    heard.forget();
    await lab.ask('start', {
      graph,
      settings: { ...settings, batch: 64, stages: [{ terms: ['*'], trainable: ['*'], until: { steps: 30 } }] },
    });
    await heard.until(() => heard.progress.at(-1)?.phase === 'done');

    const { metrics } = await lab.ask('evaluate', {});
    const file = await exported('test');
    const figures = readWithPython(file) as Record<string, number>;
    expect(file.users.interests > 1).toBe(id === 'mind');
    expect(metrics['hr@10']).toBeGreaterThan(0.05);
    expect(metrics['hr@10']).toBeLessThan(0.95);
    for (const name of ['hr@10', 'recall@10', 'ndcg@10'])
      expect(Math.abs(figures[name]! - metrics[name]!), name).toBeLessThan(0.002);

    // The same lists beside the users as of the end of the log: other vectors, and not the figures.
    const end = await exported('end');
    const size = end.users.interests * end.width;
    const rows = file.users.ids.map((user) => end.users.ids.indexOf(user));
    const late = Float32Array.from(rows.flatMap((row) => [...numbers(end).subarray(row * size, (row + 1) * size)]));
    expect(late).not.toEqual(numbers(file));
    const astray = readWithPython({
      ...file,
      users: { ...file.users, vectors: encodeFloats(late), active: rows.map((row) => end.users.active[row]!) },
    }) as Record<string, number>;
    expect(Math.abs(astray['hr@10']! - metrics['hr@10']!)).toBeGreaterThan(0.01);
  });
});
