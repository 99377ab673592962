/** What a person is told of the files that a command reads, on stderr and in `--json`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLab, type LocalLab } from '../lab/host';
import { countHere } from '../lab/rankers/both-parts';
import { memoryStorage } from '../lab/runs/storage';
import { readArguments } from './arguments';
import { faultOf } from './faults';
import { loadData, type LoadedData } from './load';
import { sizesOf } from './report';

let folder = '';
let lab: LocalLab;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-load-'));
  lab = createLab({ gpu: undefined, storage: memoryStorage(), baselines: countHere, eagerBaselines: false });
});
afterAll(async () => {
  await lab.dispose();
  rmSync(folder, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

const write = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const LOW = ['--min-item-events', '1', '--min-user-events', '1'];

/** What is said on stderr, and the data or the refusal. */
async function load(...args: string[]): Promise<{
  said: string[];
  warned: string[];
  data: LoadedData | null;
  line: string;
  place?: readonly string[];
}> {
  const said: string[] = [];
  const warned: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text).trimEnd());
    return true;
  });
  const read = readArguments(['train', ...args, ...(args.includes('--log') ? LOW : [])]);
  if ('help' in read) throw new Error('no help was asked for');
  try {
    const data = await loadData(lab, read.flags, 'lab train', (line) => warned.push(line));
    return { said, warned, data, line: '' };
  } catch (error) {
    const { exitCode, ...fault } = faultOf(error, read.flags);
    expect(exitCode).toBe(2);
    return { said, warned, data: null, ...fault };
  }
}

/** Good rows of a log with `;` between its cells, and what is put between them. */
const rows = (...others: string[]): string =>
  [
    'user;film;when;weight',
    ...Array.from({ length: 30 }, (_, i) => `u${i % 6};i${(i * 7) % 10};${1_600_000_000 + i * 86_400};1,5`),
    ...others,
    '',
  ].join('\n');

describe('what was read', () => {
  it('is said in aligned lines: what was guessed and given, rows left out by reason, and what is left', async () => {
    const log = write('log.csv', rows('u1;i1', 'u1;i1;soon;1', ';i1;1600000000;1', 'u2;i2', 'u0;i9;1600000000;2'));
    const items = write('films.csv', 'film,name,genre\ni1,One,a|b\ni2,Two,b|c\ni3\n');
    const args = [
      '--log',
      log,
      '--items',
      items,
      '--columns',
      'item=film',
      '--encoding',
      'utf-8',
      '--where',
      'weight=1,5',
    ];
    const { said, data } = await load(...args);
    expect(said).toEqual([
      'log      log.csv, CSV or TSV; guessed: delimiter semicolon, first line names the columns; given: encoding utf-8',
      'columns  guessed: user “user”, time “when”, weight “weight”; given: item “film”',
      expect.stringMatching(
        /^items    films\.csv, CSV or TSV; guessed: delimiter comma, first line names the columns, id “film”, title “name”; given: encoding utf-8; fields “genre”; 1 left out: too few cells × 1 \(line 4\)$/,
      ),
      'time     “when” in seconds since 1970 (guessed), 2020-09-13 to 2020-10-12',
      expect.stringMatching(
        /^rows     35 read, 30 usable; 3 left out by --where; 2 left out: too few cells × 2 \(lines 32, 35\); usable all the same: item is not in the item table × 24 \(lines .*, …\)$/,
      ),
      'left     6 users, 10 items, 30 events',
      'weights  mean 1.50; largest 1.50; 0.0% are 0; effective sample size 100.0% of the training rows',
    ]);
    expect(data!.told.read).toMatchObject({
      log: {
        file: 'log.csv',
        format: 'csv',
        options: { delimiter: { value: ';', by: 'guessed' }, encoding: { value: 'utf-8', by: 'given' } },
        columns: expect.arrayContaining([
          { column: 'film', role: 'item', by: 'given' },
          { column: 'user', role: 'user', by: 'guessed' },
        ]),
        unused: [],
      },
      users: null,
      time: { column: 'when', unit: 'seconds', first: 1.6e12, by: 'guessed' },
    });
    expect(data!.told.rows).toMatchObject({
      log: { read: 35, kept: 30, filtered: 3 },
      items: { read: 3, kept: 2 },
      used: { users: 6, items: 10, events: 30 },
    });
  });

  it('calls a position the order of events, not a day of 1970', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `u${i % 6} i${(i * 7) % 10} ${1 + Math.floor(i / 6)}`);
    const { said, data } = await load('--log', write('sequences.txt', `${lines.join('\n')}\n`));
    expect(said).toContain('time     “c2” (guessed) is the order of events, 1 to 5, no dates');
    expect(data!.told.read!.time).toMatchObject({ unit: 'seconds', counted: { first: 1, last: 5 } });
  });

  it('is nothing for a world', async () => {
    const { said, data } = await load('--world', 'bookshop', '--events', '600');
    expect({ said, told: data?.told }).toEqual({ said: [], told: { read: null, rows: null } });
  });

  it('is said by its reasons also where no row could be used, before the refusal', async () => {
    const log = write('times.csv', 'user;film;when\nu1;i1;1\nu2;;2\n;i3;3\n');
    const { said, line } = await load('--log', log, '--columns', 'user=user,item=film,time=when', '--where', 'user=u2');
    expect(said.at(-1)).toBe(
      'rows     3 read, 0 usable; 2 left out by --where; 1 left out: no item in “film” × 1 (line 3)',
    );
    expect(line).toMatch(/^--log ".*times\.csv": No row could be used; the reasons stand above\./);
    const open = write('open.csv', 'user,film\n"u1,i1\n"u2,i2\n');
    const unread = await load('--log', open);
    expect(unread.said).toEqual([
      expect.stringMatching(/^rows     \d+ read, 0 usable; \d+ left out: a quote is not closed × /),
    ]);
  });

  it('keeps names of any length and kind in a line', async () => {
    const log = write('names.csv', rows().replace('weight', `w\u001b]0,owned\u0007${'x'.repeat(1000)}`));
    const { said } = await load('--log', log);
    expect(said[1]).toMatch(/not used: “w\\x1b\]0,owned\\x07x+…”$/);
    expect(said[1]!.length).toBeLessThan(250);
  });
});

