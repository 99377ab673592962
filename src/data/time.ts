/**
 * Times of a log: epoch numbers of any unit, ISO texts and the usual calendar texts, all to milliseconds since the
 * epoch. A text without a zone is read as UTC: the same file gives the same data set on every machine.
 */
import { isMissing, parseNumber } from './read-cell';
import type { Column } from './table';

export type TimeUnit = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' | 'digits' | 'text';

export interface TimeReading {
  /** [dictionary] milliseconds since the epoch; NaN where the cell is empty or not a time. */
  times: Float64Array;
  /** What the numbers of the column are, decided once for the whole column; `digits`: 20200131 or 20200131235959. */
  unit: TimeUnit;
}

/** Milliseconds of one tick, and the first magnitude that cannot be of this unit any more (the year 5138). */
const EPOCHS: readonly { unit: TimeUnit; ms: number; below: number }[] = [
  { unit: 'seconds', ms: 1e3, below: 1e11 },
  { unit: 'milliseconds', ms: 1, below: 1e14 },
  { unit: 'microseconds', ms: 1e-3, below: 1e17 },
  { unit: 'nanoseconds', ms: 1e-6, below: Infinity },
];

/** From 1973 on a column is taken for calendar time; earlier numbers are steps or days of some private count. */
const CALENDAR_FROM = 1e11;
const YEAR_2200 = Date.UTC(2200, 0, 1);

/**
 * Reads every distinct cell of a column. In a column of epoch times a zero, a negative number or a year after 2199 is a
 * filler or a slip of the unit, not a moment, and is unreadable; in a column of small numbers (step 0, 1, 2, …) they
 * are what they say.
 */
export function readTimes({ dictionary }: Pick<Column, 'dictionary'>): TimeReading {
  const numbers = Float64Array.from(dictionary, parseNumber);
  const finite = numbers.filter(Number.isFinite).sort();
  if (finite.length < dictionary.length - 1) {
    const texts = readTexts(dictionary);
    // A zero among written dates is a filler, a word among epochs a slip: what the column mostly is decides.
    if (finite.length === 0 || texts.filter(Number.isFinite).length > finite.length)
      return { times: texts, unit: 'text' };
  }
  if (dictionary.every((cell, i) => Number.isNaN(numbers[i]!) || Number.isFinite(parseDigits(cell)))) {
    return { times: Float64Array.from(dictionary, parseDigits), unit: 'digits' };
  }
  const median = Math.abs(finite[finite.length >> 1]!);
  const { unit, ms } = EPOCHS.find(({ below }) => median < below)!;
  const calendar = median * ms >= CALENDAR_FROM;
  const times = numbers.map((value) => {
    const time = value * ms;
    return calendar && (time <= 0 || time >= YEAR_2200) ? NaN : time;
  });
  return { times, unit };
}

/** Whether a text that is not a number spells a moment of the calendar. */
export const looksLikeTime = (cell: string): boolean =>
  Number.isFinite(parseYearFirst(cell)) || DAY_OR_MONTH_FIRST.test(cell);

/**
 * Whether the numbers of a column can be moments between 1985 and 2200, in any unit: enough to guess that it is a time.
 */
export function looksLikeEpochs(reading: TimeReading): boolean {
  const times = reading.times.filter(Number.isFinite).sort();
  return times.length > 0 && times[times.length >> 1]! >= Date.UTC(1985, 0, 1) && times[times.length - 1]! < YEAR_2200;
}

function readTexts(dictionary: readonly string[]): Float64Array {
  // 3/4/2020 says nothing about itself; 13/4/2020 in the same column settles it.
  const dayFirst = dictionary.some((cell) => Number(DAY_OR_MONTH_FIRST.exec(cell)?.[1] ?? 0) > 12);
  return Float64Array.from(dictionary, (cell) => {
    if (isMissing(cell)) return NaN;
    const time = parseYearFirst(cell);
    return Number.isNaN(time) ? parseDayOrMonthFirst(cell, dayFirst) : time;
  });
}

const CLOCK = String.raw`(\d{1,2})[:时](\d{2})(?:[:分](\d{2})(?:[.,](\d{1,9}))?秒?|分)?`;
const ZONE = String.raw`(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)`;
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]\s*${CLOCK})?\s*${ZONE}?$`,
  'i',
);
const DAY_OR_MONTH_FIRST = new RegExp(
  String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[,T\s]\s*${CLOCK}(?:\s*([ap])m)?)?$`,
  'i',
);
const DIGITS = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?(?:\.0+)?$/;

function parseYearFirst(cell: string): number {
  const [match, year, month, day, hour, minute, second, fraction, zone] = YEAR_FIRST.exec(cell) ?? [];
  return match === undefined ? NaN : epochMs(year, month, day, hour, minute, second, fraction) - zoneOffset(zone);
}

function parseDayOrMonthFirst(cell: string, dayFirst: boolean): number {
  const [match, first, second, year, hour, minute, sec, fraction, half] = DAY_OR_MONTH_FIRST.exec(cell) ?? [];
  if (match === undefined) return NaN;
  const hours = half === undefined ? hour : String((Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0));
  return dayFirst
    ? epochMs(year, second, first, hours, minute, sec, fraction)
    : epochMs(year, first, second, hours, minute, sec, fraction);
}

function parseDigits(cell: string): number {
  const [match, year, month, day, hour, minute, second] = DIGITS.exec(cell) ?? [];
  const inRange = match !== undefined && Number(year) >= 1970 && Number(year) < 2200;
  return inRange ? epochMs(year, month, day, hour, minute, second, undefined) : NaN;
}

/** NaN for the 31st of February and for 25:00. */
function epochMs(year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '0'): number {
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const real = new Date(date).getUTCMonth() === Number(month) - 1 && new Date(date).getUTCDate() === Number(day);
  if (!real || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return NaN;
  return (
    date +
    ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 +
    Math.trunc(Number(`0.${fraction}`) * 1000)
  );
}

/** Milliseconds to subtract. */
function zoneOffset(zone: string | undefined): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
