import { describe, expect, it } from 'vitest';
import { commands, helpText, readArguments } from './arguments';
import type { Command } from './command';

const command = (id: string): Command => commands.find((known) => known.id === id) ?? expect.fail(`no ${id}`);
const read = (line: string) => readArguments(line.split(' ').filter((word) => word !== ''));

describe('the command line', () => {
  it('reads every kind of value of the train command', () => {
    expect(
      read(
        'train --log a.csv --columns user=u,item=2,time=when --where tab=1 --positives is_click=1 --seed 7 --epochs 3 --batch=512 --lr 1e-3 --split time --keep-seen --json',
      ),
    ).toEqual({
      command: command('train'),
      operand: null,
      own: {},
      flags: {
        log: 'a.csv',
        columns: 'user=u,item=2,time=when',
        where: 'tab=1',
        positives: 'is_click=1',
        seed: 7,
        epochs: 3,
        batch: 512,
        lr: 0.001,
        split: 'time',
        'keep-seen': true,
        json: true,
      },
    });
  });

  it('takes -k and a user id that begins with a minus sign', () => {
    expect(readArguments(['retrieve', '--weights', 'w.json', '--log', 'a.csv', '--user=-17', '-k', '5'])).toMatchObject(
      { command: command('retrieve'), flags: { user: '-17', k: 5 } },
    );
    expect(
      readArguments([
        'retrieve',
        '--weights',
        'w',
        '--log',
        'a',
        '--history',
        'a, b@2024-05-01',
        '--set',
        'x=1,5,y=,z=a=b',
      ]),
    ).toMatchObject({
      flags: {
        history: ['a', 'b@2024-05-01'],
        set: new Map([
          ['x', '1,5'],
          ['y', ''],
          ['z', 'a=b'],
        ]),
      },
    });
    expect(readArguments(['retrieve', '--weights', 'w.json', '--log', 'a.csv', '--user', '-17'])).toMatchObject({
      flags: { user: '-17' },
    });
  });

  it('takes the id of a world as operand', () => {
    expect(read('world bookshop --out folder')).toEqual({
      command: command('world'),
      operand: 'bookshop',
      own: {},
      flags: { out: 'folder' },
    });
  });

  it('finds each command in the folder of its name, one at each place', () => {
    const files = import.meta.glob<Command>('./commands/*/command.ts', { eager: true, import: 'default' });
    for (const [path, { id }] of Object.entries(files)) expect(path).toBe(`./commands/${id}/command.ts`);
    expect(commands.map(({ place }) => place)).toEqual(commands.map((_, at) => at + 1));
  });

  it('offers help without a command and for each command', () => {
    expect(read('')).toEqual({ help: null });
    expect(read('train --help')).toEqual({ help: command('train') });
    expect(helpText(null).split('\n')).toHaveLength(commands.length + 4);
    expect(helpText(command('train'))).toContain('--min-item-events N');
    expect(helpText(command('vectors'))).toMatch(
      /exports item and user vectors[^]*--as-of end\|test +end: all users, with their full history; test: tested users [^\n]*\(end\)\n/,
    );
    expect(helpText(command('world'))).toContain('npm run lab -- world ID');
  });
});

describe('a bad command line is refused in one line that says what, where and what is allowed', () => {
  it.each([
    [
      'trian',
      'unknown command "trian"; the commands are train, evaluate, retrieve, vectors, presets, worlds, world, study',
    ],
    ['--json', 'no command; the commands are train, evaluate, retrieve, vectors, presets, worlds, world, study'],
    ['presets --seed 3', 'lab presets: unknown flag --seed; it takes --json'],
    ['train --log a --sed 3', /^lab train: unknown flag --sed; it takes --log --items /],
    ['train --log a --seed x', '--seed: got "x", takes a whole number from 0 to 4294967295'],
    ['train --log a --seed -1', '--seed: got "-1", takes a whole number from 0 to 4294967295'],
    ['train --log a --epochs 0', '--epochs: got "0", takes a whole number from 1 to 100000'],
    ['train --log a --epochs 1.5', '--epochs: got "1.5", takes a whole number from 1 to 100000'],
    ['train --log a --lr 0', '--lr: got "0", takes a number above 0, at most 10'],
    ['train --log a --lr fast', '--lr: got "fast", takes a number above 0, at most 10'],
    ['train --log a --split last', '--split: got "last", takes leave-last-out or last-fifth or time or random'],
    ['train --log a --params count=1', '--params: got "count=1", takes NODE.NAME=VALUE,…'],
    [
      'train --log a --where click',
      '--where: got "click", takes a column, then =, !=, >=, <=, >, < or in, then a value',
    ],
    [
      'train --log a --positives click',
      '--positives: got "click", takes a column, then =, !=, >=, <=, >, < or in, then a value',
    ],
    ['train --world w --positives is_click=1', 'lab train: --positives only goes with --log'],
    ['train --log a --seed 1 --seed 2', 'lab train: --seed is given twice'],
    ['train --log a --json=yes', 'lab train: --json takes no value, got "yes"'],
    ['train --log', 'lab train: --log needs a value: FILE'],
    ['train --log a --out --json', 'lab train: --out needs a value: PATH'],
    ['train', 'lab train: --log FILE or --world ID is needed'],
    ['train --log a --world w', 'lab train: --log and --world exclude each other'],
    ['funnel --world w --stages a.json=9 --user u --out c.csv', 'lab funnel: --user and --out exclude each other'],
    ['train --log a --epochs 1 --steps 2', 'lab train: --epochs and --steps exclude each other'],
    ['train --log a --preset two-tower --graph g.json', 'lab train: --preset and --graph exclude each other'],
    ['train --world w --ties file', 'lab train: --ties only goes with --log'],
    ['train --log a --events 10', 'lab train: --events only goes with --world'],
    ['train --log a b.csv', 'lab train: "b.csv" is one argument too many; it takes flags only'],
    ['evaluate --log a', 'lab evaluate: --weights FILE is needed'],
    ['evaluate --weights w --log a -k 5', 'lab evaluate: --k only goes with --per-interest'],
    ['retrieve --weights w --log a', 'lab retrieve: --user ID or --history ID[@TIME],… is needed'],
    ['explain --weights w --log a --user u', 'lab explain: --item ID is needed'],
    ['retrieve --weights w --log a --history x,,y', '--history: got "x,,y", takes ID[@TIME],…'],
    [
      'retrieve --weights w --log a --history x --without y',
      'lab retrieve: --history and --without exclude each other',
    ],
    ['retrieve --weights w --log a --user u --set city', '--set: got "city", takes FIELD=VALUE,…'],
    ['vectors --weights w --log a --out v --as-of now', '--as-of: got "now", takes end or test'],
    ['vectors --weights w --log a --out v --as-of', 'lab vectors: --as-of needs a value: end|test'],
    ['evaluate --weights w --log a --as-of test', /^lab evaluate: unknown flag --as-of; it takes /],
    ['world --out x', 'lab world: ID is needed: lab world ID'],
    ['study --seeds 2', 'lab study: ID is needed: lab study ID'],
    ['study gate --seeds 11', '--seeds: got "11", takes a whole number from 1 to 10'],
  ])('%s', (line, message) => {
    expect(() => read(line)).toThrow(message);
    try {
      read(line);
    } catch (error) {
      expect(error).toMatchObject({ name: 'UsageError' });
      expect(String(error)).not.toContain('\n');
    }
  });
});
