/** The parts of a score as rows to read; page and command line write their numbers each in their way. */
import type { Explanation, PartOf, Split } from '../lab/evaluate/explain';
import type { Speech } from './words';

export const SPLITS = ['channels', 'fields', 'events', 'ofItem'] as const satisfies readonly (keyof Explanation)[];
export type SplitBy = (typeof SPLITS)[number];

export interface PartRow {
  name: string;
  value: number;
  /** What belongs to none of the parts: the base, and the rest. */
  apart: boolean;
}

/** They add up to the score. @param nameOf a node */
export function splitRows(by: SplitBy, split: Split, nameOf: (node: string) => string, speech: Speech): PartRow[] {
  const { words, fill, date } = speech;
  const w = words.why;
  const name = (of: PartOf): string => {
    switch (of.kind) {
      case 'node':
        return nameOf(of.node);
      case 'field':
        return of.past ? fill(by === 'ofItem' ? w.ofUsers : w.ofPast, { field: of.field }) : of.field;
      case 'event':
        return of.time === null ? of.title : fill(w.event, { title: of.title, date: date(of.time) });
      case 'fields':
        return w.ownFields;
      case 'popularity':
        return w.popularity;
    }
  };
  return [
    ...split.parts.map(({ of, value }) => ({ name: name(of), value, apart: false })),
    { name: w.base, value: split.base, apart: true },
    ...(split.method === 'integrated' ? [{ name: w.rest, value: split.rest, apart: true }] : []),
  ];
}