describe('the columns of a table', () => {
  const log = () => write('plain.csv', rows());
  const args = (table: string) => ['--log', log(), '--items', write('table.csv', table)];

  it('are named by a flag where the guess fails, as the refusal says', async () => {
    const table = args(`a,b\n${Array.from({ length: 10 }, (_, i) => `x${i},i${i}`).join('\n')}\n`);
    const named = [...table, '--items-columns', 'id=b,title=a'];
    const { data } = await load(...named);
    expect(data!.told.read!.items!.columns).toEqual([
      { column: 'a', role: 'title', by: 'given' },
      { column: 'b', role: 'id', by: 'given' },
    ]);
    const wrong = await load(...table, '--items-columns', 'id=a');
    expect(wrong.line).toContain('If another column is the id, name it: --items-columns id=NAME.');
    const none = await load(...table, '--items-columns', 'ignore=b');
    expect(none.line).toContain('Name it: --items-columns id=NAME. The table has: a, b.');
  });

  it('are refused where there are none of that name or role', async () => {
    const table = args('film,name\ni1,One\n');
    expect((await load(...table, '--items-columns', 'id=key')).line).toMatch(
      /^--items ".*table\.csv": There is no column “key”\. The file has: film, name\.$/,
    );
    expect((await load(...table, '--items-columns', 'user=film')).line).toBe(
      '--items-columns: "user=film" does not say role=column; roles are id, title, field, ignore',
    );
  });
});

describe('options of formats', () => {
  const cyrillic = new Uint8Array([...rows()].map((letter) => letter.charCodeAt(0)));

  it('are read as given, of all files or of one table', async () => {
    const log = write('plain.csv', rows());
    const items = write('bar.csv', 'film|name\ni1|a;b\ni2|c;d\n');
    const { data } = await load(
      '--log',
      log,
      '--items',
      items,
      '--delimiter',
      'semicolon',
      '--items-delimiter',
      'bar',
      '--header',
      'yes',
    );
    expect(data!.told.read!.log.options).toEqual({
      delimiter: { value: ';', by: 'given' },
      header: { value: true, by: 'given' },
      encoding: { value: 'utf-8', by: 'guessed' },
    });
    expect(data!.told.read!.items!.options).toMatchObject({
      delimiter: { value: '|', by: 'given' },
      header: { value: true, by: 'given' },
    });
    const bytes = cyrillic.map((byte) => (byte === 0x69 ? 0xe9 : byte));
    const wrong = await load('--log', write('latin.csv', bytes), '--encoding', 'Windows-1252');
    expect(wrong.data!.told.read!.log.options['encoding']).toEqual({ value: 'windows-1252', by: 'given' });
  });

  it('are refused where no file has them', async () => {
    const log = write('log.jsonl', '{"user":"a","item":"b"}\n{"user":"c","item":"d"}\n');
    expect((await load('--log', log, '--delimiter', 'tab')).line).toBe(
      '--delimiter: no file that was given is of a format with this option',
    );
  });
});

