import { describe, expect, it } from 'vitest';
import { applyColumns, guessRoles } from './roles';
import { readDelimited } from './sources/csv/read';
import { DataError, type Roles } from './table';

const table = (text: string) => readDelimited(text, { fileName: 'a.csv' });
const inShort = (columns: { column: string; role: string; encoding?: string; separator?: string }[] | null) =>
  columns?.map(({ column, role, encoding, separator }) =>
    [column, role, encoding, separator].filter((part) => part !== undefined).join(' '),
  );
const guess = async (log: string, items?: string, users?: string): Promise<Roles> =>
  guessRoles(
    await table(log),
    items === undefined ? null : await table(items),
    users === undefined ? null : await table(users),
  );

describe('the guess for a log', () => {
  it('goes by names, however they are written', async () => {
    expect(
      inShort(
        (
          await guess(
            'CustomerID,StockCode,InvoiceNo,InvoiceDate,UnitPrice,Quantity\n17850,85123A,536365,12/1/2010 8:26,2.55,6\n17850,71053,536365,12/1/2010 8:26,3.39,6\n',
          )
        ).log,
      ),
    ).toEqual([
      'CustomerID user',
      'StockCode item',
      'InvoiceNo session',
      'InvoiceDate time',
      'UnitPrice ignore',
      'Quantity label',
    ]);
    expect(
      inShort(
        (
          await guess(
            'user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t2\t3\t838985046\n4\t2\t1\t838985047\n',
          )
        ).log,
      ),
    ).toEqual(['user_id:token user', 'item_id:token item', 'rating:float label', 'timestamp:float time']);
  });

  it('takes a column of more values than a call has arguments', () => {
    const rows = 200_000;
    const column = (name: string, valueAt: (row: number) => number) => ({
      name,
      dictionary: ['', ...Array.from({ length: rows }, (_, i) => `${name}${i}`)],
      codes: Uint32Array.from({ length: rows }, (_, row) => 1 + valueAt(row)),
    });
    const log = {
      name: 'log.csv',
      rows,
      columns: [column('user', (row) => row % 1000), column('item', (row) => row % 5000), column('page', (row) => row)],
    };
    expect(inShort(guessRoles(log as unknown as Parameters<typeof guessRoles>[0], null, null).log)).toEqual([
      'user user',
      'item item',
      'page ignore',
    ]);
  });

  it('knows Chinese names', async () => {
    expect(
      inShort(
        (
          await guess(
            '用户ID,商品编号,行为类型,时间戳,观看时长,是否点击,设备\nu1,p1,pv,1511544070,3,1,ios\nu1,p2,buy,1511561733,4,0,android\nu2,p2,pv,1511572885,9,1,ios\n',
          )
        ).log,
      ),
    ).toEqual([
      '用户ID user',
      '商品编号 item',
      '行为类型 behaviour',
      '时间戳 time',
      '观看时长 dwell',
      '是否点击 label',
      '设备 context categorical',
    ]);
  });

  it('goes by contents in a file without a header', async () => {
    expect(
      inShort(
        (
          await guess(
            '1::1193::5::978300760\n1::661::3::978302109\n2::1193::4::978301968\n2::914::3::978300275\n3::661::1::978824291\n3::2355::5::978824268\n4::1197::3::978824269\n4::914::4::978824270\n',
          )
        ).log,
      ),
    ).toEqual(['c0 user', 'c1 item', 'c2 ignore', 'c3 time']);
    expect(
      inShort(
        (await guess('2020-01-31 10:00:00,ann,kettle\n2020-01-31 11:00:00,ann,pan\n2020-02-01 10:00:00,bob,pan\n')).log,
      ),
    ).toEqual(['c0 time', 'c1 user', 'c2 item']);
  });

  it('takes a duration for a duration and a time for a time', async () => {
    expect(
      inShort(
        (
          await guess(
            'uid,vid,video_id,play_time_ms,timestamp_ms,split\n1,a,7,61802,1650812741436,val\n2,b,8,1184,1650812934945,test\n1,a,8,11,1650812934999,test\n',
          )
        ).log,
      ),
    ).toEqual(['uid user', 'vid ignore', 'video_id item', 'play_time_ms dwell', 'timestamp_ms time', 'split ignore']);
  });

  it('finds no time where there is none', async () => {
    expect(inShort((await guess('user,item,stars\nann,x,5\nann,y,4\nbob,x,1\n')).log)).toEqual([
      'user user',
      'item item',
      'stars label',
    ]);
  });

  it('takes what goes up with every row of a user for the order of events, where there is no time', async () => {
    const rows = [
      [7, 3, 1],
      [7, 9, 2],
      [8, 3, 1],
      [8, 4, 2],
      [8, 9, 4],
      [9, 4, 1],
      [9, 3, 2],
    ];
    const written = (more: (row: number) => string = () => '', header = ''): string =>
      `${header}${rows.map((row, at) => `${row.join(' ')}${more(at)}\n`).join('')}`;
    expect(inShort((await guess(written())).log)).toEqual(['c0 user', 'c1 item', 'c2 time']);
    expect(inShort((await guess(written(undefined, 'user item position\n'))).log)).toEqual([
      'user user',
      'item item',
      'position time',
    ]);
    // A real time is one, and a place on the screen then.
    expect(inShort((await guess(written((at) => ` ${1_650_812_741 + at}`, 'user item position time\n'))).log)).toEqual([
      'user user',
      'item item',
      'position position',
      'time time',
    ]);
    // Of one user once the same number twice, or only one row of most users: no order.
    expect(inShort((await guess(`${written()}9 9 2\n`)).log)).toEqual(['c0 user', 'c1 item', 'c2 ignore']);
    expect(inShort((await guess('user,item,shelf\nann,x,5\nann,y,6\nbob,x,1\ncid,x,1\ndan,y,3\n')).log)).toEqual([
      'user user',
      'item item',
      'shelf ignore',
    ]);
  });

  it('takes the session for the user where nobody else is named', async () => {
    expect(
      inShort((await guess('session_id,article_id,ts\ns1,a,1650812741\ns1,b,1650812742\ns2,a,1650812743\n')).log),
    ).toEqual(['session_id user', 'article_id item', 'ts time']);
  });

  it('never makes an input of what is known only afterwards', async () => {
    const outcomes = [
      'is_click',
      'is_like',
      'long_view',
      'rating',
      'dwell_time',
      'watch_seconds',
      'purchased',
      'liked',
      'shares',
      'label',
      'finish',
      '点赞数',
      '停留时长',
    ];
    const rows = Array.from({ length: 30 }, (_, i) =>
      [
        `u${i % 5}`,
        `i${i % 7}`,
        1650812741 + i,
        ['ios', 'web'][i % 2],
        ...outcomes.map((_, o) => (i * (o + 3)) % 4),
      ].join(','),
    );
    const { log } = await guess(`user,item,time,device,${outcomes.join(',')}\n${rows.join('\n')}\n`);
    expect(log.filter(({ role }) => role === 'context')).toEqual([
      { column: 'device', role: 'context', encoding: 'categorical' },
    ]);
  });

  it('takes no property of the item for a context', async () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      [`u${i % 7}`, `i${i % 6}`, 1650812741 + i, `chan${(i % 6) % 3}`, `chan${(i * 7) % 4}`].join(','),
    );
    expect(inShort((await guess(`user,item,time,channel,page\n${rows.join('\n')}\n`)).log)).toEqual([
      'user user',
      'item item',
      'time time',
      'channel ignore',
      'page context categorical',
    ]);
  });
});

