/**
 * The catalog: everything that is said, by language, gathered from files. A language is a folder here (`language.ts`,
 * `words.ts`) and a `words.<language>.ts` beside each block, objective, preset, world, source, ranker and diagnosis.
 * English is complete and gives the shape: a new code of the data layer, the model or the lab without a sentence does
 * not compile. Another language says what it has, and English stands in for the rest.
 */
import type { SourceWords } from '../data/sources/source';
import type { WorldWords } from '../data/worlds/world';
import type { DiagnosisWords } from '../lab/diagnoses/diagnosis';
import type { RankerId, RankerWords } from '../lab/rankers/ranker';
import type { BlockWords } from '../model/blocks/block';
import type { PresetWords } from '../model/presets/presets';
import type en from './en/words';
import type { Manner } from './manner';

/** The name of its folder: 'en', 'zh'. */
export type Language = string;
export const ENGLISH: Language = 'en';

/** Forms of a countable, by the plural rules of the language. `{n}` is the number. */
export type Plural = { readonly [Form in Intl.LDMLPluralRule]?: string } & { readonly other: string };

type Shape<T> = T extends string
  ? string
  : T extends { other: string }
    ? Plural
    : { readonly [K in keyof T]: Shape<T[K]> };
type ScreenWords = Shape<typeof en>;

/** All words of a language; those that stand beside what they name are found by its id, objectives among the blocks. */
export interface Words extends ScreenWords {
  readonly blocks: Readonly<Record<string, BlockWords>>;
  readonly presets: Readonly<Record<string, PresetWords>>;
  readonly worlds: Readonly<Record<string, WorldWords>>;
  readonly sources: Readonly<Record<string, SourceWords>>;
  readonly rankers: Readonly<Record<RankerId, RankerWords>>;
  readonly diagnoses: Readonly<Record<string, DiagnosisWords>>;
}

type DeepPartial<T> = T extends string | Plural ? T : { readonly [K in keyof T]?: DeepPartial<T[K]> };
/** What the `words.ts` of a language other than English may hold. */
export type PartialWords = DeepPartial<ScreenWords>;

export interface Spoken {
  readonly manner: Manner;
  readonly words: Words;
}
/** English first. */
export type Catalog = ReadonlyMap<Language, Spoken>;

/** What stands in the files of one kind, by path. */
type Files<T> = Readonly<Record<string, T>>;
export interface CatalogFiles {
  /** `<language>/language.ts`: without it a language is not there. */
  manners: Files<Manner>;
  /** `<language>/words.ts` */
  words: Files<PartialWords>;
  /** `<id>/words.<language>.ts` */
  blocks: Files<Partial<BlockWords>>;
  presets: Files<Partial<PresetWords>>;
  worlds: Files<Partial<WorldWords>>;
  sources: Files<DeepPartial<SourceWords>>;
  rankers: Files<DeepPartial<RankerWords>>;
  diagnoses: Files<DeepPartial<DiagnosisWords>>;
}

export const FILES: CatalogFiles = {
  manners: import.meta.glob('./*/language.ts', { eager: true, import: 'default' }),
  words: import.meta.glob('./*/words.ts', { eager: true, import: 'default' }),
  blocks: {
    ...import.meta.glob('../model/blocks/*/words.*.ts', { eager: true, import: 'default' }),
    ...import.meta.glob('../model/objectives/*/words.*.ts', { eager: true, import: 'default' }),
  },
  presets: import.meta.glob('../model/presets/*/words.*.ts', { eager: true, import: 'default' }),
  worlds: import.meta.glob('../data/worlds/*/words.*.ts', { eager: true, import: 'default' }),
  sources: import.meta.glob('../data/sources/*/words.*.ts', { eager: true, import: 'default' }),
  rankers: import.meta.glob('../lab/rankers/*/words.*.ts', { eager: true, import: 'default' }),
  diagnoses: import.meta.glob('../lab/diagnoses/*/words.*.ts', { eager: true, import: 'default' }),
};

export type Tree = string | { readonly [key: string]: Tree | undefined };

/** Words beside what they name, by language and id. */
export function besideById<T>(files: Files<T>): Readonly<Record<Language, Readonly<Record<string, T>>>> {
  const found: Record<Language, Record<string, T>> = {};
  for (const [path, words] of Object.entries(files)) {
    const [, id = '', language = ''] = /([^/]+)\/words\.([^/]+)\.ts$/.exec(path) ?? [];
    (found[language] ??= {})[id] = words;
  }
  return found;
}

export function catalogOf({ manners, words, ...beside }: CatalogFiles): Catalog {
  const kinds = Object.entries(beside).map(([kind, files]) => [kind, besideById<unknown>(files)] as const);
  const ownWords = (language: Language): Tree =>
    ({
      ...words[`./${language}/words.ts`],
      ...Object.fromEntries(kinds.map(([kind, found]) => [kind, found[language]])),
    }) as Tree;
  const english = ownWords(ENGLISH);
  const languages = Object.keys(manners).map((path) => path.split('/')[1] ?? '');
  return new Map(
    languages
      .toSorted((a, b) => Number(b === ENGLISH) - Number(a === ENGLISH) || (a < b ? -1 : 1))
      .map((language) => [
        language,
        {
          manner: manners[`./${language}/language.ts`]!,
          words: over(english, ownWords(language)) as unknown as Words,
        },
      ]),
  );
}

export const isPlural = (tree: Tree): boolean => typeof tree === 'object' && 'other' in tree;

/** What a language says itself, and English for the rest; the forms of a plural belong together. */
function over(english: Tree, own: Tree | undefined): Tree {
  if (own === undefined) return english;
  if (typeof english === 'string' || typeof own === 'string' || isPlural(own)) return own;
  return Object.fromEntries(
    Object.entries(english).flatMap(([key, text]) => (text === undefined ? [] : [[key, over(text, own[key])]])),
  );
}

export const CATALOG = catalogOf(FILES);

/** The languages there are, as their speakers call them; English first. */
export const LANGUAGES: readonly Language[] = [...CATALOG.keys()];

/**
 * The language to begin with: `asked` by `?lang=` of a link, before what was chosen once; `preferred` among those of
 * the browser.
 */
export function firstLanguage(
  search: string,
  tags: readonly string[],
  languages: readonly Language[] = LANGUAGES,
): { asked: Language | null; preferred: Language } {
  const asked = new URLSearchParams(search).get('lang');
  return {
    asked: asked === null ? null : (languageOf(asked, languages) ?? null),
    preferred: tags.map((tag) => languageOf(tag, languages)).find((found) => found !== undefined) ?? ENGLISH,
  };
}

/** 'zh' for 'zh-TW', unless there is a 'zh-TW'. */
const languageOf = (tag: string, languages: readonly Language[]): Language | undefined =>
  languages
    .filter((language) => `${tag}-`.toLowerCase().startsWith(`${language}-`.toLowerCase()))
    .toSorted((a, b) => b.length - a.length)[0];
