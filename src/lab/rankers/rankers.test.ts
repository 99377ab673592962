import { describe, expect, it } from 'vitest';
import { fitOf } from './fits';
import type { ChoiceWords, Ranker, RankerWords } from './ranker';
import { REFERENCE_ROWS, rankers } from './rankers';

const files = import.meta.glob<Ranker>('./*/ranker.ts', { eager: true, import: 'default' });
const words = import.meta.glob<RankerWords>('./*/words.en.ts', { eager: true, import: 'default' });
const everyWords = import.meta.glob<RankerWords>('./*/words.*.ts', { eager: true, import: 'default' });
const placeholders = (text: ChoiceWords): string[] =>
  [...JSON.stringify(text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

describe('the rankers', () => {
  it('are folders of their names, each with a fit, in an order of their own', () => {
    for (const [path, { id }] of Object.entries(files)) expect(path).toBe(`./${id}/ranker.ts`);
    for (const { id } of rankers) expect(fitOf(id)).toBeTypeOf('function');
    expect(() => fitOf('attic')).toThrow('the ranker "attic" has no fit.ts');
    const places = rankers.map(({ place }) => place);
    expect(new Set(places).size).toBe(places.length);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('stand in the rows in which they always stood, the oracle below them', () => {
    const known = [
      'random',
      'popularity',
      'popularityRecency',
      'itemKnn',
      'itemKnnRecency',
      'ease',
      'easeRecency',
      'transitions',
    ];
    expect(REFERENCE_ROWS.filter((id) => known.includes(id))).toEqual(known);
    expect(REFERENCE_ROWS.at(-1)).toBe('oracle');
  });

  it.each(rankers.map(({ id }) => id))(
    'say what each method does instead of the first, in every language: %s',
    (id) => {
      const { methods, standsOn } = rankers.find((ranker) => ranker.id === id)!;
      for (const [path, { instead = {} }] of Object.entries(everyWords).filter(([path]) => path.includes(`/${id}/`)))
        expect(Object.keys(instead), path).toEqual(standsOn ? [] : methods.slice(1).map((method) => method.id));
    },
  );

  it.each(rankers.map(({ id }) => id))('note the same of a machine in every language: %s', (id) => {
    const notesOf = (path: string): string[] =>
      Object.entries(everyWords[path]!.notes ?? {}).map(([note, text]) => `${note} ${placeholders(text).join()}`);
    const paths = Object.keys(everyWords).filter((path) => path.includes(`/${id}/`));
    for (const path of paths) expect(notesOf(path), path).toEqual(notesOf(`./${id}/words.en.ts`));
  });

  it.each(rankers.map(({ id }) => id))('say the number they choose: %s', (id) => {
    for (const text of Object.values(words[`./${id}/words.en.ts`]!.choices))
      expect(placeholders(text)).toContain(typeof text === 'string' ? 'value' : 'n');
  });
});
