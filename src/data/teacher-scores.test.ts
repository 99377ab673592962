import { describe, expect, it } from 'vitest';
import { createBatches } from './batches';
import type { Candidates } from './candidates';
import { build } from './build-testing';
import type { Dataset } from './dataset';
import { scoreColumns, teacherScores, type TeacherColumn } from './teacher-scores';

const T = 1_600_000_000;
/** user, item, second, click, cell of the score. */
type Impression = readonly [user: string, item: string, second: number, click: 0 | 1, score: string];

/** ann takes a, b, c, d, of which c is validation and d test, and is shown e, f, g in training, h and i after it. */
const ROWS: readonly Impression[] = [
  ['ann', 'a', 10, 1, '1.5'],
  ['ann', 'e', 11, 0, '-2'],
  ['ann', 'f', 12, 0, ''],
  ['ann', 'b', 20, 1, '0.5'],
  ['ann', 'g', 21, 0, '0.25'],
  ['ann', 'c', 30, 1, '70'],
  ['ann', 'h', 31, 0, '80'],
  ['ann', 'd', 40, 1, '90'],
  ['ann', 'i', 41, 0, '100'],
  ['ann', 'a', 50, 1, '110'],
  ['bob', 'e', 10, 1, ''],
  ['bob', 'f', 20, 1, '-1'],
  ['bob', 'g', 5, 1, '0'],
  ['bob', 'h', 6, 1, '0'],
  ['bob', 'i', 7, 1, '0'],
];

async function datasetOf(rows: readonly Impression[]): Promise<Dataset> {
  const lines = rows.map(([user, item, second, click, score]) => `${user},${item},${T + second},${click},${score},w`);
  const log = `user,item,time,is_click,score,word\n${lines.join('\n')}\n`;
  return (await build({ log, columns: 'label=score,label=word', protocol: { positives: 'is_click=1' } })).dataset;
}

/** "item: label score" of the candidates of each row that is there, a row for each event in training. */
function listsOf(
  dataset: Dataset,
  teacher: TeacherColumn,
  { each, shown }: Omit<Candidates, 'teacher'> = { each: 4, shown: 3 },
): Record<string, string[]> {
  const { users, items, real, candidates } = createBatches(dataset, {
    batch: 8,
    historyLength: 0,
    seed: 1,
    candidates: { each, shown, teacher },
  }).at(0);
  const { items: listed, labels, there, teacher: taught } = candidates!;
  const rows = Array.from({ length: real }, (_, row) => {
    const cells = Array.from({ length: each }, (__, place) => row * each + place).filter((at) => there[at] === 1);
    return [
      `${dataset.users[users[row]!]} ${dataset.items[items[row]!]}`,
      cells.map(
        (at) => `${dataset.items[listed[at]!]}: ${labels[at]} ${taught!.scored[at] ? taught!.logits[at] : '-'}`,
      ),
    ] as const;
  });
  // What is not there has no score either: padding, and places that stayed empty.
  there.forEach((isThere, at) => {
    if (!isThere) expect([taught!.logits[at], taught!.scored[at]]).toEqual([0, 0]);
  });
  return Object.fromEntries(rows);
}

const LOGIT: TeacherColumn = { column: 'score', gives: 'logit' };

