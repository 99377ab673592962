/** The books of the shop: what is printed on them, and the two things that are not (appeal and style). */
import { createRandom, type Random } from '../../random';
import { pick, pickSome, weighted } from '../draw';
import { people } from '../people';
import { phrase, slug, titleCase, type Slots } from '../phrase';
import { MOODS, MOOD_NAMES, SUBJECTS, type Mood, type Subject } from './subjects';

/** Width of the hidden taste that no column shows: only who reads what gives it away. */
export const STYLE_WIDTH = 3;

export interface Book {
  id: string;
  title: string;
  author: string;
  /** Index into SUBJECTS. */
  subject: number;
  moods: readonly [Mood, Mood];
  /** Name of the series or ''. */
  series: string;
  /** 1 for the first volume; 0 outside a series. */
  volume: number;
  /** Index of the next volume, -1 where there is none. */
  next: number;
  price: number;
  year: number;
  format: string;
  blurb: string;
  /** Noise: chosen by a printer's dice. */
  cover: string;
  /** Noise: where it lies in the store. */
  bay: string;
  /** Hidden: popularity within the subject, Zipf. */
  appeal: number;
  /** Hidden: [STYLE_WIDTH] */
  style: readonly number[];
}

export interface Catalogue {
  books: readonly Book[];
  /** Book indices by subject. */
  shelves: readonly Uint32Array[];
}

const ZIPF = 0.75;
const BOOKS_PER_AUTHOR = 5;
const SERIES_SHARE = 0.3;
const COVERS = ['cream', 'teal', 'oxblood', 'mustard', 'slate', 'coral', 'forest', 'indigo'];
const BAYS = ['north wall', 'stairwell', 'mezzanine', 'back room', 'cellar', 'window', 'annexe'];
const VOLUMES = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

export function volumeName(book: Book): string {
  return VOLUMES[book.volume] ?? '';
}

/** The size of the shop grows slower than its traffic. */
export function bookCount(events: number): number {
  return Math.round(Math.min(6000, 340 * (events / 4000) ** 0.8));
}

export function makeCatalogue(seed: number, count: number): Catalogue {
  const random = createRandom(seed, 'bookshop', 'catalogue');
  const pool = people(
    createRandom(seed, 'bookshop', 'authors'),
    Math.ceil(count / BOOKS_PER_AUTHOR) + 2 * SUBJECTS.length,
  );
  const titles = new Set<string>();
  const books: Book[] = [];
  const share = SUBJECTS.map((subject) => Math.sqrt(subject.readers));
  const total = share.reduce((sum, x) => sum + x, 0);
  let due = 0;
  SUBJECTS.forEach((subject, s) => {
    due += (share[s]! / total) * count;
    const size = Math.round(due) - books.length;
    stock(
      random,
      subject,
      s,
      size,
      pool.splice(0, Math.ceil(size / BOOKS_PER_AUTHOR)).map(({ name }) => name),
      titles,
      books,
    );
  });
  const shelves = SUBJECTS.map((_, s) => Uint32Array.from(books.keys()).filter((b) => books[b]!.subject === s));
  for (const shelf of shelves) rankByAppeal(random, books, shelf);
  return { books, shelves };
}

interface Author {
  name: string;
  mood: Mood;
  style: number[];
  dearness: number;
  since: number;
}

function stock(
  random: Random,
  subject: Subject,
  s: number,
  size: number,
  names: readonly string[],
  titles: Set<string>,
  books: Book[],
): void {
  const authors = names.map((name): Author => ({
    name,
    mood: pick(random, MOOD_NAMES),
    style: Array.from({ length: STYLE_WIDTH }, () => random.normal()),
    dearness: 0.3 * random.normal(),
    since: 1978 + random.below(40),
  }));
  // A few authors write much: weight 1 / rank.
  const output = authors.map((_, rank) => 1 / (rank + 3));
  for (const end = books.length + size; books.length < end;) {
    const author = authors[weighted(random, output)]!;
    const left = end - books.length;
    const volumes = left >= 3 && random.uniform() < SERIES_SHARE / 3.5 ? Math.min(left, 3 + random.below(3)) : 1;
    const slots = volumes > 1 ? anchored(random, subject) : subject.slots;
    const series = volumes > 1 ? freshTitle(random, subject, subject.series, slots, titles) : '';
    const moods = moodsOf(random, author);
    for (let volume = 1; volume <= volumes; volume++) {
      const own = volumes > 1 ? moods : moodsOf(random, author);
      const title = freshTitle(random, subject, subject.titles, slots, titles);
      const format = weighted(random, [5, 3, 2]);
      books.push({
        id: slug(title),
        title,
        author: author.name,
        subject: s,
        moods: own,
        series,
        volume: volumes > 1 ? volume : 0,
        next: volume < volumes ? books.length + 1 : -1,
        price:
          Math.round(subject.price * [0.85, 1.35, 0.6][format]! * Math.exp(author.dearness + 0.22 * random.normal())) +
          0.99,
        year: Math.min(2023, author.since + random.below(12) + volume),
        format: ['paperback', 'hardback', 'e-book'][format]!,
        blurb: `${capital(phrase(random, pick(random, subject.blurbs), slots))} ${MOODS[own[0]]} ${MOODS[own[1]]}`,
        cover: pick(random, COVERS),
        bay: pick(random, BAYS),
        appeal: 0,
        style: author.style.map((x) => 0.8 * x + 0.6 * random.normal()),
      });
    }
  }
}

function rankByAppeal(random: Random, books: readonly Book[], shelf: Uint32Array): void {
  random.shuffle(shelf.slice()).forEach((b, rank) => {
    books[b]!.appeal = 1 / (rank + 1) ** ZIPF;
  });
}

function moodsOf(random: Random, author: Author): [Mood, Mood] {
  const [first, second] = pickSome(random, MOOD_NAMES, 2) as [Mood, Mood];
  return second === author.mood || random.uniform() < 0.35
    ? [first, second]
    : [author.mood, first === author.mood ? second : first];
}

function anchored(random: Random, subject: Subject): Slots {
  return {
    ...subject.slots,
    ...Object.fromEntries(subject.anchors.map((slot) => [slot, [pick(random, subject.slots[slot]!)]])),
  };
}

/**
 * A title (or name of a series) that nothing else in the shop has. Where the short ones run out, a second title is put
 * behind the first, as publishers used to do.
 */
function freshTitle(
  random: Random,
  subject: Subject,
  patterns: readonly string[],
  slots: Slots,
  taken: Set<string>,
): string {
  for (let tries = 0; ; tries++) {
    const short = phrase(random, pick(random, patterns), tries < 20 ? slots : subject.slots);
    const title = titleCase(
      tries < 60 ? short : `${short}, or ${phrase(random, pick(random, subject.titles), subject.slots)}`,
    );
    const words = title.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
    // "Lemons and Lemons" is grammar, not a title.
    if (new Set(words).size < words.length || taken.has(slug(title))) continue;
    taken.add(slug(title));
    return title;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
