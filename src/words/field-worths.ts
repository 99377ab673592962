/** What fields cost and are worth, as a table to read: on the page and in a terminal alike. */
import type { Agreement, FieldWorth, FieldWorths } from '../lab/selection/field-worth';
import { WATCHED_NAMES } from './watched';
import type { Speech } from './words';

export interface WorthsTable {
  head: readonly string[];
  rows: readonly { field: FieldWorth; cells: readonly string[] }[];
  /** A sentence for each two ways to order fields that know two fields or more. */
  agreement: readonly string[];
  /** Sentences on what the figures are. */
  about: readonly string[];
}

/**
 * Those most likely kept first, then by what is lost without them. What no field has (a gate, a measured time) has no
 * column.
 */
export function fieldWorthsTable(
  { metric: watched, fields, ofLoss, agreement, value, validationUsers, repeats }: FieldWorths,
  speech: Speech,
): WorthsTable {
  const { selection: w, common } = speech.words;
  const metric = WATCHED_NAMES[watched];
  const figure = (of: number, digits: number): string => rounded(of, digits, speech);
  const columns: readonly { head: string; of(field: FieldWorth): string | null }[] = [
    { head: w.head.field, of: ({ field }) => field },
    { head: w.head.side, of: ({ side }) => w.side[side] },
    { head: w.head.cost, of: ({ cost }) => (cost === null ? null : figure(cost, 3)) },
    { head: w.head.time, of: ({ time }) => (time === null ? null : speech.number(time)) },
    { head: w.head.keep, of: ({ keep }) => (keep === null ? null : figure(keep, 3)) },
    { head: w.head.seGate, of: ({ seGate }) => (seGate === null ? null : figure(seGate, 3)) },
    {
      head: speech.fill(w.head.importance, { metric }),
      of: ({ importance: { mean, half } }) =>
        half === null ? figure(mean, 4) : `${figure(mean, 4)} ± ${figure(half, 4)}`,
    },
  ];
  const unpriced = fields.filter(({ cost }) => cost === null).map(({ field }) => field);
  const shown = columns.filter(({ of }) => fields.some((field) => of(field) !== null));
  return {
    head: shown.map(({ head }) => head),
    rows: fields
      .toSorted((a, b) => (b.keep ?? -1) - (a.keep ?? -1) || b.importance.mean - a.importance.mean)
      .map((field) => ({ field, cells: shown.map(({ of }) => of(field) ?? common.none) })),
    agreement: agreement.filter((one) => one.fields >= 2).map((one) => agreementSentence(one, speech)),
    about: [
      speech.fill(w.about, { metric, value: figure(value, 4), users: speech.number(validationUsers, 0), repeats }),
      fields.some(({ importance }) => importance.half !== null) ? w.interval : '',
      w.alike,
      fields.some(({ keep }) => keep !== null && keep < 0.5) ? w.shut : '',
      fields.some(({ seGate }) => seGate !== null) ? w.seGateAbout : '',
      w.costAbout,
      unpriced.length > 0 ? speech.fill(w.unpriced, { fields: speech.items(unpriced) }) : '',
      ofLoss.length > 0 ? speech.fill(w.ofLoss, { fields: speech.items(ofLoss) }) : '',
    ],
  };
}

/** What rounds to zero has no sign. */
const rounded = (value: number, digits: number, { number }: Speech): string =>
  number(Number(value.toFixed(digits)) || 0, digits);

function agreementSentence({ methods: [one, other], fields, rankCorrelation }: Agreement, speech: Speech): string {
  const { selection: w } = speech.words;
  return speech.fill(rankCorrelation === null ? w.noAgreement : w.agreement, {
    one: w.method[one],
    other: w.method[other],
    rho: rankCorrelation === null ? '' : rounded(rankCorrelation, 2, speech),
    n: fields,
  });
}
