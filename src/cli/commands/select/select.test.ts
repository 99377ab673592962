import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { FieldWorth, FieldWorths } from '../../../lab/selection/field-worth';
import { lab } from '../../testing';
import { selectionTable } from './select';

const folder = mkdtempSync(join(tmpdir(), 'lab-select-'));
afterAll(() => rmSync(folder, { recursive: true }));

const worths: FieldWorths = {
  step: 40,
  metric: 'ndcg@10',
  value: 0.25,
  validationUsers: 1200,
  repeats: 3,
  fields: [
    {
      node: 'a',
      side: 'user',
      field: 'bay',
      cost: 1,
      time: null,
      keep: 0.2,
      seGate: null,
      importance: { mean: 0, half: 0 },
    },
    {
      node: 'a',
      side: 'user',
      field: 'soil',
      cost: 2,
      time: null,
      keep: 0.9,
      seGate: 1.25,
      importance: { mean: 0.1, half: 0.02 },
    },
    {
      node: 'b',
      side: 'item',
      field: 'id',
      cost: 3,
      time: null,
      keep: null,
      seGate: null,
      importance: { mean: 0.2, half: null },
    },
  ],
  ofLoss: [],
  agreement: [
    { methods: ['keep', 'importance'], fields: 2, rankCorrelation: 1 },
    { methods: ['seGate', 'importance'], fields: 1, rankCorrelation: null },
  ],
};

it('lists the fields most likely kept first, and how far the ways agree', () => {
  const lines = selectionTable(worths, null);
  expect(lines.slice(0, 4).map((line) => line.split(/\s{2,}/).slice(0, 6))).toEqual([
    ['Field', 'Side', 'Cost', 'Kept with', 'SE gate', 'NDCG@10 lost'],
    ['soil', 'user', '2.000', '0.900', '1.250', '0.1000 ± 0.0200'],
    ['bay', 'user', '1.000', '0.200', '–', '0.0000 ± 0.0000'],
    ['id', 'item', '3.000', '–', '–', '0.2000'],
  ]);
  expect(lines.slice(5)).toEqual([
    'Rank correlation of keep probability and loss when shuffled: 1.00 (2 fields)',
    expect.stringContaining('of 0.2500 on the validation part (1,200 users)'),
  ]);
});

it('says of ways that have no order to compare that there is none, over two fields or more', () => {
  const agreement = [
    { methods: ['keep', 'importance'] as const, fields: 2, rankCorrelation: null },
    { methods: ['seGate', 'importance'] as const, fields: 1, rankCorrelation: null },
  ];
  const said = selectionTable({ ...worths, agreement }, null).filter((line) => line.startsWith('Rank correlation'));
  expect(said).toEqual([
    'Rank correlation of keep probability and loss when shuffled: none, since one of the two is the same for all 2 fields',
  ]);
});

it('says of a budget that no field fits what the cheapest costs, in digits as fine as the budget', () => {
  expect(selectionTable(worths, 0.0001).at(-1)).toBe('No field fits the budget of 0.0001: the cheapest costs 1.');
  const cheap = worths.fields.map((field) => ({ ...field, cost: field.cost! / 20_000 }));
  expect(selectionTable({ ...worths, fields: cheap }, 0.0001).at(-1)).toBe(
    'The fields that fit cost 0.0001 of 0.0001.',
  );
});

it('says which fields fit a budget, and what they cost', () => {
  const lines = selectionTable(worths, 3.5);
  expect(lines.slice(1, 4).map((line) => line.split(/\s{2,}/).at(-1))).toEqual(['fits', 'fits', 'left out']);
  expect(lines.at(-1)).toBe('The fields that fit cost 3 of 3.5.');
});

it('spends no budget on a field without a cost, which is in the table nevertheless', () => {
  const past = { ...worths.fields[2]!, field: 'genre', cost: null, importance: { mean: 0.3, half: null } };
  const lines = selectionTable({ ...worths, fields: [...worths.fields, past] }, 3.5);
  const cells = lines.slice(1, 5).map((line) => line.split(/\s{2,}/));
  expect(cells.map((row) => [row[0], row[2], row.at(-1)])).toEqual([
    ['soil', '2.000', 'fits'],
    ['bay', '1.000', 'fits'],
    ['genre', '–', '–'],
    ['id', '3.000', 'left out'],
  ]);
  expect(lines.at(-1)).toBe('The fields that fit cost 3 of 3.5.');
  expect(lines.at(-2)).toContain('by the match: genre.');
});

it('has a column of the times that gates were measured to cost, where there are some', () => {
  const [soil, ...others] = worths.fields.toReversed();
  const lines = selectionTable({ ...worths, fields: [{ ...soil!, time: 0.0213 }, ...others] }, null);
  expect(lines[0]!.split(/\s{2,}/).slice(2, 5)).toEqual(['Cost', 'µs per row', 'Kept with']);
  expect(lines.slice(1, 4).map((line) => line.split(/\s{2,}/)[3])).toEqual(['–', '–', '0.0213']);
});

it('asks of weights in a file, as a table and as JSON with what fits', () => {
  const world = ['--world', 'bookshop', '--events', '600', '--device', 'cpu'];
  const weights = join(folder, 'weights.json');
  const train = ['--preset', 'fscd', '--batch', '32', '--steps', '1', '--dim', '4', '--baselines', 'none'];
  expect(lab('train', ...world, ...train, '--out', weights).status).toBe(0);
  const select = ['select', '--weights', weights, ...world, '--shuffles', '1'];
  const { status, stdout, said } = lab(...select, '--budget', '1', '--json');
  expect(status, said.join('\n')).toBe(0);
  const found = JSON.parse(stdout) as { fields: (FieldWorth & { fits: boolean })[] };
  expect(found).toMatchObject({ metric: 'ndcg@10', repeats: 1, budget: 1 });
  const spent = (fits: boolean): number =>
    found.fields.filter((field) => field.fits === fits).reduce((sum, { cost }) => sum + cost!, 0);
  expect(spent(true)).toBeGreaterThan(0);
  expect(spent(true)).toBeLessThanOrEqual(1);
  expect(spent(false)).toBeGreaterThan(0);
  const table = lab(...select);
  expect([table.status, table.stdout]).toEqual([0, expect.stringMatching(/^Field +Side +Cost +Kept with[^]*shuffled/)]);
  for (const { field } of found.fields) expect(table.stdout).toMatch(new RegExp(`^${field} `, 'm'));
  const missing = lab('select', '--weights', join(folder, 'none.json'), ...world);
  expect([missing.status, missing.said.at(-1)]).toEqual([2, expect.stringMatching(/^--weights: there is no file/)]);
});