describe('--max-bad', () => {
  const half = () => write('half.csv', rows(...Array.from({ length: 30 }, () => 'junk')));

  it('lets half of the rows be bad unless it is given, and refuses more with the reasons', async () => {
    expect((await load('--log', half())).data).not.toBeNull();
    const worse = write('worse.csv', rows(...Array.from({ length: 31 }, () => 'junk')));
    expect((await load('--log', worse)).line).toMatch(
      /^--log ".*worse\.csv": 31 of 61 rows cannot be used, more than the 50% that --max-bad allows: too few cells × 31 \(lines 32, /,
    );
    expect((await load('--log', worse, '--max-bad', '60%')).data).not.toBeNull();
    expect((await load('--log', half(), '--max-bad', '0.1')).line).toContain('more than the 10% that');
  });

  it('counts what only the meaning of the columns shows, and no row that --where leaves out', async () => {
    const log = write('late.csv', rows(...Array.from({ length: 20 }, () => 'u1;i1;soon;1')));
    const { said, line } = await load('--log', log, '--max-bad', '0.3');
    expect(line).toContain(
      '20 of 50 rows cannot be used, more than the 30% that --max-bad allows: unreadable time in “when” × 20',
    );
    expect(said.at(-2)).toMatch(/^left /);
    expect((await load('--log', log, '--max-bad', '0', '--where', 'weight=1,5')).data).not.toBeNull();
  });

  it('counts the rows of a table too', async () => {
    const items = write('few.csv', 'film,name\ni1,One\ni2\ni3\n');
    expect((await load('--log', half(), '--items', items)).line).toMatch(/^--items ".*few\.csv": 2 of 3 rows cannot/);
  });
});

describe('--weight', () => {
  /** One row in ten is bought, and the item looked at for a minute. */
  const log = (): string =>
    write(
      'weighed.csv',
      [
        'user,item,time,action,dwell',
        ...Array.from({ length: 200 }, (_, i) => {
          const bought = i % 10 === 0;
          return `u${i % 20},i${i % 17},${1_600_000_000 + 3600 * i},${bought ? 'buy' : 'look'},${bought ? 60 + i : 1}`;
        }),
        '',
      ].join('\n'),
    );

  it('says how the weights are spread, on stderr and in --json', async () => {
    const { said, data } = await load('--log', log(), '--weight', 'log1p(dwell) + 2 * (action == "buy")');
    expect(said.at(-1)).toMatch(
      /^weights  mean 1\.00; largest \d\.\d\d; 0\.0% are 0; effective sample size \d\d\.\d% of the training rows$/,
    );
    const { rowWeights } = sizesOf(data!);
    expect(rowWeights!.mean).toBeCloseTo(1, 6);
    expect(rowWeights!.bins.reduce((sum, { count }) => sum + count, 0)).toBe(data!.events - 40);
    expect(sizesOf(data!).protocol.weight).toBe('log1p(dwell) + 2 * (action == "buy")');
    expect((await load('--log', log())).said.at(-1)).toMatch(/^left /);
    expect(sizesOf((await load('--log', log())).data!).rowWeights).toBeNull();
  });

  it('warns where a tenth of the rows would tell as much', async () => {
    const few = await load('--log', log(), '--weight', 'cap(dwell, 3)');
    expect(few.warned).toEqual([]);
    const one = await load('--log', log(), '--weight', 'dwell * dwell * (action == "buy") * (dwell > 59)');
    expect(one.said.at(-1)).toMatch(/\d\d\.\d% are 0; effective sample size \d\.\d%/);
    expect(one.warned).toEqual([
      expect.stringMatching(/^The weights leave an effective sample size of \d\.\d% of the training rows: /),
    ]);
  });

  it('weighs the rows of a world too', async () => {
    const { said, data } = await load('--world', 'bookshop', '--events', '600', '--weight', 'dwell_seconds');
    expect(said).toEqual([expect.stringMatching(/^weights  mean 1\.00; /)]);
    expect(data!.protocol.weight).toBe('dwell_seconds');
  });

  it('is refused at its place, also where only the cells show what is wrong', async () => {
    const { line, place } = await load('--log', log(), '--weight', '1 + action');
    expect(line).toBe(
      '--weight: The column “action” holds names, not numbers (buy, look). Compare it with one of them: action == "buy".',
    );
    expect(place).toEqual(['  1 + action', '      ^^^^^^']);
    expect((await load('--log', log(), '--weight', 'dwell - 5')).line).toBe(
      '--weight: By this formula line 3 weighs -4. Weights are finite and not negative: max(0, …) and log1p may help.',
    );
  });
});

describe('which rows are positives', () => {
  /** Whether rows are taken, by two columns. */
  const log = () =>
    write(
      'flags.csv',
      rows()
        .split('\n')
        .map((row, i) => (i === 0 ? `${row};is_click;liked` : row && `${row};${Number(i % 3 > 0)};${i % 2}`))
        .join('\n'),
    );
  it('is asked in one line of all labels of zeros and ones, until a condition says it', async () => {
    const { warned } = await load('--log', log());
    expect(warned).toEqual([
      expect.stringMatching(
        /^Rows with is_click = 0 \(10 of 30\), liked = 0 \(15 of 30\) are trained as positives too\. .* --where is_click=1,/,
      ),
    ]);
    const one = await load('--log', log(), '--columns', 'ignore=liked');
    expect(one.warned).toEqual([expect.stringMatching(/^Rows with is_click = 0 \(10 of 30\) are trained/)]);
    expect((await load('--log', log(), '--where', 'liked=1')).warned).toEqual([]);
  });

  it('is no question where a condition holds for every row, and that is told', async () => {
    const all = await load('--log', log(), '--positives', 'liked>=0');
    expect(all.warned).toEqual([expect.stringMatching(/^--positives: “liked>=0” holds for every row, /)]);
    const some = await load('--log', log(), '--where', 'is_click=1', '--positives', 'liked=1');
    expect(some.warned).toEqual([]);
    expect(some.data!.told.rows!.log).toMatchObject({ kept: 20, positives: 10 });
    // Of the rows that are read.
    const read = await load('--log', log(), '--where', 'liked=1', '--positives', 'liked=1');
    expect(read.warned).toHaveLength(1);
  });
});

it('says which column is left out though its name says what it is for, unless it is used', async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `u${i % 8};i${i % 5};${1_600_000_000 + i};${i % 2 ? 'much' : 'little'}`,
  );
  const log = write('notes.csv', ['user;item;time;weight', ...rows].join('\n'));
  const { said, data } = await load('--log', log);
  expect(said.join('\n')).toMatch(
    /^note +notes\.csv: The column “weight” is not used as a weight: line 2 says “little”/m,
  );
  expect(data!.told.read!.log.notices).toEqual([expect.objectContaining({ code: 'weight-unread', column: 'weight' })]);
  expect((await load('--log', log, '--columns', 'label=weight')).said.join('\n')).not.toMatch(/^note /m);
});

