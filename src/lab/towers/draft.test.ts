import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LabRefusal } from '../failure';
import { linkFormat } from '../formats/link/format';
import { draftText, MOST_CHARACTERS, readDraft, type Draft } from './draft';
import { HOSTILE, hostile, towersFrom } from './testing';

const draft: Draft = {
  savedAt: '2026-03-04T05:06:07.000Z',
  from: { base: { preset: 'senet' }, changes: { added: ['dropout'], removed: [] } },
  shown: { towers: towersFrom(), world: { id: 'bookshop', events: 4000, seed: 1 }, tab: 'inside' },
};
const withTowers = (towers: unknown): string =>
  JSON.stringify({ ...draft, shown: { ...linkFormat.header, ...draft.shown, towers } });
const refusalOf = (text: string): LabRefusal['failure'] => {
  try {
    readDraft(text);
  } catch (error) {
    return (error as LabRefusal).failure;
  }
  return expect.fail('was read');
};

describe('a draft', () => {
  it('is read as it was kept', () => expect(readDraft(draftText(draft))).toEqual(draft));

  it('of an older version is read as an old file of towers is', () => {
    const file = (path: string): object =>
      JSON.parse(readFileSync(new URL(`../../model/formats/${path}`, import.meta.url), 'utf8')) as object;
    const graph = file('graph/corpus/v2-sdm.json');
    expect(graph).toMatchObject({ version: 2 });
    const { towers } = readDraft(withTowers({ ...file('towers/corpus/v1-sdm.json'), graph })).shown;
    expect(towers.graph).toMatchObject({ version: 3, nodes: (graph as { nodes: object[] }).nodes });
  });

  it.each([
    ['cut off', draftText(draft).slice(0, 900)],
    ['empty', ''],
    ['no draft', '{"savedAt":"yesterday"}'],
    ['without towers', withTowers(null)],
    ['lists in lists', `${'['.repeat(90_000)}${']'.repeat(90_000)}`],
  ])('that is %s is refused', (_, text) => expect(refusalOf(text)).toMatchObject({ code: 'towers' }));

  it('of a newer version says so', () => {
    const newer = JSON.stringify({ ...draft, shown: { ...linkFormat.header, ...draft.shown, version: 8 } });
    expect(refusalOf(newer).problems).toMatchObject([{ code: 'newer-version', values: { version: 8 } }]);
  });

  // The first two say what no version of this page can read; an unfinished drawing is one all the same.
  it.each(HOSTILE.slice(0, 2))('with %s says so', (_, change, code) =>
    expect(refusalOf(withTowers(hostile(change))).problems[0]).toMatchObject({ code }),
  );

  it('too large to keep is said to have no room', () => {
    const towers = {
      ...draft.shown.towers,
      graph: { ...draft.shown.towers.graph, title: 'x'.repeat(MOST_CHARACTERS) },
    };
    expect(() => draftText({ ...draft, shown: { ...draft.shown, towers } })).toThrow(
      expect.objectContaining({ name: 'QuotaExceededError' }),
    );
  });
});
