/** A model beside a ranker: hits of both and how far they agree, as a table of the page and of the command line. */
import type { Agreement, OverUsers } from '../lab/agreement/agreement';
import type { MeanInterval } from '../lab/evaluate/interval';
import type { Speech } from './words';

export interface AgreementTable {
  head: string[];
  /** A name, then what stands under the heads behind the first. */
  rows: string[][];
  about: string;
}

/**
 * @param title of the ranker
 * @param digits decimals of the figures
 */
export function agreementTable(
  { kind, users, at, correlation, depth, scored }: Agreement,
  title: string,
  digits: number,
  { words, fill, number }: Speech,
): AgreementTable {
  const w = words.agreement;
  const { metrics, model } = words.result;
  const mean = (value: MeanInterval | null): string => {
    if (value === null) return words.common.none;
    const written = number(value.mean, digits);
    return value.half === null ? written : fill(w.plusMinus, { mean: written, half: number(value.half, digits) });
  };
  const both = (name: string, { value, users: of }: OverUsers): string[] => [
    name,
    words.common.none,
    words.common.none,
    mean(value),
    number(of),
  ];
  const hits = (name: string, own: MeanInterval, theirs: MeanInterval | null): string[] => [
    name,
    mean(own),
    mean(theirs),
    words.common.none,
    number(users),
  ];
  const pairs = scored && { users: number(scored.users), pairs: number(scored.pairs) };
  return {
    head: ['', model, title, w.both, w.users],
    rows: [
      ...at.flatMap(({ k, model: own, ranker, overlap }) => [
        hits(fill(metrics.hr, { k }), own.hr, ranker?.hr ?? null),
        hits(fill(metrics.ndcg, { k }), own.ndcg, ranker?.ndcg ?? null),
        both(fill(w.overlap, { k }), overlap),
      ]),
      both(w.correlation, correlation),
    ],
    about:
      kind === 'model'
        ? fill(w.about, { users: number(users), depth: number(depth ?? 0) })
        : scored?.users === 0
          ? fill(w.none, { column: title })
          : fill(w.aboutColumn, { ...pairs, tested: number(users), column: title }),
  };
}