it('reads times in the unit that a flag names, and says so', async () => {
  const days = Array.from({ length: 40 }, (_, i) => `u${i % 8};i${i % 5};${20_000 + i}`);
  const log = write('days.csv', ['user;item;time', ...days].join('\n'));
  const { said, data } = await load('--log', log, '--time-unit', 'days');
  expect(data!.told.read!.time).toMatchObject({ unit: 'days', by: 'given', first: Date.UTC(1954, 9, 3) });
  expect(said.join('\n')).toMatch(/^time +“time” in days since 1899-12-30 \(spreadsheet\) \(given\), 1954-10-03 to /m);
  expect((await load('--log', log)).data!.told.read!.time).toMatchObject({ by: 'guessed' });
});

it('counts as used the rows of tables whose id came before with other values', async () => {
  const log = write('log.csv', rows());
  const items = write('twice.csv', 'film,name\ni1,One\ni1,Uno\ni2,Two\n');
  const users = write('users.csv', 'user,age\nu1,30\nu1,40\nu2,20\n');
  const { said } = await load('--log', log, '--items', items, '--users', users, '--columns', 'item=film');
  const [, left, used] = /^rows +30 read, 30 usable(.*); usable all the same: (.*)$/m.exec(said.join('\n'))!;
  expect(left).toBe('');
  expect(used).toMatch(/item table again with other values.* × 1 .*user table again with other values.* × 1 /);
});
