import { existsSync, openAsBlob } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildDataset, type Built } from './build';
import { DEFAULT_PROTOCOL, type Protocol } from './dataset';
import { fingerprint } from './fingerprint';
import { applyColumns, guessRoles } from './roles';
import { NO_SESSION } from './sessions';
import { readDelimited } from './sources/csv/read';
import { DataError, type Roles, type Table } from './table';

interface Given {
  log: string;
  items?: string;
  users?: string;
  protocol?: Partial<Protocol>;
  columns?: string;
  roles?: (guessed: Roles) => Roles;
  seed?: number;
}

const table = (text: string | undefined, fileName: string): Promise<Table> | null =>
  text === undefined ? null : readDelimited(text, { fileName });

async function build({
  log,
  items,
  users,
  protocol,
  columns = '',
  roles = (guessed) => guessed,
  seed = 1,
}: Given): Promise<Built> {
  const tables = {
    log: await readDelimited(log, { fileName: 'log.csv' }),
    items: await table(items, 'items.csv'),
    users: await table(users, 'users.csv'),
  };
  const guessed = applyColumns(guessRoles(tables.log, tables.items, tables.users), tables.log, columns);
  return buildDataset({
    name: 'test',
    ...tables,
    roles: roles(guessed),
    protocol: { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 1, ...protocol },
    seed,
  });
}

const problem = async (given: Given) => {
  const error: unknown = await build(given).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).problem;
};

/** ann: x y z w, bob: y x z v; the last is test, the one before validation, so w and v are unseen in training. */
const LOG = `user,item,time,device
ann,x,1600000000,ios
ann,y,1600000100,web
ann,z,1600000200,ios
ann,w,1600000300,tv
bob,y,1600000400,web
bob,x,1600000500,ios
bob,z,1600000600,web
bob,v,1600000700,ios
`;
const ITEMS =
  'item,title,genre,year\nx,The Fox,Drama,1990\ny,The Dog,Comedy,1991\nz,The Fox Again,Drama,1992\nv,Lone Wolf,Horror,1993\n';
const USERS = 'user,name,city\nann,Ann A.,Oslo\nbob,,Rome\n';

