import { expect, it } from 'vitest';
import { kindsOf, type FileKind } from './file-kinds';

const file = (name: string, head: string, rows = 1) => new File([`${head}\n`, 'x\n'.repeat(rows)], name);
async function placed(files: File[], ...taken: FileKind[]) {
  const kinds = await kindsOf(files, new Set(taken));
  return {
    ...Object.fromEntries([...kinds.placed].map(([kind, { name }]) => [kind, name])),
    left: kinds.left.map(({ name }) => name),
  };
}
const log = file('b.csv', 'user_id,item_id,timestamp');
const items = file('a.csv', 'item_id,title,genres');
const users = file('c.csv', '"user_id";"age"');

it('tells log, items and users apart by their columns, in whatever order they come', async () => {
  const all = { log: 'b.csv', items: 'a.csv', users: 'c.csv', left: [] };
  expect(await placed([items, log, users])).toEqual(all);
  expect(await placed([users, items, log])).toEqual(all);
});

it('reads names in quotes, with a type behind them, and behind a byte order mark', async () => {
  const typed = file('c.csv', '\uFEFF"user_id:token";"age:float"');
  expect(await placed([typed], 'log')).toEqual({ users: 'c.csv', left: [] });
});

it('puts a table beside the log that is there, and does not take its place', async () => {
  expect(await placed([items], 'log')).toEqual({ items: 'a.csv', left: [] });
  expect(await placed([file('x.csv', 'a,b,c')], 'log')).toEqual({ left: ['x.csv'] });
  expect(await placed([log], 'log')).toEqual({ log: 'b.csv', left: [] });
  // Its name alone does not take the place of a table that somebody chose.
  expect(await placed([file('movies.csv', 'a,b')], 'log', 'items')).toEqual({ left: ['movies.csv'] });
});

it('takes the larger of two logs, and goes by the name of the file where there is no header', async () => {
  const larger = file('large.csv', 'userId\tmovieId\trating', 50);
  expect(await placed([log, larger])).toEqual({ log: 'large.csv', left: ['b.csv'] });
  expect(
    await placed([file('movies.dat', '1::Toy Story (1995)::Animation'), file('ratings.dat', '1::1193::5::978300760')]),
  ).toEqual({
    log: 'ratings.dat',
    items: 'movies.dat',
    left: [],
  });
});

it('tells files of other formats apart by their columns too', async () => {
  const events = new File(['{"userId": 1, "itemId": 2}\n'], 'a.jsonl');
  expect(await placed([new File(['{"itemId": 2, "title": "x"}\n'], 'b.jsonl'), events])).toEqual({
    log: 'a.jsonl',
    items: 'b.jsonl',
    left: [],
  });
});
