/** `select`: what each field costs and is worth, and which of them fit a budget. */
import type { FieldWorth, FieldWorths } from '../../../lab/selection/field-worth';
import { fitting } from '../../../lab/selection/fitting';
import { fieldWorthsTable } from '../../../words/field-worths';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { print } from '../../output';
import { showProgress } from '../../progress';
import { sizesOf } from '../../report';
import { speech } from '../../speech';
import { alignColumns, jsonOf, textOf } from '../../terminal';
import { importInto } from '../evaluate/evaluate';

export async function select(
  { lab, device }: Opened,
  flags: Flags,
  { shuffles, budget = null }: { shuffles?: number | undefined; budget?: number | null | undefined },
): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const { dataset } = await importInto(lab, flags, 'lab select');
    const found = await lab.ask('fieldWorths', { repeats: shuffles });
    endProgress();
    const fits = budget === null ? null : within(budget, found.fields);
    const fields = found.fields.map((field, at) => ({ ...field, ...(fits ? { fits: fits[at]! } : {}) }));
    const report = { ...sizesOf(dataset), ...found, budget, fields, adapter: device.adapter };
    print(flags.json ? jsonOf(report) : textOf(selectionTable(found, budget)));
  } finally {
    endProgress();
  }
}

/** By field: null of one without a cost, on which no budget can be spent. */
function within(budget: number, fields: readonly FieldWorth[]): (boolean | null)[] {
  const priced = fields.flatMap(({ cost, keep, importance: { mean } }) =>
    cost === null ? [] : [{ cost, keep, importance: mean }],
  );
  const fits = fitting(priced, budget).values();
  return fields.map(({ cost }) => (cost === null ? null : fits.next().value!));
}

/** @param budget null where none was asked about */
export function selectionTable(found: FieldWorths, budget: number | null): string[] {
  const { selection, common } = speech.words;
  const { head, rows, agreement, about } = fieldWorthsTable(found, speech);
  const fields = rows.map(({ field }) => field);
  const fits = budget === null ? null : within(budget, fields);
  const told = (one: boolean | null): string => (one === null ? common.none : selection[one ? 'fits' : 'doesNot']);
  return [
    ...alignColumns([
      [...head, ...(fits ? [selection.head.fits] : [])],
      ...rows.map(({ cells }, at) => [...cells, ...(fits ? [told(fits[at]!)] : [])]),
    ]),
    '',
    ...agreement,
    speech.sentences(...about),
    ...(fits && budget !== null
      ? [
          speech.fill(fits.includes(true) ? selection.spent : selection.noneFits, {
            spent: significant(fields.reduce((sum, { cost }, at) => sum + (fits[at] ? cost! : 0), 0)),
            least: significant(fields.reduce((least, { cost }) => Math.min(least, cost ?? Infinity), Infinity)),
            budget: speech.number(budget),
          }),
        ]
      : []),
  ];
}

/** A budget may be smaller than the third decimal. */
const significant = (cost: number): string => speech.number(Number(cost.toPrecision(4)));