describe('scores of a teacher', () => {
  it('stand beside the labels of a list: of the event’s own row, and of the shown rows', async () => {
    const lists = listsOf(await datasetOf(ROWS), LOGIT);
    expect(lists).toMatchObject({
      'ann a': ['a: 1 1.5'],
      'ann b': ['b: 1 0.5', 'f: 0 -', 'e: 0 -2'],
    });
    // Who was shown nothing else has his own item alone.
    const bob = Object.entries(lists).filter(([row]) => row.startsWith('bob'));
    expect(bob.length).toBeGreaterThan(0);
    for (const [, list] of bob) expect(list).toHaveLength(1);
  });

  it('stand beside what was shown alone, where others are drawn', async () => {
    const lists = listsOf(await datasetOf(ROWS), LOGIT, { each: 6, shown: 2 });
    expect(lists['ann a']!.slice(0, 1)).toEqual(['a: 1 1.5']);
    expect(lists['ann a']!.slice(1, 4).map((one) => one.slice(1))).toEqual([': 0 -', ': 0 -', ': 0 -']);
    expect(lists['ann a']!.slice(4)).toEqual([]);
    expect(lists['ann b']!.slice(4)).toEqual(['f: 0 -', 'e: 0 -2']);
  });

  it('are the same whatever stands in held-out rows, and in later rows of a pair', async () => {
    const other = (score: string) => ROWS.map((row) => (row[2] >= 30 ? ([...row.slice(0, 4), score] as never) : row));
    const [now, then] = [await datasetOf(ROWS), await datasetOf(other('-55'))];
    expect(listsOf(then, LOGIT)).toEqual(listsOf(now, LOGIT));
    // Nor is it told between which ends held-out scores lie.
    expect(scoreColumns(then)).toEqual(scoreColumns(now));
    const training = ROWS.map((row) => (row[2] === 11 ? ([...row.slice(0, 4), '-3'] as never) : row));
    expect(listsOf(await datasetOf(training), LOGIT)).not.toEqual(listsOf(now, LOGIT));
  });

  it('are written over by those of the next step, in the arrays of the one before', async () => {
    const dataset = await datasetOf(ROWS);
    const batchesOf = () =>
      createBatches(dataset, {
        batch: 3,
        historyLength: 0,
        seed: 2,
        candidates: { each: 3, shown: 2, teacher: LOGIT },
      });
    const batches = batchesOf();
    let before = batches.at(1);
    for (const step of [0, 2, 1]) {
      before = batches.at(step, before);
      expect(before.candidates).toEqual(batchesOf().at(step).candidates);
    }
  });

  it('may stand in columns of numbers that training has any of, with the ends between which they lie there', async () => {
    expect(scoreColumns(await datasetOf(ROWS))).toEqual([
      { name: 'is_click', least: 0, most: 1 },
      { name: 'score', least: -2, most: 1.5 },
    ]);
    const late = ROWS.map((row) => (row[2] < 30 ? ([...row.slice(0, 4), ''] as never) : row));
    expect(scoreColumns(await datasetOf(late)).map(({ name }) => name)).toEqual(['is_click']);
    const { dataset } = await build({
      log: `user,item,time,is_click\n${ROWS.map(([u, i, s, c]) => `${u},${i},${T + s},${c}`).join('\n')}\n`,
    });
    expect(scoreColumns(dataset)).toEqual([]);
  });

  it('that are probabilities are read as log-odds, finite at 0 and 1', () => {
    const columns = [{ name: 'p', role: 'label' as const, values: Float32Array.of(0.5, 0.75, 0, 1, Number.NaN) }];
    const outcomes = {
      start: Uint32Array.of(0, 1, 2, 3, 4, 5),
      time: new Float64Array(5),
      line: new Uint32Array(5),
      columns,
    };
    const shown = { columns } as unknown as Dataset['shown'];
    const scores = teacherScores({ outcomes, shown }, { column: 'p', gives: 'probability' });
    const read = [0, 1, 2, 3, 4].map((at) => [scores.ofEvent(at), scores.ofShown(at)]);
    for (const [event, row] of read) expect(event).toBe(row);
    const [half, most, never, always, none] = read.map(([score]) => score!);
    expect(half).toBe(0);
    expect(most).toBeCloseTo(Math.log(3), 6);
    expect(never).toBeCloseTo(Math.log(1e-6), 4);
    expect(always).toBeCloseTo(-never!, 4);
    expect(none).toBeNaN();
    expect(teacherScores({ outcomes, shown }, { column: 'p', gives: 'logit' }).ofEvent(1)).toBe(0.75);
  });

  it('are refused of a column that is not there, of names, and of candidates that are drawn', async () => {
    const dataset = await datasetOf(ROWS);
    const drawn = { each: 3, shown: 0, teacher: LOGIT };
    expect(() => createBatches(dataset, { batch: 3, historyLength: 0, seed: 2, candidates: drawn })).toThrow(
      RangeError,
    );
    for (const column of ['nothing', 'word'])
      expect(() => listsOf(dataset, { column, gives: 'logit' })).toThrow(`no column of scores "${column}"`);
  });
});
