/** Who opened which book when: sessions of a few minutes on one subject, days apart. */
import { createRandom } from '../../random';
import { weighted } from '../draw';
import { deviceWeights, emptyPast, STRAY, type Desire, type Past } from './desire';
import { DEVICES, type Reader } from './readers';
import type { Catalogue } from './catalogue';

export interface Visit {
  reader: number;
  book: number;
  /** ms since the epoch, whole seconds; all different within a reader. */
  time: number;
  /** Session number within the reader. */
  session: number;
  /** First event of its session. */
  opens: boolean;
  device: string;
  subject: number;
  stray: boolean;
  /** Seconds spent on the book's page. */
  dwell: number;
  liked: boolean;
}

const DAY = 86_400_000;
const OPENING_DAY = Date.UTC(2024, 0, 8);
/** Sessions start at these hours with these weights: lunch, and the long evening. */
const HOURS = [7, 8, 12, 13, 17, 18, 19, 20, 21, 22, 23];
const HOUR_WEIGHTS = [1, 1, 2, 1.5, 1, 2, 3, 4, 4, 3, 1.5];
/** Chance that a session goes on after each event: four and a half events on average. */
const GOES_ON = 0.78;

/** All visits of one reader, in order of time. */
export function visitsOf(
  seed: number,
  readers: readonly Reader[],
  r: number,
  catalogue: Catalogue,
  desire: Desire,
): Visit[] {
  const reader = readers[r]!;
  const random = createRandom(seed, 'bookshop', 'visits', reader.id);
  const past = emptyPast(catalogue.books.length);
  const visits: Visit[] = [];
  let day = random.below(150);
  for (
    let session = 0;
    visits.length < reader.events;
    session++, day += 1 + Math.floor(-7 * Math.log(1 - random.uniform()))
  ) {
    const device = DEVICES[weighted(random, deviceWeights(reader))]!;
    const subjects = desire.subjects(reader, past, device);
    // Who has read every shelf of interest only clicks around, in the name of the largest.
    const subject = subjects.every((x) => x === 0)
      ? reader.mixture.indexOf(Math.max(...reader.mixture))
      : weighted(random, subjects);
    past.subject = subject;
    let time = OPENING_DAY + day * DAY + HOURS[weighted(random, HOUR_WEIGHTS)]! * 3_600_000 + random.below(3600) * 1000;
    for (
      let opens = true;
      visits.length < reader.events && (opens || (random.uniform() < GOES_ON && !desire.hasReadAll(past, subject)));
      opens = false
    ) {
      const shelf = desire.fromShelf(reader, past, subject);
      const stray = random.uniform() < STRAY || shelf.every((x) => x === 0);
      const book = stray
        ? weighted(random, desire.byAccident(past))
        : catalogue.shelves[subject]![weighted(random, shelf)]!;
      const fit = stray ? -2 : desire.fit(reader, book);
      const dwell = stray
        ? 2 + random.below(8)
        : Math.round(Math.min(900, 8 + 35 * Math.exp(0.55 * fit + 0.5 * random.normal())));
      visits.push({
        reader: r,
        book,
        time,
        session,
        opens,
        device,
        subject,
        stray,
        dwell,
        liked: random.uniform() < (stray ? 0.01 : 1 / (1 + Math.exp(1.6 - 0.9 * fit))),
      });
      take(past, catalogue, book);
      time += (dwell + 5 + random.below(90)) * 1000;
    }
  }
  return visits;
}

/** Brings `past` up to date with a book taken in a session on `past.subject`. */
export function take(past: Past, catalogue: Catalogue, book: number): void {
  const { subject } = catalogue.books[book]!;
  past.read[book] = 1;
  past.count[subject]!++;
  past.latest[subject] = book;
}
