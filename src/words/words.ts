/**
 * The catalog: English and Chinese under one type. English gives the shape, Chinese must fill all of it, and every code
 * of the data layer, the model and the session has its sentence by type: a new code without words does not compile.
 */
import { en } from './en';
import { zh } from './zh';

export type Language = 'en' | 'zh';

/** Forms of a countable; Chinese has one form and gives it as `other`. `{n}` is the number. */
export type Plural = { one?: string; other: string };

export type Shape<T> = T extends string
  ? string
  : T extends { other: string }
    ? Plural
    : { readonly [K in keyof T]: Shape<T[K]> };
export type Words = Shape<typeof en>;

export const CATALOG: Readonly<Record<Language, Words>> = { en, zh };

const PLACEHOLDER = /\{(\w+)\}/g;
const SPACED_PLACEHOLDER = /( ?)\{(\w+)\}( ?)/g;
const FULL_WIDTH = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
export const placeholders = (template: string): string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '').sort();

/** Numbers, sizes and lists in the manner of a language. */
export interface Speech {
  readonly language: Language;
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
  /** Short phrases in one line, with commas; empty ones are left out. */
  line(...parts: readonly string[]): string;
  /** Sentences, one after the other; empty ones are left out. */
  sentences(...parts: readonly string[]): string;
  date(milliseconds: number): string;
  /** In the zone of this machine. */
  dateTime(milliseconds: number): string;
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** The same in every language: for what is said once and may be read after the language was changed. */
export const inEveryLanguage = (say: (speech: Speech) => string): Readonly<Record<Language, string>> => ({
  en: say(speak('en')),
  zh: say(speak('zh')),
});

export function speak(language: Language): Speech {
  const locale = LOCALES[language];
  const words = CATALOG[language];
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
    }).format(value);

  const number: Speech['number'] = (value, digits) => (digits === undefined ? plain : fixed(digits)).format(value);
  const fill: Speech['fill'] = (template, values) =>
    template.replace(SPACED_PLACEHOLDER, (whole: string, before: string, name: string, after: string, at: number) => {
      const value = values[name];
      if (value === undefined) return whole;
      const text = typeof value === 'number' ? number(value) : value;
      // Chinese sets Latin letters and numbers apart, not its own characters and their brackets.
      const joins = (a: string, b: string): boolean => language === 'zh' && FULL_WIDTH.test(a) && FULL_WIDTH.test(b);
      return `${joins(template.charAt(at - 1), text.charAt(0)) ? '' : before}${text}${joins(text.charAt(text.length - 1), template.charAt(at + whole.length)) ? '' : after}`;
    });
  return {
    language,
    words,
    fill,
    count: (plural, n) => fill((rules.select(n) === 'one' ? plural.one : undefined) ?? plural.other, { n }),
    number,
    compact: (value) => short.format(value),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
    bytes(n) {
      const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
      const step = Math.min(steps.length - 1, n < 1 ? 0 : Math.floor(Math.log10(n) / 3));
      return unit(n / 1000 ** step, steps[step] ?? 'byte');
    },
    duration(seconds) {
      if (seconds < 90) return unit(Math.max(1, Math.round(seconds)), 'second');
      return seconds < 5400 ? unit(Math.round(seconds / 60), 'minute') : unit(seconds / 3600, 'hour');
    },
    list: (parts) => lists.format(parts),
    line: (...parts) => parts.filter(Boolean).join(language === 'zh' ? '，' : ', '),
    sentences: (...parts) => parts.filter(Boolean).join(language === 'zh' ? '' : ' '),
    date: (milliseconds) => dates.format(milliseconds),
    dateTime: (milliseconds) => times.format(milliseconds),
  };
}
