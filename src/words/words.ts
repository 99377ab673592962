/** Numbers, sizes, lists and filled-in sentences in the manner of a language. */
import {
  CATALOG,
  ENGLISH,
  LANGUAGES,
  type Catalog,
  type Language,
  type Plural,
  type Spoken,
  type Words,
} from './catalog';

const PLACEHOLDER = /\{(\w+)\}/g;
const SPACED_PLACEHOLDER = /( ?)\{(\w+)\}( ?)/g;
export const placeholders = (template: string): string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '').sort();

export interface Speech {
  readonly language: Language;
  /** BCP 47. */
  readonly tag: string;
  readonly words: Words;
  /**
   * A template with its placeholders filled; numbers and spaces in the language's manner. A placeholder without a value
   * stays visible.
   */
  fill(template: string, values: Readonly<Record<string, string | number>>): string;
  /** "1 user", "12 users". */
  count(plural: Plural, n: number): string;
  number(value: number, digits?: number): string;
  /** 1.2M, 120万 */
  compact(value: number): string;
  percent(share: number, digits?: number): string;
  bytes(n: number): string;
  duration(seconds: number): string;
  list(parts: readonly string[]): string;
  /** Values in a row: "128, 64". */
  items(values: readonly (string | number)[]): string;
  /** Short phrases in one line, with commas; empty ones are left out. */
  line(...parts: readonly string[]): string;
  /** Sentences, one after the other; empty ones are left out. */
  sentences(...parts: readonly string[]): string;
  date(milliseconds: number): string;
  /** In the zone of this machine. */
  dateTime(milliseconds: number): string;
}

/** The same in every language: for what is said once and may be read after the language was changed. */
export const inEveryLanguage = (say: (speech: Speech) => string): Readonly<Record<Language, string>> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, say(speak(language))]));

const speeches = new WeakMap<Spoken, Speech>();

/** A language that is not there, of another version say, is answered by English. */
export function speak(language: Language, catalog: Catalog = CATALOG): Speech {
  const known = catalog.has(language) ? language : ENGLISH;
  const spoken = catalog.get(known)!;
  const speech = speeches.get(spoken) ?? speechOf(known, spoken);
  speeches.set(spoken, speech);
  return speech;
}

function speechOf(language: Language, { manner, words }: Spoken): Speech {
  const { tag: locale, separators, beforeUnit = '', closesUp = () => false } = manner;
  const formats = new Map<number, Intl.NumberFormat>();
  const fixed = (digits: number): Intl.NumberFormat => {
    const format =
      formats.get(digits) ??
      new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(digits, format);
    return format;
  };
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
  const rules = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' });
  const dates = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: value < 10 ? 1 : 0,
    })
      .formatToParts(value)
      .map(({ type, value: text }, at, parts) =>
        type === 'unit' && at > 0 && parts[at - 1]?.type !== 'literal' ? beforeUnit + text : text,
      )
      .join('');

  const number: Speech['number'] = (value, digits) => (digits === undefined ? plain : fixed(digits)).format(value);
  const fill: Speech['fill'] = (template, values) =>
    template.replace(SPACED_PLACEHOLDER, (whole: string, before: string, name: string, after: string, at: number) => {
      const value = values[name];
      if (value === undefined) return whole;
      const text = typeof value === 'number' ? number(value) : value;
      const opens = closesUp(template.charAt(at - 1), text.charAt(0)) ? '' : before;
      const closes = closesUp(text.charAt(text.length - 1), template.charAt(at + whole.length)) ? '' : after;
      return `${opens}${text}${closes}`;
    });
  return {
    language,
    tag: locale,
    words,
    fill,
    count: (plural, n) => fill(plural[rules.select(n)] ?? plural.other, { n }),
    number,
    compact: (value) => short.format(value),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
    bytes(n) {
      // Intl has “200 byte” beside “77 kB”.
      if (n < 1000) return `${number(Math.round(n))} B`;
      const steps = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
      const step = Math.min(steps.length, Math.floor(Math.log10(n) / 3));
      return unit(n / 1000 ** step, steps[step - 1]!);
    },
    duration(seconds) {
      if (seconds < 90) return unit(Math.max(1, Math.round(seconds)), 'second');
      return seconds < 5400 ? unit(Math.round(seconds / 60), 'minute') : unit(seconds / 3600, 'hour');
    },
    list: (parts) => lists.format(parts),
    items: (values) => values.join(separators.items),
    line: (...parts) => parts.filter(Boolean).join(separators.phrases),
    sentences: (...parts) => parts.filter(Boolean).join(separators.sentences),
    date: (milliseconds) => dates.format(milliseconds),
    dateTime: (milliseconds) => times.format(milliseconds),
  };
}
