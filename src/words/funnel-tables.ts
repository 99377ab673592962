/** What sources of a merged stage give, and how stages agree with supplied scores: tables of page and command line. */
import type { Metrics } from '../lab/evaluate/metrics';
import type { SourceFigures } from '../lab/funnel/contributions';
import type { ReorderedFigures } from '../lab/funnel/reordering';
import type { SuppliedFigures } from '../lab/funnel/supplied';
import type { Speech } from './words';

interface Table {
  head: string[];
  rows: string[][];
}

/** Decimals of shares. */
const DIGITS = 3;
/** Of what a source adds: often less than a hundredth. */
const ADDS_DIGITS = 4;

/** @param titles of the sources */
export function sourcesTable(
  sources: readonly SourceFigures[],
  titles: readonly string[],
  { words, fill, number, percent, compact }: Speech,
): Table {
  const w = words.funnel;
  const names = titles.map((title, at) => fill(w.panel.numbered, { n: at + 1, title }));
  return {
    head: [
      w.sources.run,
      w.sources.share,
      w.sources.recall,
      w.sources.adds,
      w.sources.listed,
      w.sources.alone,
      ...names.map((_, at) => fill(w.sources.overlap, { n: at + 1 })),
      w.work,
    ],
    rows: sources.map(({ share, recall, adds, listed, alone, overlap, work }, at) => [
      names[at]!,
      percent(share, 1),
      number(recall, DIGITS),
      adds.half === null
        ? number(adds.mean, ADDS_DIGITS)
        : fill(w.sources.plusMinus, {
            mean: number(adds.mean, ADDS_DIGITS),
            half: number(adds.half, ADDS_DIGITS),
          }),
      percent(listed),
      percent(alone),
      ...overlap.map((value, by) => (by === at ? words.common.none : percent(value))),
      compact(work),
    ]),
  };
}

/** Null where nobody tested has a score. @param titles of the stages */
export function suppliedTable(
  { stages, first: k }: SuppliedFigures,
  titles: readonly string[],
  { words, fill, number }: Speech,
): Table | null {
  if (!stages) return null;
  const w = words.funnel.supplied;
  const of = (value: number | null, users: number): string =>
    value === null ? words.common.none : fill(w.of, { value: number(value, DIGITS), n: number(users) });
  return {
    head: [words.funnel.stage, w.handedOn, w.scored, fill(w.kept, { k }), fill(w.overlap, { k }), w.correlation],
    rows: stages.map((stage, at) => [
      titles[at]!,
      number(stage.handedOn, 0),
      number(stage.scored, 1),
      number(stage.kept, DIGITS),
      of(stage.overlap, stage.overlapUsers),
      of(stage.correlation, stage.correlationUsers),
    ]),
  };
}

/** What the table is of, or why there is none. */
export const aboutSupplied = (
  { stages, column, users, pairs }: SuppliedFigures,
  { words, fill, number }: Speech,
): string =>
  stages
    ? fill(words.funnel.supplied.about, { users: number(users), pairs: number(pairs) })
    : fill(words.funnel.supplied.none, { column });

/** Held-out items have a score so much more often than others: then it is said. */
const TELLING = 0.1;

/** What a file of scores orders and what not, how that changes hits, and what became of its lines. */
export function reorderedSentences(
  figures: ReorderedFigures,
  { words, fill, number, percent, count }: Speech,
): string[] {
  const w = words.funnel.reordered;
  const { file, lines, scored, heldOutScored, users, ordered, before, after, correlation } = figures;
  const share = scored ?? 0;
  const all = { file, scored: percent(share, 1), users: number(users), ordered: number(ordered) };
  const metric = (metrics: Metrics, id: string): string => number(metrics[id] ?? 0, DIGITS);
  const { bad } = lines;
  const named = bad.lines.map((line) => number(line)).join(', ');
  return [
    fill(w.coverage, all),
    heldOutScored !== null && heldOutScored - share > TELLING
      ? fill(w.heldOut, { ...all, heldOut: percent(heldOutScored, 1) })
      : '',
    ordered === 0 ? w.none : ordered < users ? w.rest : '',
    before && after
      ? fill(w.ofThese, {
          ...all,
          before: metric(before, 'hr@10'),
          after: metric(after, 'hr@10'),
          ndcgBefore: metric(before, 'ndcg@10'),
          ndcgAfter: metric(after, 'ndcg@10'),
          correlation: correlation === null ? words.common.none : number(correlation, DIGITS),
        })
      : '',
    w.trust,
    fill(w.lines, { read: number(lines.read), used: number(lines.used) }),
    lines.unknownUsers > 0 ? count(w.unknownUsers, lines.unknownUsers) : '',
    lines.unknownItems > 0 ? count(w.unknownItems, lines.unknownItems) : '',
    lines.repeated > 0 ? count(w.repeated, lines.repeated) : '',
    bad.count > 0
      ? fill(count(w.bad, bad.count), {
          lines: bad.lines.length < bad.count ? fill(w.more, { lines: named }) : named,
        })
      : '',
  ].filter((sentence) => sentence !== '');
}
