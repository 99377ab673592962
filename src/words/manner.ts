/** How a language is written: what its `language.ts` holds. */
export interface Manner {
  /** What its speakers call it: for the choice of languages. */
  name: string;
  /** BCP 47: the `lang` of the page, and the manner of numbers and dates. */
  tag: string;
  /** Between the entries of a list, between phrases, and between sentences. */
  separators: { items: string; phrases: string; sentences: string };
  /** Between a number and its unit, where the locale writes them together. */
  beforeUnit?: string;
  /** Whether a space of a template is left out beside a value filled in, by the characters that meet there. */
  closesUp?(left: string, right: string): boolean;
}
