import type { Truth } from '../world';
import type { Catalogue } from './catalogue';
import { deviceWeights, emptyPast, STRAY, type Desire, type Past } from './desire';
import { DEVICES, sharesOf, type Reader } from './readers';
import { SUBJECTS } from './subjects';
import { take, type Visit } from './visits';

/** @param visits by reader, in order of time; @param rows all visits in the order of the log */
export function bookshopTruth(
  catalogue: Catalogue,
  readers: readonly Reader[],
  visits: readonly (readonly Visit[])[],
  rows: readonly Visit[],
  desire: Desire,
): Truth {
  const index = new Map(readers.map((reader, r) => [reader.id, r]));
  const find = (userId: string): number => {
    const r = index.get(userId);
    if (r === undefined) throw new Error(`bookshop: no reader "${userId}" among ${readers.length}`);
    return r;
  };
  return {
    items: catalogue.books.map(({ id }) => id),
    eventInterest: rows.map(({ subject }) => SUBJECTS[subject]!.name),
    stray: Uint8Array.from(rows, ({ stray }) => Number(stray)),
    interests: (userId) => sharesOf(readers[find(userId)]!),
    score(userId, time) {
      const r = find(userId);
      const reader = readers[r]!;
      const past = emptyPast(catalogue.books.length);
      const own = visits[r]!;
      let n = 0;
      for (; n < own.length && own[n]!.time < time; n++) {
        take(past, catalogue, own[n]!.book);
        past.subject = own[n]!.subject;
      }
      const visit = own[n];
      const subjects =
        visit && !visit.opens ? oneHot(visit.subject) : startOfSession(desire, reader, past, visit?.device);
      const score = new Float32Array(catalogue.books.length);
      let reachable = 0;
      subjects.forEach((chance, s) => {
        if (chance === 0) return;
        desire.fromShelf(reader, past, s).forEach((x, i) => {
          score[catalogue.shelves[s]![i]!] = (1 - STRAY) * chance * x;
          reachable += (1 - STRAY) * chance * x;
        });
      });
      // Whatever a shelf that is read empty leaves over goes to the stray clicks, as in the generator.
      const accident = desire.byAccident(past);
      const total = accident.reduce((sum, x) => sum + x, 0);
      if (total > 0)
        accident.forEach((x, b) => {
          score[b]! += ((1 - reachable) * x) / total;
        });
      return score;
    },
  };
}

function oneHot(subject: number): Float64Array {
  const chances = new Float64Array(SUBJECTS.length);
  chances[subject] = 1;
  return chances;
}

function startOfSession(desire: Desire, reader: Reader, past: Past, device: string | undefined): Float64Array {
  if (device !== undefined) return desire.subjects(reader, past, device);
  const chances = new Float64Array(SUBJECTS.length);
  deviceWeights(reader).forEach((weight, d) =>
    desire.subjects(reader, past, DEVICES[d]!).forEach((x, s) => {
      chances[s]! += weight * x;
    }),
  );
  return chances;
}