describe('the guess for a table', () => {
  const log = 'user,movie,time\nu1,10,1650812741\nu1,11,1650812742\nu2,10,1650812743\n';

  it('finds id, title and how each field is encoded', async () => {
    const { items, users } = await guess(
      log,
      'name,movie,genres,poster_url\nHeat,10,Crime|Drama,https://x/1\nBabe,11,Drama,https://x/2\nJaws,12,Crime,https://x/3\n',
      'user,nickname,city,split\nu1,Ann,Oslo,a\nu2,Bob,Rome,b\n',
    );
    expect(inShort(items)).toEqual(['name title', 'movie id', 'genres field bag |', 'poster_url ignore']);
    expect(inShort(users)).toEqual(['user id', 'nickname title', 'city field categorical', 'split ignore']);
  });

  it('finds the id by what joins where names do not tell', async () => {
    expect(inShort((await guess(log, 'key,ref,kind\nx,10,a\ny,11,b\nz,12,a\n')).items)).toEqual([
      'key field categorical',
      'ref id',
      'kind field categorical',
    ]);
    expect(
      inShort(
        (await guess(log, '10::Heat (1995)::Crime|Drama\n11::Babe (1995)::Drama\n12::Jaws (1975)::Crime\n')).items,
      ),
    ).toEqual(['c0 id', 'c1 title', 'c2 field bag |']);
  });
});

describe('columns named by a person', () => {
  const correct = async (
    spec: string,
    text = 'user,item,other,time\n1,5,a,1650812741\n2,5,b,1650812742\n1,6,a,1650812743\n',
  ) => {
    const log = await table(text);
    return inShort(applyColumns(guessRoles(log, null, null), log, spec).log);
  };

  it('replace the guess, which gives way', async () => {
    expect(await correct('item=other')).toEqual(['user user', 'item ignore', 'other item', 'time time']);
    expect(await correct('user=item, item=user')).toEqual(['user item', 'item user', 'other ignore', 'time time']);
    expect(await correct('time=,context=other')).toEqual(['user user', 'item item', 'other context', 'time ignore']);
    expect(await correct('')).toEqual(['user user', 'item item', 'other ignore', 'time time']);
  });

  it('are positions from 0 on where there are no such names', async () => {
    expect(await correct('user=1,item=0,time=3', '7,1,5,1650812741\n8,1,4,1650812742\n7,2,5,1650812743\n')).toEqual([
      'c0 item',
      'c1 user',
      'c2 ignore',
      'c3 time',
    ]);
  });

  it('must exist, once, in a known role', async () => {
    const failure = (spec: string) =>
      correct(spec).then(
        () => null,
        (error: unknown) => (error instanceof DataError ? error.problem : String(error)),
      );
    expect(await failure('user=usr')).toEqual({
      code: 'no-column',
      file: 'log',
      values: { column: 'usr', columns: 'user, item, other, time' },
    });
    expect(await failure('user=4')).toMatchObject({ code: 'no-column', values: { column: '4' } });
    expect(await failure('user=item,item=item')).toEqual({
      code: 'same-column-twice',
      file: 'log',
      values: { column: 'item', first: 'user', second: 'item' },
    });
    expect(await failure('usr=item')).toBe(
      'RangeError: "usr=item" does not say role=column; roles are user, item, time, weight, label, behaviour, session, dwell, position, context, ignore',
    );
    expect(await failure('user=item,user=other')).toBe('RangeError: user is given twice; it is one column');
  });
});
