import { describe, expect, it } from 'vitest';
import { sources } from '../data/sources/sources';
import { commands, helpText, readArguments } from './arguments';
import { dataArguments, FLAGS } from './flags';
import { dialectsOf, FORMAT_FLAGS, TABLE_FORMAT_FLAGS } from './format-flags';

const names = [...FORMAT_FLAGS, ...TABLE_FORMAT_FLAGS].map(([name]) => name);
const read = (...args: string[]) => {
  const found = readArguments(['train', '--log', 'a.csv', ...args]);
  return 'help' in found ? null : found.flags.dialects;
};

describe('flags of file formats', () => {
  it('are there for every option that a format declares, beside no other flag of their name', () => {
    const declared = new Set(sources.flatMap(({ options }) => Object.keys(options)));
    const all = Object.fromEntries(names.map((name) => [name, 'x']));
    expect(Object.keys(dialectsOf(all).log!).sort()).toEqual([...declared].sort());
    const others = new Set([...Object.keys(FLAGS), ...commands.flatMap(({ own = {} }) => Object.keys(own))]);
    expect(names.filter((name) => others.has(name))).toEqual([]);
    for (const id of ['train', 'evaluate', 'retrieve', 'vectors'])
      for (const [name] of FORMAT_FLAGS)
        expect(helpText(commands.find((command) => command.id === id)!)).toContain(`  --${name} `);
  });

  it('take every value that the page offers, by its sign or its name', () => {
    for (const value of ['tab', '\\t', '\t']) expect(read('--delimiter', value)?.log).toEqual({ delimiter: '\t' });
    for (const value of ['two-colons', '::']) expect(read('--delimiter', value)?.log).toEqual({ delimiter: '::' });
    expect(read('--encoding', 'GB18030', '--header', 'no')?.log).toEqual({ encoding: 'gb18030', header: false });
  });

  it('are said of all files, and of one table alone with its name in front', () => {
    expect(read('--items', 'i.csv', '--delimiter', 'tab', '--items-delimiter', 'bar', '--items-header', 'no')).toEqual({
      log: { delimiter: '\t' },
      items: { delimiter: '|', header: false },
      users: { delimiter: '\t' },
    });
    expect(read()).toBeUndefined();
  });

  it.each([
    [['--delimiter', '#'], /^--delimiter: got "#", takes comma or tab or semicolon or /],
    [['--header', 'constructor'], '--header: got "constructor", takes yes or no'],
    [['--encoding', 'klingon'], /^--encoding: got "klingon", takes utf-8 or /],
    [['--users-encoding', 'utf-8'], 'lab train: --users-encoding only goes with --users'],
    [['--max-bad', '1.5'], '--max-bad: got "1.5", takes a share such as 0.1 or 10%'],
    [['--max-bad', '%'], '--max-bad: got "%", takes a share such as 0.1 or 10%'],
  ])('%j is refused', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
  it('are kept with what brings the data of a run, and read back the same', () => {
    for (const args of [
      [
        '--encoding',
        'gb18030',
        '--delimiter',
        'tab',
        '--header',
        'no',
        '--items',
        'b.csv',
        '--items-encoding',
        'utf-8',
      ],
      ['--encoding', 'windows-1251', '--time-unit', 'days'],
    ]) {
      const once = readArguments(['train', '--log', '/a.csv', ...args]);
      if ('help' in once) throw new Error('no help was asked for');
      const again = readArguments(['train', ...dataArguments(once.flags)]);
      expect(again).toMatchObject({ flags: { dialects: { log: once.flags.dialects!.log } } });
      expect('help' in again ? null : [again.flags.dialects?.items, again.flags['time-unit']]).toEqual([
        once.flags.dialects?.items,
        once.flags['time-unit'],
      ]);
    }
  });
  it('go with a log alone', () => {
    expect(() => readArguments(['train', '--world', 'bookshop', '--header', 'no'])).toThrow(
      'lab train: --header only goes with --log',
    );
  });
});
