import { describe, expect, it } from 'vitest';
import { setParam } from '../../../model/document/graph-edits';
import { warningsOf } from '../../../lab/comparison/compare';
import { runOf } from '../../../lab/runs/testing';
import { speak } from '../../../words/words';
import { signed } from '../../runs/Difference';
import { markOf } from '../../runs/RunMark';
import { planOf } from './SweepDialog';
import { copiedTable } from '../../controls/copied-table';
import { asMarkdown, asRows, columnsOf, differing } from './table';
import { warningInWords } from './Warnings';

const speech = speak('en');
const same = (name: string): string => name;
const figures = (ndcg: number) => ({
  validation: { 'ndcg@10': ndcg },
  evaluated: { metrics: { 'recall@10': 2 * ndcg }, baselines: {} },
});
const base = runOf('base', { title: 'First', status: 'finished', seconds: 100, ...figures(0.1) });
const slower = base.settings.optimizers.map((group) => ({ ...group, learningRate: 0.001 }));
const other = runOf('other', {
  title: 'A | B',
  status: 'finished',
  note: '=1+1',
  settings: { ...base.settings, optimizers: slower, seed: 6 },
  graph: setParam(setParam(base.graph, 'pooled', 'by', 'recency'), 'match', 'temperature', 0.5),
  ...figures(0.1234),
});
const columns = columnsOf([other, base], base, speech, same);
const cells = (id: string): string[] => columns.find((column) => column.id === id)!.cells.map(({ text }) => text);

describe('the table of runs', () => {
  it('says in words what changed since the baseline, and by how much figures differ', () => {
    expect(cells('changed')).toEqual([
      'pooled: Weights uniform → decaying with age, match: Temperature 0.1 → 0.5, Learning rate 0.01 → 0.001, Seed 5 → 6',
      '',
    ]);
    expect(cells('validation ndcg@10')).toEqual(['0.123', '0.100']);
    const [ndcg] = columns.filter(({ id }) => id === 'validation ndcg@10');
    expect(ndcg!.cells.map(({ difference }) => difference?.toFixed(4))).toEqual(['0.0234', undefined]);
    expect(cells('test ndcg@10')).toEqual(['', '']);
    expect(cells('index')).toEqual(['1.6 GB', '1.6 GB']);
    expect(cells('time')).toEqual(['', '2 min']);
  });

  it('leaves out what agrees where that is asked for, but never the names', () => {
    const ids = (of: typeof columns) => of.map(({ id }) => id);
    expect(ids(differing(columns))).toEqual([
      'run',
      'changed',
      'seed',
      'time',
      'validation ndcg@10',
      'test recall@10',
      'note',
    ]);
    expect(ids(differing(columnsOf([base], undefined, speech, same)))).toEqual(['run']);
  });

  it('is copied as CSV that a spreadsheet does not run, with full numbers', () => {
    const [head, first] = copiedTable(asRows(columns, speech)).split('\n');
    expect(head).toContain('"NDCG@10, validation","NDCG@10, validation, difference"');
    expect(first).toContain('A | B');
    expect(first).toContain("'=1+1");
    expect(first).toContain('0.1234,');
    expect(first).toContain(`,${base.size!.parameters},`);
  });

  it('is copied as Markdown whose cells hold no line of their own', () => {
    const lines = asMarkdown(columns, (value) => signed(value, 3, speech.number)).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain('| A \\| B |');
    expect(lines[2]).toContain('| 0.123 (+0.023 ▲) |');
    expect(new Set(lines.map((line) => line.replaceAll('\\|', '').split('|').length)).size).toBe(1);
  });
});

it('a difference has a sign, and an arrow where it is one at the digits that are shown', () => {
  expect([0.0124, -0.0126, 0.0004, 0].map((value) => signed(value, 3, speech.number))).toEqual([
    '+0.012 ▲',
    '−0.013 ▼',
    '±0.000',
    '±0.000',
  ]);
});

it('a warning names the changes, and says what to do', () => {
  const [mixed] = warningsOf(base, [other]);
  expect(warningInWords(mixed!, speech, same)).toBe(
    'This comparison mixes 4 changes: pooled: Weights uniform → decaying with age, match: Temperature 0.1 → 0.5, Learning rate 0.01 → 0.001, Seed 5 → 6 (“A | B”). To see which one matters, change one at a time.',
  );
});

it('a run has one mark, and most runs have another one', () => {
  const ids = Array.from({ length: 8 }, (_, n) => `run ${n * 7919}`);
  expect(ids.map(markOf)).toEqual(ids.map(markOf));
  expect(new Set(ids.map((id) => JSON.stringify(markOf(id)))).size).toBeGreaterThan(5);
});

it('what is typed into a sweep is read, or refused with the reason', () => {
  const { badSeeds, noValues } = speech.words.comparison.sweep;
  expect(planOf('3, 1,3', '', 'ignored', speech)).toEqual({ vary: null, values: [], seeds: [3, 1] });
  expect(planOf('1', 'batch', '64, 128', speech)).toEqual({ vary: 'batch', values: [64, 128], seeds: [1] });
  expect(planOf('1', 'batch', '64', speech)).toBe(noValues);
  for (const seeds of ['', '1,', '-1', '1.5', '99999999999'])
    expect(planOf(seeds, '', '', speech), seeds).toBe(speech.fill(badSeeds, { most: 2 ** 31 - 1 }));
});
