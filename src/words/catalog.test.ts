import { describe, expect, it } from 'vitest';
import {
  besideById,
  CATALOG,
  catalogOf,
  FILES,
  firstLanguage,
  isPlural,
  LANGUAGES,
  type Language,
  type PartialWords,
  type Tree,
} from './catalog';
import type { Manner } from './manner';
import { portName } from './ports';
import { placeholders, speak } from './words';

/** Names of models and functions, formats, units and symbols that Chinese writes in Latin letters too. */
const LATIN_ALLOWED = new Set([
  'ItemKNN',
  'EASE',
  'ELSA',
  'iALS',
  'MRR',
  'HR@{k}',
  'Recall@{k}',
  'NDCG@{k}',
  'Adam',
  'SGD',
  'id',
  'Esc',
  '–',
  '{min} – {max}',
  '{n}',
  'WebGPU，{adapter}',
  'ReLU',
  'tanh',
  'logits',
  'a',
  'b',
  's',
  'MIND',
  'SDM',
  'ComiRec-SA',
  'SASRec',
  'JSON Lines',
  'Que2Search',
]);

function leaves(tree: Tree, path = ''): [path: string, text: string][] {
  if (typeof tree === 'string') return [[path, tree]];
  return Object.entries(tree).flatMap(([key, value]) => leaves(value ?? '', path ? `${path}.${key}` : key));
}

/** Placeholders by path; the forms of a plural count as one. */
function needs(tree: Tree, path = ''): [path: string, names: string][] {
  if (typeof tree === 'string') return [[path, placeholders(tree).join(' ')]];
  if (isPlural(tree))
    return [[path, [...new Set(Object.values(tree).flatMap((form) => placeholders(String(form))))].join(' ')]];
  return Object.entries(tree).flatMap(([key, value]) => needs(value ?? '', path ? `${path}.${key}` : key));
}

/** What a language says itself. */
function own(language: Language): Tree {
  const { words, manners: _, ...beside } = FILES;
  const kinds = Object.entries(beside).map(([kind, files]) => [kind, besideById<unknown>(files)[language]]);
  return { ...words[`./${language}/words.ts`], ...Object.fromEntries(kinds) } as Tree;
}
const english = own('en');
const chinese = own('zh');

describe('the catalog', () => {
  it('is complete in both languages, with the same placeholders', () => {
    expect(needs(english).length).toBeGreaterThan(900);
    expect(new Map(needs(chinese))).toEqual(new Map(needs(english)));
  });

  it('has no empty text', () => {
    expect([...leaves(english), ...leaves(chinese)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('leaves nothing in English among the Chinese words', () => {
    const latin = leaves(chinese).filter(
      ([, text]) =>
        !/[\u3400-\u9fff]/.test(text) && /[A-Za-z]/.test(text.replace(/\{\w+\}/g, '')) && !LATIN_ALLOWED.has(text),
    );
    expect(latin).toEqual([]);
  });

  it('leaves nothing in Chinese among the English words', () => {
    expect(leaves(english).filter(([, text]) => /[\u3400-\u9fff]/.test(text))).toEqual([]);
  });
});

describe('a third language', () => {
  const manner: Manner = {
    name: 'Esperanto',
    tag: 'eo',
    separators: { items: '; ', phrases: ' – ', sentences: ' ' },
  };
  const catalog = catalogOf({
    ...FILES,
    manners: { ...FILES.manners, './eo/language.ts': manner },
    words: {
      ...FILES.words,
      './eo/words.ts': { transport: { start: 'Ek' }, retrieval: { events: { other: '{n} eventoj' } } } as PartialWords,
    },
    blocks: { ...FILES.blocks, '../model/blocks/mlp/words.eo.ts': { title: 'Tavoloj', params: { widths: 'Larĝoj' } } },
    worlds: { ...FILES.worlds, '../data/worlds/teashop/words.eo.ts': { title: 'La tebutiko' } },
    sources: { ...FILES.sources, '../data/sources/csv/words.eo.ts': { options: { header: { label: 'Titoloj' } } } },
    rankers: { ...FILES.rankers, '../lab/rankers/popularity/words.eo.ts': { title: 'Populareco' } },
  });
  const { words, line, items, count, language, tag } = speak('eo', catalog);

  it('says what it has, and English the rest, by files alone', () => {
    const { words: en } = speak('en', catalog);
    expect([...catalog.keys()]).toEqual(['en', 'eo', 'zh']);
    expect([language, tag]).toEqual(['eo', 'eo']);
    expect(words.transport).toEqual({ ...en.transport, start: 'Ek' });
    expect(words.blocks['mlp']).toEqual({
      ...en.blocks['mlp'],
      title: 'Tavoloj',
      params: { ...en.blocks['mlp']!.params, widths: 'Larĝoj' },
    });
    expect(words.worlds['teashop']).toEqual({ title: 'La tebutiko', about: en.worlds['teashop']!.about });
    expect(words.sources['csv']!.options['header']).toEqual({
      ...en.sources['csv']!.options['header'],
      label: 'Titoloj',
    });
    expect(words.rankers.popularity).toEqual({ ...en.rankers.popularity, title: 'Populareco' });
    expect(words.presets).toEqual(en.presets);
    expect(speak('zh', catalog).words).toEqual(speak('zh').words);
  });

  it('is written in its own manner, and its plurals are not mixed with the English ones', () => {
    expect(line('a', 'b')).toBe('a – b');
    expect(items([128, 64])).toBe('128; 64');
    expect(count(words.retrieval.events, 1)).toBe('1 eventoj');
  });

  it('is not there without a file on how it is written', () => {
    const words = { ...FILES.words, './eo/words.ts': {} };
    expect([...catalogOf({ ...FILES, words }).keys()]).toEqual(LANGUAGES);
  });
});

describe('the first language', () => {
  it.each([
    ['', ['zh-TW', 'en'], null, 'zh'],
    ['', ['fr-FR', 'en-GB'], null, 'en'],
    ['', ['de'], null, 'en'],
    ['?lang=zh-CN', ['en'], 'zh', 'en'],
    ['?lang=en', ['zh'], 'en', 'zh'],
    ['?lang=tlh', ['zh'], null, 'zh'],
  ] as const)('of "%s" and %j', (search, tags, asked, preferred) => {
    expect(firstLanguage(search, tags)).toEqual({ asked, preferred });
  });

  it('is the nearest one of a region, and no other that begins alike', () => {
    expect(firstLanguage('', ['zh-TW'], ['en', 'zh', 'zh-TW']).preferred).toBe('zh-TW');
    expect(firstLanguage('', ['zhx', 'e'], ['en', 'zh']).preferred).toBe('en');
    expect(firstLanguage('?lang=ZH-tw', [], ['en', 'zh', 'zh-TW']).asked).toBe('zh-TW');
  });

  it('is English where one was kept that is no more', () => {
    expect(CATALOG.has('tlh')).toBe(false);
    expect(speak('tlh')).toBe(speak('en'));
  });
});

describe('inputs and outputs', () => {
  it('mean the same in every block that has them', () => {
    for (const language of LANGUAGES) {
      const speech = speak(language);
      const named = Object.values(speech.words.blocks).flatMap(({ ports: own }) => Object.entries(own ?? {}));
      expect(named.length).toBeGreaterThan(5);
      for (const [port, name] of named) expect(name, port).toBe(portName(port, speech));
    }
  });
});
