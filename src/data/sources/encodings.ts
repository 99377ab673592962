/**
 * Which encoding a text without a mark is in. Each candidate decodes a sample; the one whose text surprises least is
 * taken. A letter of an alphabet in use is one of its n letters and costs ln n, whatever else is far dearer, and so are
 * words that no language has: two alphabets in one word, a capital behind a small letter.
 */

export interface EncodingGuess {
  /** A label of the Encoding Standard. */
  encoding: string;
  /** The encoding that reads another text and fits nearly as well; null where there is none. */
  rival: string | null;
}

/** Bytes looked at: more text makes a guess no better. */
export const SAMPLE_BYTES = 64 * 1024;

/** Nats. */
const COST = { ascii: 3, sign: 6, broken: 20, twoAlphabets: 5, capitalInside: 4, accentOnAccent: 2 } as const;
/** A rival that costs so much more is 3,000 times less likely. */
const SURE = 8;

/** Groups of letters: one of the groups, then one of its letters. */
type Alphabet = ReadonlyMap<string, number>;

function alphabet(...groups: readonly string[]): Alphabet {
  const costs = new Map<string, number>();
  for (const group of groups) {
    const letters = new Set(group + group.toUpperCase());
    for (const letter of letters) costs.set(letter, Math.log(letters.size * groups.length));
  }
  return costs;
}

interface Candidate {
  label: string;
  /** Of each of the languages written in it; the one that fits best counts. */
  alphabets: readonly Alphabet[];
  /** What any other letter or symbol of the encoding costs. */
  other: number;
  /** What it costs that a file is in it at all. */
  rare: number;
}

const CENTRAL = 'ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ćčđšž ăâîşţ äöüß'.split(' ');
const WESTERN =
  'äöüß àâæçèéêëîïôœùûüÿ áéíñóúü àáâãçéêíóôõúü àèéìíîòóùú åäöé æøåé áðéíóúýþæö áéëíïóöúü àçèéíïòóúü äõöü'.split(' ');
const CYRILLIC = [
  'абвгдежзийклмнопрстуфхцчшщъыьэюяё',
  'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  'абвгдђѓежзѕијкќлљмнњопрстћуфхцчџш',
];

/** `mixed`: what each of their letters costs in a catalogue of many languages. */
const single = (label: string, rare: number, languages: readonly string[], mixed: number): Candidate => ({
  label,
  rare,
  other: 9,
  alphabets: [
    ...languages.map((letters) => alphabet(letters)),
    new Map([...alphabet(languages.join('')).keys()].map((letter) => [letter, mixed])),
  ],
});
const double = (label: string, ...groups: string[]): Candidate => ({
  label,
  rare: 2,
  other: 13,
  alphabets: [alphabet(...groups)],
});

let known: readonly Candidate[] | null = null;

/**
 * In the order in which a tie is decided; made when a file needs them. The standards of East Asia give their common
 * letters the first codes.
 */
const candidates = (): readonly Candidate[] =>
  (known ??= [
    single('windows-1252', 0, WESTERN, 5),
    single('windows-1251', 2, CYRILLIC, 5),
    single('windows-1250', 2, CENTRAL, 6),
    single('iso-8859-2', 2, CENTRAL, 6),
    double('gb18030', pairs('gb18030', 0xb0, 0xd7)),
    double('big5', pairs('big5', 0xa4, 0xc6)),
    double('euc-kr', pairs('euc-kr', 0xb0, 0xc8)),
    double('shift_jis', pairs('shift_jis', 0x82, 0x83), pairs('shift_jis', 0x88, 0x98)),
  ]);

/** All characters of two bytes of which the first lies in a range. */
function pairs(label: string, first: number, last: number): string {
  const decoder = new TextDecoder(label);
  let characters = '';
  for (let lead = first; lead <= last; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if ([...text].length === 1 && text !== '\uFFFD') characters += text;
    }
  return characters;
}

/** @param sample lines of the file that hold bytes above 0x7f, at most `SAMPLE_BYTES` of them */
export function guessEncoding(sample: Uint8Array): EncodingGuess {
  const utf8 = decoded('utf-8', sample);
  const broken = utf8.split('\uFFFD').length - 1;
  const whole = utf8.match(/[\u0080-\uFFFC]/g)?.length ?? 0;
  // One byte damaged in transit does not make a UTF-8 file Chinese.
  if (whole > 20 * broken) return { encoding: 'utf-8', rival: null };
  const read = candidates().map(({ label, alphabets, other, rare }) => {
    const text = decoded(label, sample);
    return { label, text, cost: rare + surprise(text, alphabets, other) };
  });
  const best = read.reduce((least, one) => (one.cost < least.cost ? one : least));
  const rivals = read.filter(({ text, cost }) => text !== best.text && cost < best.cost + SURE);
  const rival = rivals.toSorted((a, b) => a.cost - b.cost)[0];
  return { encoding: best.label, rival: rival?.label ?? null };
}

/** A sample may be cut inside its last character. In one go, Node takes windows-1252 for Latin-1. */
const decoded = (label: string, sample: Uint8Array): string => new TextDecoder(label).decode(sample, { stream: true });

const SIGNS = new Set(' ¡¿«»°©®·§–—‘’‚“”„…•€£™№×½、。〈〉《》「」『』【】・ー～…！（），．：；？');
/** Left over from bytes that mean nothing: replaced, control characters, private use. */
const BROKEN = /[\uFFFD\u0080-\u009f\ue000-\uf8ff]/;
const CYRILLIC_LETTER = /[\u0400-\u052f]/;
const ACCENTED = /[\u00c0-\u024f]/;
const ASCII_LETTER = /[a-zA-Z]/;

function surprise(text: string, alphabets: readonly Alphabet[], other: number): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const costs = alphabets.map((letters) => {
    let cost = 0;
    for (const [character, count] of counts) cost += count * costOf(character, letters, other);
    return cost;
  });
  return costs.reduce((least, cost) => Math.min(least, cost)) + strangeWords(text);
}

function costOf(character: string, letters: Alphabet, other: number): number {
  if (character < '\u0080') return COST.ascii;
  const letter = letters.get(character);
  if (letter !== undefined) return letter;
  if (SIGNS.has(character)) return COST.sign;
  return BROKEN.test(character) ? COST.broken : other;
}

function strangeWords(text: string): number {
  let cost = 0;
  for (let i = 1; i < text.length; i++) {
    const [before, here] = [text[i - 1]!, text[i]!];
    if (before < '\u0080' && here < '\u0080') continue;
    if (CYRILLIC_LETTER.test(before) || CYRILLIC_LETTER.test(here)) {
      if (ASCII_LETTER.test(before) || ASCII_LETTER.test(here)) cost += COST.twoAlphabets;
    } else if (ACCENTED.test(before) && ACCENTED.test(here)) cost += COST.accentOnAccent;
    if (isSmall(before) && isCapital(here)) cost += COST.capitalInside;
  }
  return cost;
}

const isSmall = (letter: string): boolean => letter !== letter.toUpperCase();
const isCapital = (letter: string): boolean => letter !== letter.toLowerCase();
