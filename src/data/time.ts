/**
 * Times of a log: epoch numbers of any unit, ISO texts and the usual calendar texts, all to milliseconds since the
 * epoch. A text without a zone is read as UTC: the same file gives the same data set on every machine.
 */
import { isMissing } from './read-cell';
import { readNumbers } from './numbers';
import type { Column } from './table';

/** `days`: of spreadsheets, since 1899-12-30; `digits`: 20200131 or 20200131235959; `text`: a written date. */
export const TIME_UNITS = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds', 'days', 'digits', 'text'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

export interface TimeReading {
  /** [dictionary] milliseconds since the epoch; NaN where the cell is empty or not a time. */
  times: Float64Array;
  /** What the cells of the column are, decided once for the whole column. */
  unit: TimeUnit;
  /** [dictionary] 1 where a number is a moment far from those of the column, and so unreadable. */
  stray: Uint8Array;
}

type Epoch = Exclude<TimeUnit, 'digits' | 'text'>;

const MS_PER_DAY = 86_400_000;
/** 1970-01-01 as the spreadsheet counts days. */
const DAYS_TO_EPOCH = 25_569;

const MILLISECONDS: Record<Epoch, (value: number) => number> = {
  seconds: (value) => value * 1e3,
  milliseconds: (value) => value,
  microseconds: (value) => value * 1e-3,
  nanoseconds: (value) => value * 1e-6,
  days: (value) => Math.round((value - DAYS_TO_EPOCH) * MS_PER_DAY),
};

/** The first magnitude that cannot be of this unit any more (the year 5138). */
const BELOW: readonly (readonly [unit: Epoch, below: number])[] = [
  ['seconds', 1e11],
  ['milliseconds', 1e14],
  ['microseconds', 1e17],
  ['nanoseconds', Infinity],
];

/** From 1973 on a column is taken for calendar time; earlier numbers are steps or days of some private count. */
const CALENDAR_FROM = 1e11;
const YEAR_1985 = Date.UTC(1985, 0, 1);
const YEAR_2200 = Date.UTC(2200, 0, 1);
const YEAR_2100 = Date.UTC(2100, 0, 1);
/** Share of the numbers that lie between 1985 and 2100 where they are such days. */
const MOSTLY_DAYS = 0.95;

/** Numbers as they stand in a file. */
export interface Counted {
  first: number;
  last: number;
}

/**
 * What a column counts that holds no calendar time: positions, steps, days of a private count.
 * @param span milliseconds since the epoch, as they were read
 * @returns null of moments of the calendar
 */
export const countedIn = (unit: TimeUnit, { first, last }: { first: number; last: number }): Counted | null =>
  unit === 'seconds' && last < CALENDAR_FROM ? { first: first / 1e3, last: last / 1e3 } : null;

/**
 * Reads every distinct cell of a column in one unit. Where most numbers lie between 1985 and 2200, one outside is a
 * filler, or was written in another unit, and is unreadable; in a column of small numbers (step 0, 1, 2, …) all are
 * what they say.
 * @param said the unit, where a person knows it
 */
export function readTimes({ dictionary }: Pick<Column, 'dictionary'>, said?: TimeUnit): TimeReading {
  const numbers = readNumbers(dictionary);
  const finite = numbers.filter(Number.isFinite).sort();
  const unit = said ?? unitOf(dictionary, numbers, finite);
  const stray = new Uint8Array(dictionary.length);
  if (unit === 'text') return { times: readTexts(dictionary), unit, stray };
  if (unit === 'digits') return { times: Float64Array.from(dictionary, parseDigits), unit, stray };
  const toMs = MILLISECONDS[unit];
  const times = numbers.map((value) => (Number.isFinite(value) ? toMs(value) : NaN));
  const isOurs = (time: number): boolean => time >= YEAR_1985 && time < YEAR_2200;
  if (2 * times.filter(isOurs).length >= finite.length) {
    times.forEach((time, i) => {
      if (!isOurs(time)) [times[i], stray[i]] = [NaN, Number(Number.isFinite(time))];
    });
    return { times, unit, stray };
  }
  const calendar = said === undefined && Math.abs(toMs(finite[finite.length >> 1]!)) >= CALENDAR_FROM;
  return { times: times.map((time) => (calendar && (time <= 0 || time >= YEAR_2200) ? NaN : time)), unit, stray };
}

/** @param finite the numbers among the cells, ascending */
function unitOf(dictionary: readonly string[], numbers: Float64Array, finite: Float64Array): TimeUnit {
  if (finite.length < dictionary.length - 1) {
    const texts = readTexts(dictionary);
    // A zero among written dates is a filler, a word among epochs a slip: what the column mostly is decides.
    if (finite.length === 0 || texts.filter(Number.isFinite).length > finite.length) return 'text';
  }
  if (dictionary.every((cell, i) => Number.isNaN(numbers[i]!) || Number.isFinite(parseDigits(cell)))) return 'digits';
  const isDay = (value: number): boolean => {
    const time = MILLISECONDS.days(value);
    return time >= YEAR_1985 && time < YEAR_2100;
  };
  if (finite.filter(isDay).length >= MOSTLY_DAYS * finite.length) return 'days';
  const median = Math.abs(finite[finite.length >> 1]!);
  return BELOW.find(([, below]) => median < below)![0];
}

/** Whether a text that is not a number spells a moment of the calendar. */
export const looksLikeTime = (cell: string): boolean =>
  Number.isFinite(parseYearFirst(cell)) || DAY_OR_MONTH_FIRST.test(cell);

/**
 * Whether the numbers of a column can be moments between 1985 and 2200, counted from 1970 on in any unit: enough to
 * guess that it is a time. Days of a spreadsheet look like many another number.
 */
export function looksLikeEpochs(reading: TimeReading): boolean {
  if (reading.unit === 'days') return false;
  const times = reading.times.filter(Number.isFinite).sort();
  return times.length > 0 && times[times.length >> 1]! >= YEAR_1985 && times[times.length - 1]! < YEAR_2200;
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
