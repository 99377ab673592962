import { expect, it } from 'vitest';
import { build } from '../../data/build-testing';
import type { Table } from '../../data/table';
import { columnOf, tableFrom } from '../../data/worlds/tables';
import { onDevice } from '../../engine/testing';
import { pairsOf, pairsOfLog } from '../evaluate/pairs';
import { scoresOfPairs } from '../evaluate/score-pairs';
import { impressionLog, openInterests } from '../evaluate/testing';
import { exportScores } from './export-scores';

onDevice();

const TEXT = impressionLog(4);
const { dataset } = await build({ log: TEXT, protocol: { positives: 'is_click=1', minItemEvents: 3, repeats: 'all' } });
const rows = TEXT.trim()
  .split('\n')
  .map((line) => line.split(','));
/** As a reader has it, where a line is a row. */
const log: Table = tableFrom(
  'clicks.csv',
  Object.fromEntries(rows[0]!.map((name, at) => [name, rows.slice(1).map((cells) => cells[at]!)])),
);
const watch = { signal: new AbortController().signal, onProgress: () => undefined };

it('writes the log with the score of each row as of its own moment, and of none that the protocol left out', async () => {
  const model = openInterests('self-attentive-interests', { count: 3, hidden: 4 }, dataset);
  try {
    const { fileName, blob, rows: read, scored } = await exportScores(model, log, 'teacher', watch);
    const [head, ...written] = (await blob.text()).trimEnd().split('\r\n');
    expect(fileName).toBe('clicks-step-0.scored.csv');
    expect(head).toBe(`${rows[0]!.join(',')},teacher`);
    expect(written.map((line) => line.slice(0, line.lastIndexOf(',')))).toEqual(
      rows.slice(1).map((cells) => cells.join()),
    );
    const cells = written.map((line) => line.slice(line.lastIndexOf(',') + 1));
    expect([read, scored]).toEqual([written.length, cells.filter((cell) => cell !== '').length]);
    expect(scored).toBeLessThan(read);
    const pairs = pairsOfLog(dataset);
    expect(scored).toBe(pairs.lines.length);
    // What the test part says of them, whose pasts the evaluation cuts by itself.
    const test = pairsOf(dataset, 'test')!;
    const asked = await scoresOfPairs(model.serving, test, watch);
    expect(asked.length).toBeGreaterThan(5);
    asked.forEach((score, at) => {
      const row = test.contexts[at]!;
      expect(Number(cells[pairs.lines[row]! - 2])).toBeCloseTo(score, 6);
    });
    expect(new Set(cells).size).toBeGreaterThan(10);
    const shuffled = { ...dataset, protocol: { ...dataset.protocol, split: 'random' as const } };
    await expect(
      exportScores({ serving: model.serving, dataset: shuffled, step: 0 } as typeof model, log, 'teacher', watch),
    ).rejects.toMatchObject({ code: 'no-own-moment' });
    const before = { ...log, columns: [...log.columns, columnOf('teacher', cells)] };
    await expect(exportScores(model, before, 'teacher', watch)).rejects.toMatchObject({
      code: 'column-taken',
      values: { column: 'teacher' },
    });
    const headOf = async (of: typeof log) => {
      const [first] = (await (await exportScores(model, of, null, watch)).blob.text()).split('\r\n');
      return first?.split(',').at(-1);
    };
    expect(await headOf(log)).toBe('score');
    expect(await headOf({ ...log, columns: [...log.columns, columnOf('score', cells)] })).toBe('score-2');
  } finally {
    model.dispose();
  }
});
