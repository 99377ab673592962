import { describe, expect, it } from 'vitest';
import type { FieldWorth, FieldWorths } from '../lab/selection/field-worth';
import { fieldWorthsTable } from './field-worths';
import { speak } from './words';

const field = (name: string, given: Partial<FieldWorth>): FieldWorth => ({
  node: name,
  side: 'item',
  field: name,
  cost: 1,
  time: null,
  keep: null,
  seGate: null,
  importance: { mean: 0, half: null },
  ...given,
});
const found = (fields: FieldWorth[], given: Partial<FieldWorths> = {}): FieldWorths => ({
  step: 40,
  metric: 'ndcg@10',
  value: 0.25,
  validationUsers: 1200,
  repeats: 3,
  fields,
  ofLoss: [],
  agreement: [],
  ...given,
});

describe('what fields are worth, as a table', () => {
  it('has no column of gates that no field passes, and orders by what is lost', () => {
    const { head, rows } = fieldWorthsTable(
      found([
        field('genre', { importance: { mean: -0.00001, half: 0.002 } }),
        field('segment', { side: 'user', importance: { mean: 0.03, half: 0.01 } }),
      ]),
      speak('en'),
    );
    expect(head).toEqual(['Field', 'Side', 'Cost', 'NDCG@10 lost']);
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['segment', 'user', '1.000', '0.0300 ± 0.0100'],
      // Nothing is lost, and no minus stands before nothing.
      ['genre', 'item', '1.000', '0.0000 ± 0.0020'],
    ]);
  });

  it('shows a gate that is shut as 0, and says what ± is only where it stands', () => {
    const gated = fieldWorthsTable(found([field('genre', { keep: 0 }), field('id', { seGate: 0.5 })]), speak('en'));
    expect(gated.head).toEqual(['Field', 'Side', 'Cost', 'Kept with', 'SE gate', 'NDCG@10 lost']);
    expect(gated.rows.map(({ cells }) => cells.slice(3))).toEqual([
      ['0.000', '–', '0.0000'],
      ['–', '0.500', '0.0000'],
    ]);
    expect(gated.about.join()).not.toContain('±');
    expect(gated.about.join()).toContain('SE gate: its mean over the rows');
    expect(gated.about.join()).toContain('does not pass its gate');
    expect(fieldWorthsTable(found([field('genre', { keep: 0.5 })]), speak('en')).about.join()).not.toContain(
      'its gate:',
    );
    const repeated = found([field('genre', { importance: { mean: 0, half: 0.1 } })]);
    expect(fieldWorthsTable(repeated, speak('en')).about.join()).toContain('± is half the width');
  });

  it('says which fields have no cost, and of which the loss alone knows, and nothing of them where there are none', () => {
    const { rows, about } = fieldWorthsTable(
      found([field('genre', {}), field('maker', { cost: null })], { ofLoss: ['shelf', 'room'] }),
      speak('en'),
    );
    expect(rows.map(({ cells }) => cells.slice(0, 3))).toEqual([
      ['genre', 'item', '1.000'],
      ['maker', 'item', '–'],
    ]);
    expect(about.join(' ')).toMatch(/by the match: maker\..*changes no score: shelf, room\./);
    const plain = fieldWorthsTable(found([field('genre', {})]), speak('en')).about.join(' ');
    expect(plain).not.toMatch(/by the match|changes no score/);
  });

  it('says how far the ways agree, in the language of the page', () => {
    const methods = ['keep', 'importance'] as const;
    const of = (rankCorrelation: number | null, fields: number) =>
      fieldWorthsTable(found([], { agreement: [{ methods, fields, rankCorrelation }] }), speak('zh')).agreement;
    expect(of(-0.5, 6)).toEqual(['保留概率与打乱后的损失的秩相关：-0.50（6 个特征域）']);
    expect(of(null, 6)).toEqual([expect.stringContaining('无，因为其中之一在全部 6 个特征域上都相同')]);
    expect(of(null, 1)).toEqual([]);
  });
});
