/** `select`: what each field costs and is worth, and which of them fit a budget. */
import type { Agreement, FieldWorth, FieldWorths } from '../../../lab/selection/field-worth';
import { fitting } from '../../../lab/selection/fitting';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { print } from '../../output';
import { showProgress } from '../../progress';
import { sizesOf } from '../../report';
import { speech } from '../../speech';
import { alignColumns, jsonOf, textOf } from '../../terminal';
import { importInto } from '../evaluate/evaluate';

/** An interval needs two. */
const SHUFFLES = 3;

export async function select(
  { lab, device }: Opened,
  flags: Flags,
  { shuffles = SHUFFLES, budget = null }: { shuffles?: number | undefined; budget?: number | null | undefined },
): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const { dataset } = await importInto(lab, flags, 'lab select');
    const found = await lab.ask('fieldWorths', { repeats: shuffles });
    endProgress();
    const fits = budget === null ? null : fitting(found.fields.map(ranked), budget);
    const fields = found.fields.map((field, at) => ({ ...field, ...(fits ? { fits: fits[at]! } : {}) }));
    const report = { ...sizesOf(dataset), ...found, budget, fields, adapter: device.adapter };
    print(flags.json ? jsonOf(report) : textOf(selectionTable(found, budget)));
  } finally {
    endProgress();
  }
}

const ranked = ({ cost, keep, importance: { mean } }: FieldWorth) => ({ cost, keep, importance: mean });

/** Those most likely kept first, then by what is lost without them. */
export function selectionTable(
  { fields, agreement, value, validationUsers, repeats }: FieldWorths,
  budget: number | null,
): string[] {
  const { selection, common } = speech.words;
  const order = [...fields].sort((a, b) => (b.keep ?? -1) - (a.keep ?? -1) || b.importance.mean - a.importance.mean);
  const fits = budget === null ? null : fitting(order.map(ranked), budget);
  const cell = (number: number | null, digits: number): string =>
    number === null ? common.none : number.toFixed(digits);
  const isMeasured = order.some(({ time }) => time !== null);
  const rows = order.map(({ field, side, cost, time, keep, seGate, importance: { mean, half } }, at) => [
    field,
    selection.side[side],
    cell(cost, 3),
    ...(isMeasured ? [time === null ? common.none : speech.number(time)] : []),
    cell(keep, 3),
    cell(seGate, 3),
    half === null ? cell(mean, 4) : `${cell(mean, 4)} ± ${cell(half, 4)}`,
    ...(fits ? [fits[at] ? selection.fits : selection.doesNot] : []),
  ]);
  const { head } = selection;
  return [
    ...alignColumns([
      [
        head.field,
        head.side,
        head.cost,
        ...(isMeasured ? [head.time] : []),
        head.keep,
        head.seGate,
        head.importance,
        ...(fits ? [head.fits] : []),
      ],
      ...rows,
    ]),
    '',
    ...agreement.filter((one) => one.fields >= 2).map(agreementLine),
    speech.fill(selection.about, { value: value.toFixed(4), users: speech.number(validationUsers, 0), repeats }),
    ...(fits && budget !== null
      ? [
          speech.fill(fits.includes(true) ? selection.spent : selection.noneFits, {
            spent: significant(order.reduce((sum, { cost }, at) => sum + (fits[at] ? cost : 0), 0)),
            least: significant(order.reduce((least, { cost }) => Math.min(least, cost), Infinity)),
            budget: speech.number(budget),
          }),
        ]
      : []),
  ];
}

/** A budget may be smaller than the third decimal. */
const significant = (cost: number): string => speech.number(Number(cost.toPrecision(4)));

function agreementLine({ methods: [one, other], fields, rankCorrelation }: Agreement): string {
  const { selection } = speech.words;
  return speech.fill(rankCorrelation === null ? selection.noAgreement : selection.agreement, {
    one: selection.method[one],
    other: selection.method[other],
    rho: rankCorrelation?.toFixed(2) ?? '',
    n: fields,
  });
}
