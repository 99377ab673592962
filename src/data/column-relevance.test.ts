import { describe, expect, it } from 'vitest';
import { createBatches } from './batches';
import { build } from './build-testing';
import { pairsBelow, type RowsRead } from './column-relevance';
import type { Dataset } from './dataset';
import { relevanceBy } from './relevance';

const T = 1_600_000_000;
/** user, item, second, click, cell of the relevance. */
type Impression = readonly [user: string, item: string, second: number, click: 0 | 1, relevance: string];

/** ann takes a, b, c, d, of which c is validation and d test, and is shown e, f, g in training, h and i after it. */
const ROWS: readonly Impression[] = [
  ['ann', 'a', 10, 1, '0.5'],
  ['ann', 'a', 15, 1, '0.25'],
  ['ann', 'e', 11, 0, '0.125'],
  ['ann', 'f', 12, 0, ''],
  ['ann', 'b', 20, 1, '1'],
  ['ann', 'g', 21, 0, '0'],
  ['ann', 'c', 30, 1, '0.75'],
  ['ann', 'h', 31, 0, '0'],
  ['ann', 'd', 40, 1, '0.5'],
  ['ann', 'i', 41, 0, '0.25'],
  // Behind what is held out.
  ['ann', 'a', 50, 1, '0'],
  ['bob', 'e', 10, 1, ''],
  ['bob', 'f', 20, 1, '0.5'],
  ['bob', 'g', 5, 1, '1'],
  ['bob', 'h', 6, 1, '1'],
  ['bob', 'i', 7, 1, '1'],
];

async function datasetOf(rows: readonly Impression[]): Promise<Dataset> {
  const lines = rows.map(([user, item, second, click, cell]) => `${user},${item},${T + second},${click},${cell}`);
  const log = `user,item,time,is_click,relevance\n${lines.join('\n')}\n`;
  return (await build({ log, columns: 'label=relevance', protocol: { positives: 'is_click=1' } })).dataset;
}

function relevanceIn(dataset: Dataset, user: string, rows?: RowsRead): Record<string, number> {
  const out = new Float32Array(dataset.items.length + 1).fill(9);
  const judge = relevanceBy({ by: 'column', column: 'relevance' }, dataset, rows).among(
    Uint32Array.from(dataset.items.keys()),
  );
  judge({ user: dataset.users.indexOf(user), past: new Uint32Array(0) }, out, 1);
  expect(out[0]).toBe(9);
  return Object.fromEntries(dataset.items.map((item, at) => [item, out[at + 1]!] as const).filter(([, x]) => x === x));
}

describe('relevance by a column', () => {
  it('is the mean of the training rows of the pair, and is not known of any other', async () => {
    const dataset = await datasetOf(ROWS);
    // An empty cell says nothing; a later row of `a` lies where things are held out.
    expect(relevanceIn(dataset, 'ann')).toEqual({ a: 0.375, b: 1, e: 0.125, g: 0 });
    expect(relevanceIn(dataset, 'bob')).toEqual({ g: 1, h: 1, i: 1 });
    // An item that stands twice is judged alike.
    const a = dataset.items.indexOf('a');
    const out = new Float32Array(2);
    const teacher = { by: 'column', column: 'relevance' } as const;
    relevanceBy(teacher, dataset).among(Uint32Array.of(a, a))({ user: 0, past: new Uint32Array(0) }, out);
    expect([...out]).toEqual([0.375, 0.375]);
  });

  it('judges lists by held-out rows, which training does not read', async () => {
    expect(relevanceIn(await datasetOf(ROWS), 'ann', 'held-out')).toEqual({ c: 0.75, d: 0.5, h: 0, i: 0.25 });
    const changed = ROWS.map((row): Impression => (row[2] >= 30 ? [row[0], row[1], row[2], row[3], '1'] : row));
    expect(relevanceIn(await datasetOf(changed), 'ann')).toEqual(relevanceIn(await datasetOf(ROWS), 'ann'));
  });

  it('names a column that is not there', async () => {
    const dataset = await datasetOf(ROWS);
    expect(() => relevanceBy({ by: 'column', column: 'item' }, dataset)).toThrow('no column of numbers "item"');
  });
});

describe('pairs of a batch that may be bad cases', () => {
  const BATCH = 16;
  const random = async (): Promise<Dataset> => {
    const rows = Array.from({ length: 600 }, (_, at): Impression => {
      const [user, item] = [(at * 7) % 23, (at * 13 + Math.floor(at / 23)) % 17];
      return [`u${user}`, `i${item}`, at, at % 3 === 0 ? 0 : 1, String((at % 11) / 10)];
    });
    return datasetOf(rows);
  };

  it('are as many as an epoch of batches has on average, within a quarter', async () => {
    const dataset = await random();
    const judge = relevanceBy({ by: 'column', column: 'relevance' }, dataset);
    const batches = createBatches(dataset, { batch: BATCH, historyLength: 0, seed: 3 });
    const { item, user } = dataset.events;
    const took = new Set(Array.from(dataset.split.train, (event) => `${user[event]} ${item[event]}`));
    const out = new Float32Array(BATCH);
    const STEPS = 400;
    let found = 0;
    for (let step = 0; step < STEPS; step++) {
      const { users, items, real } = batches.at(step);
      for (let row = 0; row < real; row++) {
        judge.among(items)({ user: users[row]!, past: new Uint32Array(0) }, out);
        found += out.subarray(0, real).filter((x, at) => x < 0.4 && !took.has(`${users[row]} ${items[at]}`)).length;
      }
    }
    const expected = pairsBelow(dataset, 'relevance', 0.4, BATCH);
    expect(expected).toBeGreaterThan(1);
    expect(Math.abs(found / STEPS / expected - 1)).toBeLessThan(0.25);
  });

  it('are none below a threshold that no pair is below', async () => {
    expect(pairsBelow(await random(), 'relevance', 0, BATCH)).toBe(0);
    // What is known was taken.
    expect(pairsBelow(await datasetOf(ROWS.filter(([, , , click]) => click === 1)), 'relevance', 1, BATCH)).toBe(0);
  });
});
