/**
 * What a reader takes next: the one place that knows the planted answer. The generator draws from these probabilities
 * and the truth reports them, so the two cannot disagree.
 */
import { createRandom } from '../../random';
import type { Book, Catalogue } from './catalogue';
import { DEVICES, type Reader } from './readers';
import { SUBJECTS } from './subjects';

/** What has happened to a reader so far, as far as it matters for what comes next. */
export interface Past {
  /** 1 for every book taken. [books] */
  read: Uint8Array;
  /** Books taken of each subject. [SUBJECTS] */
  count: Uint32Array;
  /** Last book taken on each subject, -1 for none. [SUBJECTS] */
  latest: Int32Array;
  /** Subject of the running or last session, -1 before the first. */
  subject: number;
}

export function emptyPast(books: number): Past {
  return {
    read: new Uint8Array(books),
    count: new Uint32Array(SUBJECTS.length),
    latest: new Int32Array(SUBJECTS.length).fill(-1),
    subject: -1,
  };
}

/** A click without regard to taste: the window display, a slip of the thumb. */
export const STRAY = 0.05;
/** A new session takes up the subject of the last one with this chance before anything else is weighed. */
const STICKY = 0.2;
/** Who has just read a volume takes the next one with this chance. */
const SEQUEL = 0.3;
/** A later volume to someone who has not read the one before. */
const OUT_OF_ORDER = 0.2;
/** Weights of the parts of taste, in units of log odds. */
const TASTE = { mood: 1.6, style: 0.2, purse: 1, loyalty: 1.8 };
const LOYAL = 0.12;
const PURSE_WIDTH = 0.35;

/** Subjects each device invites to, doubled when a session starts there. */
const INVITES: Record<string, readonly string[]> = {
  phone: ['Crime', 'Romance', 'Food', 'Poetry'],
  tablet: ['Food', 'Travel', 'Nature and gardens'],
  'e-reader': ['Science fiction', 'Fantasy', 'Literary fiction', 'Romance'],
  desktop: ['History', 'Popular science', 'Philosophy', 'Travel'],
};
const INVITATION = 2.5;

export class Desire {
  /** Volume before a book in its series. */
  private readonly previous: Int32Array;
  private readonly windowDisplay: Float64Array;
  /**
   * Shelves of one reader only: everyone goes through the readers one after the other, and all of them would fill the
   * memory.
   */
  private cached: { reader: Reader | null; shelves: (Shelf | undefined)[] } = { reader: null, shelves: [] };

  constructor(private readonly catalogue: Catalogue) {
    const { books } = catalogue;
    this.previous = new Int32Array(books.length).fill(-1);
    books.forEach((book, b) => {
      if (book.next >= 0) this.previous[book.next] = b;
    });
    this.windowDisplay = Float64Array.from(books, (book) => book.appeal * SUBJECTS[book.subject]!.readers);
  }

  /** Whether the reader has read a whole shelf. */
  hasReadAll(past: Past, subject: number): boolean {
    const shelf = this.catalogue.shelves[subject]!;
    return past.count[subject] === shelf.length;
  }

  /**
   * Chance of each subject for a session that starts on `device`, none for shelves that are read. [SUBJECTS], sums to 1
   * or is all 0.
   */
  subjects(reader: Reader, past: Past, device: string): Float64Array {
    const chances = reader.mixture.map((share, s) =>
      this.hasReadAll(past, s) ? 0 : share * (INVITES[device]!.includes(SUBJECTS[s]!.name) ? INVITATION : 1),
    );
    const total = chances.reduce((sum, x) => sum + x, 0);
    if (total === 0) return chances;
    const sticky = past.subject < 0 || this.hasReadAll(past, past.subject) ? 0 : STICKY;
    return chances.map((x, s) => ((1 - sticky) * x) / total + (s === past.subject ? sticky : 0));
  }

