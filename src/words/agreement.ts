/** A model beside a ranker: hits of both and how far they agree, as a table of the page and of the command line. */
import type { Agreement, OverUsers } from '../lab/agreement/agreement';
import type { MeanInterval } from '../lab/evaluate/interval';
import type { Speech } from './words';

export interface AgreementTable {
  /** Over the names, the model, the ranker and the users. */
  head: readonly [metric: string, model: string, ranker: string, users: string];
  /** `of`: the model’s figure and the ranker’s, or the one that is of both. */
  rows: { name: string; of: readonly [string, string] | string; users: string }[];
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
  const both = (name: string, { value, users: of }: OverUsers) => ({ name, of: mean(value), users: number(of) });
  const hits = (name: string, own: MeanInterval, theirs: MeanInterval | null) => ({
    name,
    of: [mean(own), mean(theirs)] as const,
    users: number(users),
  });
  const pairs = scored && { users: number(scored.users), pairs: number(scored.pairs) };
  return {
    head: [w.metric, model, title, w.users],
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
