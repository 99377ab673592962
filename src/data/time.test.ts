import { describe, expect, it } from 'vitest';
import { countedIn, looksLikeEpochs, looksLikeTime, readTimes, type TimeUnit } from './time';

const read = (...cells: string[]) => {
  const { times, unit } = readTimes({ dictionary: ['', ...cells] });
  return [
    unit,
    ...Array.from(times.subarray(1), (time) => (Number.isNaN(time) ? 'unreadable' : new Date(time).toISOString())),
  ];
};

describe('times', () => {
  it('are what a column counts where its last number lies before 1973, and moments otherwise', () => {
    const spanOf = (...cells: string[]) => {
      const { times, unit } = readTimes({ dictionary: cells });
      return countedIn(unit, { first: times[0]!, last: times.at(-1)! });
    };
    expect(spanOf('1', '2', '203')).toEqual({ first: 1, last: 203 });
    expect(spanOf('0.5', '7')).toEqual({ first: 0.5, last: 7 });
    expect([spanOf('838985046', '838985047'), spanOf('1970-01-01', '1970-01-02')]).toEqual([null, null]);
  });

  it('are epochs of the unit their size tells, one unit for the column', () => {
    expect(read('838985046', '838983525')).toEqual(['seconds', '1996-08-02T11:24:06.000Z', '1996-08-02T10:58:45.000Z']);
    expect(read('1650812741436')).toEqual(['milliseconds', '2022-04-24T15:05:41.436Z']);
    expect(read('1650812741436000')).toEqual(['microseconds', '2022-04-24T15:05:41.436Z']);
    expect(read('1650812741436000000')).toEqual(['nanoseconds', '2022-04-24T15:05:41.436Z']);
    expect(read('838985046.5')).toEqual(['seconds', '1996-08-02T11:24:06.500Z']);
  });

  it('are ISO texts, in UTC where no zone is written', () => {
    expect(
      read(
        '2020-01-31T10:20:30.5Z',
        '2020-01-31 10:20',
        '2020-01-31',
        '2020-01-31T10:20:30+08:00',
        '2020-01-31 10:20:30 UTC',
        '2020-01-31T10:20:30-0530',
      ),
    ).toEqual([
      'text',
      '2020-01-31T10:20:30.500Z',
      '2020-01-31T10:20:00.000Z',
      '2020-01-31T00:00:00.000Z',
      '2020-01-31T02:20:30.000Z',
      '2020-01-31T10:20:30.000Z',
      '2020-01-31T15:50:30.000Z',
    ]);
  });

  it('are the dates of spreadsheets, the day first where some day is above 12', () => {
    expect(read('12/1/2010 8:26', '3/4/2011 12:05 PM', '3/4/2011 12:05 AM')).toEqual([
      'text',
      '2010-12-01T08:26:00.000Z',
      '2011-03-04T12:05:00.000Z',
      '2011-03-04T00:05:00.000Z',
    ]);
    expect(read('3/4/2011', '13/4/2011')).toEqual(['text', '2011-04-03T00:00:00.000Z', '2011-04-13T00:00:00.000Z']);
    expect(read('2020年1月31日 10时20分', '2020/1/31 10:20')).toEqual([
      'text',
      '2020-01-31T10:20:00.000Z',
      '2020-01-31T10:20:00.000Z',
    ]);
  });

  it('are calendar digits where all of them spell a date', () => {
    expect(read('20220408', '20220501')).toEqual(['digits', '2022-04-08T00:00:00.000Z', '2022-05-01T00:00:00.000Z']);
    expect(read('20220408235959')).toEqual(['digits', '2022-04-08T23:59:59.000Z']);
    expect(read('20220408', '20221301')[0]).toBe('seconds');
  });

  it('are days of a spreadsheet where nearly all numbers lie between 1985 and 2100 as such', () => {
    expect(read('45000.9', '45001', '44999.25')).toEqual([
      'days',
      '2023-03-15T21:36:00.000Z',
      '2023-03-16T00:00:00.000Z',
      '2023-03-14T06:00:00.000Z',
    ]);
    expect(read('45000,9', '45001,25')).toEqual(['days', '2023-03-15T21:36:00.000Z', '2023-03-16T06:00:00.000Z']);
    expect(read('45000', '12', '45002')[0]).toBe('seconds');
    expect(read('1', '2', '45000')[0]).toBe('seconds');
  });

  it('are of one unit: the fewer that are of another are unreadable, and marked', () => {
    for (const [cells, unit] of [
      [['1650812741', '1650812742', '1650812741436'], 'seconds'],
      [['1650812741', '1650812741436', '1650812741437'], 'milliseconds'],
    ] as const) {
      const { times, stray, unit: found } = readTimes({ dictionary: ['', ...cells] });
      expect(found).toBe(unit);
      const odd = cells.map((cell) => Number((cell.length === 10) !== (unit === 'seconds')));
      expect([...stray]).toEqual([0, ...odd]);
      expect([...times].map((time) => Number.isFinite(time))).toEqual([false, ...odd.map((one) => one === 0)]);
    }
    expect([...readTimes({ dictionary: ['', '1650812741', 'soon', 'NA', '0'] }).stray]).toEqual([0, 0, 0, 0, 1]);
  });

  it('are of the unit that a person says', () => {
    const as = (unit: TimeUnit, cell: string) =>
      new Date(readTimes({ dictionary: ['', cell] }, unit).times[1]!).toISOString();
    expect(as('seconds', '45000')).toBe('1970-01-01T12:30:00.000Z');
    expect(as('days', '20000')).toBe('1954-10-03T00:00:00.000Z');
    expect(as('milliseconds', '20220408')).toBe('1970-01-01T05:37:00.408Z');
    expect(as('digits', '20220408')).toBe('2022-04-08T00:00:00.000Z');
  });

  it('leave out what is no moment: words, days that do not exist, zeros and slips of the unit among epochs', () => {
    expect(read('1650812741', 'yesterday', '0', '-1', '1650812741436', 'NA').slice(1)).toEqual([
      '2022-04-24T15:05:41.000Z',
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
    ]);
    expect(read('2020-01-31', '2020-02-01', '0')).toEqual([
      'text',
      '2020-01-31T00:00:00.000Z',
      '2020-02-01T00:00:00.000Z',
      'unreadable',
    ]);
    expect(read('2021-02-29', '2020-02-29', '2020-01-01 25:00')).toEqual([
      'text',
      'unreadable',
      '2020-02-29T00:00:00.000Z',
      'unreadable',
    ]);
  });

  it('are steps from zero on where the numbers are small', () => {
    expect(readTimes({ dictionary: ['', '0', '1', '2'] }).times).toEqual(Float64Array.of(NaN, 0, 1000, 2000));
  });
});

it('tells a column of moments from a column of ids and ratings', () => {
  const epochs = (...cells: string[]) => looksLikeEpochs(readTimes({ dictionary: ['', ...cells] }));
  expect(epochs('838985046', '1650812741')).toBe(true);
  expect(epochs('1650812741436')).toBe(true);
  expect(epochs('1', '2', '5')).toBe(false);
  expect(epochs('17850', '22752')).toBe(false);
  expect(epochs('45000.9', '45001.5')).toBe(false);
  expect(looksLikeTime('2020-01-31')).toBe(true);
  expect(looksLikeTime('31.1.2020 10:20')).toBe(true);
  expect(looksLikeTime('Heat (1995)')).toBe(false);
});