  /** Chance of each book of a subject's shelf, sums to 1 (all 0 when the reader has read the whole shelf). */
  fromShelf(reader: Reader, past: Past, subject: number): Float64Array {
    const books = this.catalogue.shelves[subject]!;
    const { weights } = this.shelf(reader, subject);
    const chances = new Float64Array(books.length);
    let total = 0;
    for (let i = 0; i < books.length; i++) {
      const b = books[i]!;
      if (past.read[b]) continue;
      const before = this.previous[b]!;
      chances[i] = weights[i]! * (before >= 0 && !past.read[before] ? OUT_OF_ORDER : 1);
      total += chances[i]!;
    }
    if (total === 0) return chances;
    const latest = past.latest[subject]!;
    const sequel = latest < 0 ? -1 : this.catalogue.books[latest]!.next;
    const follows = sequel >= 0 && !past.read[sequel] ? SEQUEL : 0;
    for (let i = 0; i < chances.length; i++)
      chances[i] = ((1 - follows) * chances[i]!) / total + (books[i] === sequel ? follows : 0);
    return chances;
  }

  /** Weight of each book for a stray click. [books] */
  byAccident(past: Past): Float64Array {
    return this.windowDisplay.map((weight, b) => (past.read[b] ? 0 : weight));
  }

  /** How well a book suits the reader, in standard deviations of the shelf; popularity has no part in it. */
  fit(reader: Reader, b: number): number {
    const { subject } = this.catalogue.books[b]!;
    const { fits } = this.shelf(reader, subject);
    return fits[this.catalogue.shelves[subject]!.indexOf(b)]!;
  }

  private shelf(reader: Reader, subject: number): Shelf {
    if (this.cached.reader !== reader) this.cached = { reader, shelves: [] };
    let shelf = this.cached.shelves[subject];
    if (!shelf) {
      shelf = lookOver(
        reader,
        Array.from(this.catalogue.shelves[subject]!, (b) => this.catalogue.books[b]!),
      );
      this.cached.shelves[subject] = shelf;
    }
    return shelf;
  }
}

/** [books of the shelf] */
interface Shelf {
  weights: Float64Array;
  fits: Float64Array;
}

function lookOver(reader: Reader, books: readonly Book[]): Shelf {
  const loyal = loyalties(reader, books);
  const fits = new Float64Array(books.length);
  const weights = new Float64Array(books.length);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < books.length; i++) {
    const taste = tasteFor(reader, books[i]!, loyal.has(books[i]!.author));
    fits[i] = taste;
    weights[i] = Math.exp(taste) * books[i]!.appeal;
    sum += taste;
    squares += taste * taste;
  }
  const mean = sum / books.length;
  const deviation = Math.sqrt(Math.max(0, squares / books.length - mean * mean)) || 1;
  for (let i = 0; i < fits.length; i++) fits[i] = (fits[i]! - mean) / deviation;
  return { weights, fits };
}

function tasteFor(reader: Reader, book: Book, loyal: boolean): number {
  const [first, second] = book.moods;
  const dear = Math.log(book.price / SUBJECTS[book.subject]!.price) - reader.purse;
  return (
    TASTE.mood * (reader.moods[first] + reader.moods[second]) +
    TASTE.style * inner(reader.style, book.style) -
    TASTE.purse * 0.5 * Math.min(9, (dear / PURSE_WIDTH) ** 2) +
    (loyal ? TASTE.loyalty : 0)
  );
}

function inner(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function loyalties(reader: Reader, books: readonly Book[]): Set<string> {
  const authors = [...new Set(books.map((book) => book.author))];
  return new Set(authors.filter((author) => createRandom(reader.loyalty, author).uniform() < LOYAL));
}

/** The device a session starts on: the reader's own four times out of five. */
export function deviceWeights(reader: Reader): number[] {
  return DEVICES.map((device) => (device === reader.device ? 0.8 : 0.2 / (DEVICES.length - 1)));
}
