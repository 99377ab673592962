/**
 * A tiny grammar for titles and blurbs: `{slot}` is replaced by one entry of the slot's list (which may hold slots
 * itself), `{a slot}` puts the right article before it.
 */
import type { Random } from '../random';
import { pick } from './draw';

export type Slots = Readonly<Record<string, readonly string[]>>;

/** @throws Error naming a slot that has no list. */
export function phrase(random: Random, pattern: string, slots: Slots): string {
  return pattern.replace(/\{(a )?(\w+)\}/g, (_, article: string | undefined, slot: string) => {
    const list = slots[slot];
    if (!list) throw new Error(`phrase "${pattern}" names the slot "${slot}"; known: ${Object.keys(slots).join(', ')}`);
    const word = phrase(random, pick(random, list), slots);
    return article ? `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}` : word;
  });
}

const SMALL = new Set([
  'a',
  'an',
  'and',
  'as',
  'at',
  'but',
  'by',
  'for',
  'from',
  'in',
  'into',
  'nor',
  'of',
  'on',
  'or',
  'over',
  'the',
  'to',
  'under',
  'with',
  'without',
]);

/** English title case; names that bring their own article ("the Glass Moon") lose it after another one. */
export function titleCase(text: string): string {
  return text
    .replace(/\bthe the\b/gi, 'the')
    .split(' ')
    .map((word, i, all) => {
      const opens = i === 0 || /[:?!]$/.test(all[i - 1]!);
      return !opens && i < all.length - 1 && SMALL.has(word)
        ? word
        : word.replace(/^(["'(]?)(\p{Ll})/u, (_, mark: string, letter: string) => mark + letter.toUpperCase());
    })
    .join(' ');
}

/** "The Salt Ledger" -> "the-salt-ledger": ids a person can read in the file. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