describe('a data set', () => {
  it('has users, items, events in milliseconds and the lines they came from', async () => {
    const { dataset, report } = await build({ log: LOG });
    expect(dataset.users).toEqual(['ann', 'bob']);
    expect(dataset.items).toEqual(['x', 'y', 'z', 'w', 'v']);
    expect([...dataset.events.item]).toEqual([0, 1, 2, 3, 1, 0, 2, 4]);
    expect(dataset.events.time[1]).toBe(1_600_000_100_000);
    expect([...dataset.events.line]).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...dataset.split.train]).toEqual([0, 1, 4, 5]);
    expect(dataset.split.test.map(({ user, items }) => [user, ...items])).toEqual([
      [0, 3],
      [1, 4],
    ]);
    expect(report).toEqual({ read: 8, kept: 8, rejected: [] });
  });

  it('takes sessions from the column of that role: equal numbers for equal cells, none for an empty one', async () => {
    const cells = ['session', 's1', 's1', '', 's2', 's1', 's3', 's3', 's4'];
    const log = LOG.trimEnd()
      .split('\n')
      .map((line, i) => `${line},${cells[i]}`)
      .join('\n');
    const { session } = (await build({ log })).dataset.events;
    const [one, two, three, four] = [session![0], session![3], session![5], session![7]];
    expect([...session!]).toEqual([one, one, NO_SESSION, two, one, three, three, four]);
    expect(new Set([one, two, three, four, NO_SESSION]).size).toBe(5);
    expect((await build({ log, columns: 'session=' })).dataset.events.session).toBeNull();
  });

  it('begins its fields with the two ids', async () => {
    const { dataset } = await build({ log: LOG });
    expect(dataset.fields.slice(0, 2)).toEqual([
      {
        name: 'user id',
        owner: 'user',
        kind: 'id',
        rows: 4,
        vocabulary: ['ann', 'bob'],
        length: 1,
        ids: Uint32Array.of(2, 3),
        weights: null,
      },
      {
        name: 'item id',
        owner: 'item',
        kind: 'id',
        rows: 7,
        vocabulary: ['x', 'y', 'z', 'w', 'v'],
        length: 1,
        ids: Uint32Array.of(2, 3, 4, 5, 6),
        weights: null,
      },
    ]);
  });

  it('reads texts of events and of items in two more ways, behind all other fields, and is known by its name without them', async () => {
    const log = LOG.replace('device', 'query').replaceAll('ios', 'fox').replaceAll('web', 'wild dog');
    const { dataset } = await build({
      log,
      items: ITEMS,
      columns: 'context=query',
      roles: (guessed) => ({
        ...guessed,
        log: guessed.log.map((column) => (column.column === 'query' ? { ...column, encoding: 'words' } : column)),
      }),
    });
    expect(dataset.fields.slice(-5).map(({ name, owner, kind }) => [name, owner, kind])).toEqual([
      ['query', 'context', 'bag'],
      ['title trigrams', 'item', 'trigrams'],
      ['title tokens', 'item', 'tokens'],
      ['query trigrams', 'context', 'trigrams'],
      ['query tokens', 'context', 'tokens'],
    ]);
    expect(dataset.fields.find(({ name }) => name === 'query trigrams')).toMatchObject({
      length: 7,
      ids: { length: 7 * 8 },
    });
    expect(fingerprint({ ...dataset, fields: dataset.fields.slice(0, -4) })).toBe(dataset.fingerprint);
  });

  it('joins tables: fields by training vocabulary, titles, notes; an item the table does not know keeps its events', async () => {
    const { dataset, report } = await build({ log: LOG, items: ITEMS, users: USERS });
    const field = (name: string) => dataset.fields.find((field) => field.name === name);
    // In training only x and y occur: Drama and Comedy. z is Drama, w is not in the table, Horror is known from v
    // alone.
    expect(field('genre')).toMatchObject({
      owner: 'item',
      kind: 'categorical',
      rows: 4,
      vocabulary: ['Drama', 'Comedy'],
      ids: Uint32Array.of(2, 3, 2, 0, 1),
    });
    expect(field('city')).toMatchObject({ owner: 'user', vocabulary: ['Oslo', 'Rome'], ids: Uint32Array.of(2, 3) });
    // "the" is in both training titles and therefore tells nothing apart; no other word is in two.
    expect(field('title words')).toBeUndefined();
    expect(dataset.itemTitles).toEqual(['The Fox', 'The Dog', 'The Fox Again', 'w', 'Lone Wolf']);
    expect(dataset.itemNotes).toEqual(['Drama', 'Comedy', 'Drama', '', 'Horror']);
    expect(dataset.userTitles).toEqual(['Ann A.', 'bob']);
    expect(report).toEqual({
      read: 8,
      kept: 8,
      rejected: [{ reason: 'unknown-item', count: 1, examples: [{ line: 5, text: 'w' }] }],
    });
  });

  it('encodes contexts per event, from the training events', async () => {
    const { dataset } = await build({ log: LOG });
    expect(dataset.fields[2]).toMatchObject({
      name: 'device',
      owner: 'context',
      vocabulary: ['ios', 'web'],
      ids: Uint32Array.of(2, 3, 2, 1, 3, 2, 3, 2),
    });
  });

  it.each(['categorical', 'bag', 'words', 'buckets', 'normalised'] as const)(
    'names rows of its tables alone, columns read as %s: nothing on the device looks whether an id is one',
    async (encoding) => {
      const roles = (guessed: Roles): Roles => ({
        ...guessed,
        items: [
          { column: 'item', role: 'id' },
          { column: 'genre', role: 'field', encoding },
          { column: 'year', role: 'field', encoding },
        ],
      });
      const { dataset } = await build({ log: LOG, items: ITEMS, users: USERS, roles });
      expect(dataset.fields.map(({ owner }) => owner)).toEqual(expect.arrayContaining(['user', 'item', 'context']));
      for (const { name, rows, ids, weights } of dataset.fields) {
        expect(Math.max(...ids), name).toBeLessThan(rows);
        if (weights === null) continue;
        expect(weights, name).toHaveLength(ids.length);
        expect(weights.every(Number.isFinite), name).toBe(true);
      }
    },
  );

  it('learns from titles as words and shows them as they are', async () => {
    const items = 'item,title\nx,Red Fox\ny,Red Dog\nz,Blue Fox\nw,Red Cat\nv,Owl\n';
    const log = LOG.replace('ann,z', 'ann,y2')
      .replace('bob,y', 'bob,z')
      .replace('bob,z,1600000600', 'bob,y2,1600000600');
    const { dataset } = await build({ log, items });
    expect(dataset.fields.find(({ name }) => name === 'title words')).toMatchObject({
      owner: 'item',
      kind: 'bag',
      vocabulary: ['red', 'fox'],
    });
    expect(dataset.itemTitles[0]).toBe('Red Fox');
  });

  it('tells apart fields of one name', async () => {
    const { dataset } = await build({
      log: LOG,
      items: 'item,kind\nx,a\ny,b\nz,a\nw,b\nv,a\n',
      users: 'user,kind\nann,p\nbob,q\n',
    });
    expect(dataset.fields.map(({ name }) => name)).toEqual(['user id', 'item id', 'kind', 'user kind', 'device']);
  });

  it('joins 17850.0 with 17850', async () => {
    const log = LOG.replaceAll('ann', '17850').replaceAll('bob', '007');
    const { dataset } = await build({ log, users: 'user,city\n17850.0,Oslo\n007,Rome\n' });
    expect(dataset.fields.find(({ name }) => name === 'city')!.ids).toEqual(Uint32Array.of(2, 3));
  });

  it('is filtered by a column before anything else, however a number is written', async () => {
    const log =
      LOG.replaceAll('\nann', '\n1.0,ann').replaceAll('\nbob', '\n1.0,bob').replace('user', 'is_click,user') +
      '0.0,bob,q,1600000800,ios\n0.0,,q,x,ios\n';
    const { dataset, report } = await build({ log, protocol: { where: 'is_click=1' } });
    expect(dataset.items).toEqual(['x', 'y', 'z', 'w', 'v']);
    expect(report).toEqual({ read: 10, kept: 8, rejected: [] });
  });

  it('carries row weights', async () => {
    const log = LOG.split('\n')
      .filter(Boolean)
      .map((line, i) => `${line},${i === 0 ? 'weight' : i === 3 ? 'heavy' : i / 2}`)
      .join('\n');
    const { dataset, report } = await build({ log });
    expect([...dataset.events.weight!]).toEqual([0.5, 1, 2, 2.5, 3, 3.5, 4]);
    expect(report.rejected).toEqual([
      { reason: 'bad-number', count: 1, examples: [{ line: 4, text: 'heavy', column: 'weight' }] },
    ]);
  });

  it('leaves out rows it cannot use and says why', async () => {
    const { dataset, report } = await build({
      log: `${LOG},x,1600000900,ios\nNA,x,1600000900,ios\nann,,1600000900,ios\nann,x,soon,ios\nann,x\nbob,x,0,ios\n`,
    });
    expect(dataset.events.user).toHaveLength(8);
    expect(report.read).toBe(14);
    expect(report.kept).toBe(8);
    expect(report.rejected).toEqual([
      { reason: 'too-few-cells', count: 1, examples: [{ line: 14, text: 'ann,x' }] },
      {
        reason: 'missing-user',
        count: 2,
        examples: [
          { line: 10, text: ',x,1600000900,ios', column: 'user' },
          { line: 11, text: 'NA,x,1600000900,ios', column: 'user' },
        ],
      },
      { reason: 'missing-item', count: 1, examples: [{ line: 12, text: 'ann,,1600000900,ios', column: 'item' }] },
      {
        reason: 'bad-time',
        count: 2,
        examples: [
          { line: 13, text: 'soon', column: 'time' },
          { line: 15, text: '0', column: 'time' },
        ],
      },
    ]);
  });

  it('flags a table column that counts the events of the log', async () => {
    const items = Array.from({ length: 20 }, (_, i) => i);
    const events = items.flatMap((i) =>
      Array.from({ length: i + 1 }, (_, u) => `u${u},i${i},${1_600_000_000 + ((u * 7 + i * 13) % 101)}`),
    );
    const { dataset } = await build({
      log: `user,item,time\n${events.join('\n')}\n`,
      items: `item,plays,mass\n${items.map((i) => `i${i},${1000 + i * i},${(i * 7) % 20}.5`).join('\n')}\n`,
    });
    expect(dataset.fields.filter(({ owner }) => owner === 'item').map(({ name, warning }) => [name, warning])).toEqual([
      ['item id', undefined],
      ['plays', 'summary-of-log'],
      ['mass', undefined],
    ]);
  });

  it('never has an outcome of the log among its fields by guess', async () => {
    const outcomes = [
      'is_click',
      'long_view',
      'rating',
      'play_time_ms',
      'liked',
      'purchase',
      'label',
      'dwell',
      'unit_price',
      'split',
    ];
    const lines = LOG.split('\n')
      .filter(Boolean)
      .map((line, i) => `${line},${outcomes.map((name, o) => (i === 0 ? name : (i * (o + 2)) % 5)).join(',')}`);
    const { dataset } = await build({ log: lines.join('\n') });
    expect(dataset.fields.map(({ name }) => name)).toEqual(['user id', 'item id', 'device']);
  });

  it('needs no time for a random split', async () => {
    const log = Array.from({ length: 40 }, (_, i) => `u${i % 4},i${(i * 3) % 10}`);
    const { dataset } = await build({ log: `user,item\n${log.join('\n')}\n`, protocol: { split: 'random' } });
    expect([dataset.hasTime, dataset.split.test.length]).toEqual([false, 4]);
  });

  it('reports progress and can be stopped', async () => {
    const seen: number[] = [];
    const stop = new AbortController();
    const log = await readDelimited(LOG, { fileName: 'log.csv' });
    const given = {
      name: 'x',
      log,
      items: null,
      users: null,
      roles: guessRoles(log, null, null),
      protocol: { ...DEFAULT_PROTOCOL, minItemEvents: 1 },
      seed: 1,
    };
    await buildDataset({ ...given, onProgress: (fraction) => seen.push(fraction) });
    expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
    await expect(
      buildDataset({
        ...given,
        signal: stop.signal,
        onProgress: (fraction) => {
          if (fraction > 0) stop.abort();
        },
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the fingerprint', () => {
  it('is the same for the same data and protocol, under any file name, and another for any other', async () => {
    const of = async (given: Given) => (await build(given)).dataset.fingerprint;
    const first = await of({ log: LOG });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await of({ log: LOG })).toBe(first);
    const others = await Promise.all([
      of({ log: LOG.replace('ios', 'web') }),
      of({ log: LOG.replace('1600000100', '1600000101') }),
      of({ log: LOG.replaceAll('ann', 'eve') }),
      of({ log: LOG, items: ITEMS }),
      of({ log: LOG, protocol: { keepSeen: true } }),
    ]);
    expect(new Set([first, ...others]).size).toBe(6);
  });
});

describe('a log that cannot be used', () => {
  it('is refused without a user or item column, with the columns there are', async () => {
    const without = (role: string) =>
      problem({
        log: LOG,
        roles: (roles) => ({
          ...roles,
          log: roles.log.map((column) => (column.role === role ? { ...column, role: 'ignore' } : column)),
        }),
      });
    expect(await without('user')).toEqual({
      code: 'no-user-column',
      file: 'log',
      values: { columns: 'user, item, time, device' },
    });
    expect(await without('item')).toMatchObject({ code: 'no-item-column' });
  });

  it('is refused with the first line where no time can be read', async () => {
    expect(await problem({ log: LOG, columns: 'time=device' })).toEqual({
      code: 'time-not-readable',
      file: 'log',
      values: { column: 'device', line: 2, text: 'ios' },
    });
  });

  it('is refused without times where the split goes by order', async () => {
    expect(await problem({ log: LOG, columns: 'time=' })).toEqual({
      code: 'needs-time',
      file: 'log',
      values: { split: 'leave-last-out' },
    });
  });

  it('is refused with one user, or one item', async () => {
    expect(await problem({ log: LOG.replaceAll('bob', 'ann') })).toMatchObject({
      code: 'one-user',
      values: { id: 'ann' },
    });
    expect(await problem({ log: LOG.replaceAll(/,[wxyzv],/g, ',x,') })).toMatchObject({
      code: 'one-item',
      values: { id: 'x' },
    });
  });

  it('is refused where the filter of the protocol leaves nothing, or nobody to ask', async () => {
    expect(await problem({ log: LOG, protocol: { minItemEvents: 5, minUserEvents: 3 } })).toMatchObject({
      code: 'too-few-events',
      values: { minItemEvents: 5, minUserEvents: 3 },
    });
    expect(await problem({ log: 'user,item,time\na,x,1\na,y,2\nb,x,3\nb,y,4\n' })).toMatchObject({
      code: 'no-test-users',
    });
  });

  it('is refused where the filter names no column or no value', async () => {
    expect(await problem({ log: LOG, protocol: { where: 'clicked=1' } })).toEqual({
      code: 'where-no-column',
      file: 'log',
      values: { where: 'clicked=1', column: 'clicked', columns: 'user, item, time, device' },
    });
    expect(await problem({ log: LOG, protocol: { where: 'device=radio' } })).toEqual({
      code: 'where-no-rows',
      file: 'log',
      values: { where: 'device=radio', column: 'device', value: 'radio', known: 'ios, web, tv' },
    });
    expect(await problem({ log: LOG, protocol: { where: 'device' } })).toMatchObject({ code: 'where-no-column' });
  });

  it('is refused where every row lacks something, with the first of them', async () => {
    expect(await problem({ log: 'user,item,time\n,x,1600000000\n,y,1600000001\n' })).toEqual({
      code: 'no-valid-rows',
      file: 'log',
      values: { file: 'log.csv', rows: 2, reason: 'missing-user', line: 2, text: ',x,1600000000' },
    });
  });

  it('is refused where a table has no id column or joins nothing', async () => {
    const noId = (roles: Roles): Roles => ({
      ...roles,
      items: roles.items!.map((column) => (column.role === 'id' ? { ...column, role: 'ignore' } : column)),
    });
    expect(await problem({ log: LOG, items: ITEMS, roles: noId })).toEqual({
      code: 'no-id-column',
      file: 'items',
      values: { file: 'items.csv', columns: 'item, title, genre, year' },
    });
    expect(await problem({ log: LOG, users: 'user,city\n1,Oslo\n2,Rome\n' })).toEqual({
      code: 'no-joined-rows',
      file: 'users',
      values: { file: 'users.csv', column: 'user', logId: 'ann', tableId: '1' },
    });
  });
});

const datasets = '../shared/datasets';
describe('real logs', () => {
  const skip = !existsSync(datasets); // not part of the project
  const real = async (folder: string, where: string) => {
    const read = async (fileName: string) =>
      existsSync(`${datasets}/${folder}/${fileName}`)
        ? readDelimited(await openAsBlob(`${datasets}/${folder}/${fileName}`), { fileName })
        : null;
    const [log, items, users] = [(await read('interactions.csv'))!, await read('items.csv'), await read('users.csv')];
    return (
      await buildDataset({
        name: folder,
        log,
        items,
        users,
        roles: guessRoles(log, items, users),
        protocol: { ...DEFAULT_PROTOCOL, where },
        seed: 1,
      })
    ).dataset;
  };

  // Users, tested users, items, pairs of ../shared/datasets/README.md.
  it.skipIf(skip).each([
    ['ml-latest-small', '', [610, 610, 3650, 90_274]],
    ['movietweetings-100k', '', [6346, 6346, 2531, 75_328]],
    ['online-retail-uci', 'behavior=purchase', [4189, 1896, 3150, 265_472]],
    ['kuairand-pure-slice', 'is_click=1', [12_463, 12_444, 2541, 81_317]],
    ['kuairand-pure-slice', 'long_view=1', [9002, 8978, 1898, 50_323]],
  ] as const)('%s %s has the counts of its reference', async (folder, where, expected) => {
    const { users, split, items, events } = await real(folder, where);
    expect([users.length, split.test.length, items.length, events.user.length]).toEqual(expected);
  });

  it.skipIf(skip)(
    'ml-latest-small gives genres, years and title words, and at the end trigrams and tokens of the title',
    async () => {
      const { fields, itemTitles, itemNotes, items } = await real('ml-latest-small', '');
      expect(fields.map(({ name, kind, length }) => [name, kind, length])).toEqual([
        ['user id', 'id', 1],
        ['item id', 'id', 1],
        ['title words', 'bag', 8],
        ['release_year', 'numeric', 1],
        ['genres', 'bag', 7],
        ['title trigrams', 'trigrams', 92],
        ['title tokens', 'tokens', 18],
      ]);
      expect([itemTitles[items.indexOf('1')], itemNotes[items.indexOf('1')]]).toEqual([
        'Toy Story (1995)',
        'Adventure, Animation, Children, Comedy, Fantasy',
      ]);
    },
  );

  it.skipIf(skip)('kuairand gives the tab as its only context and no outcome', async () => {
    const { fields } = await real('kuairand-pure-slice', 'is_click=1');
    expect(fields.filter(({ owner }) => owner === 'context').map(({ name }) => name)).toEqual(['tab']);
  });
});
