import { describe, expect, it } from 'vitest';
import { readerOf } from './readers';
import type { Source, SourceWords } from './source';
import { optionsFor, sourceById, sourceOf, sources } from './sources';

const files = import.meta.glob<Source>('./*/source.ts', { eager: true, import: 'default' });
const words = import.meta.glob<SourceWords>('./*/words.en.ts', { eager: true, import: 'default' });
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the file formats', () => {
  it('are folders of their names, each with a reader; one of them takes any text and is asked last', () => {
    for (const [path, { id }] of Object.entries(files)) expect(path).toBe(`./${id}/source.ts`);
    for (const { id } of sources) expect(readerOf(id)).toBeTypeOf('function');
    expect(() => readerOf('attic')).toThrow('the format "attic" has no read.ts');
    expect(sources.filter(({ sniff }) => sniff === undefined)).toEqual([sources.at(-1)]);
  });

  it('have extensions of their own, lower case, with the dot', () => {
    const all = sources.flatMap(({ extensions }) => extensions);
    expect(new Set(all).size).toBe(all.length);
    for (const extension of all) expect(extension).toMatch(/^\.[a-z0-9]+$/);
  });

  it.each(sources.map(({ id }) => id))('call their options and values by name: %s', (id) => {
    const { options } = sourceById(id)!;
    const own = words[`./${id}/words.en.ts`]!;
    expect(Object.keys(own.options)).toEqual(Object.keys(options));
    for (const [name, spec] of Object.entries(options)) {
      const named = Object.keys(own.options[name]?.values ?? {});
      const known = spec.kind === 'toggle' ? ['true', 'false'] : spec.options;
      expect(named.filter((value) => !known.includes(value))).toEqual([]);
      if (spec.kind === 'toggle') expect(named).toEqual(known);
    }
  });
});

it('any text is delimited text, whatever its file is called', () => {
  for (const name of ['log.csv', 'LOG.TSV', 'ratings.dat', 'u.data', 'no-extension'])
    expect(sourceOf(name, bytes('user,item\n1,2\n')).id).toBe('csv');
});

it('options of an older page or of another format are read as far as this format has them', () => {
  const csv = sourceById('csv')!;
  expect(optionsFor(csv, { delimiter: ';', header: false, encoding: 'gb18030' })).toEqual({
    delimiter: ';',
    header: false,
    encoding: 'gb18030',
  });
  expect(optionsFor(csv, { delimiter: undefined, header: 'yes', lines: true })).toEqual({});
});
