/** For tests: data sets built from files of a few lines. */
import { expect } from 'vitest';
import { buildDataset, type Built } from './build-dataset';
import { DEFAULT_PROTOCOL, type Protocol } from './dataset';
import { applyColumns, guessRoles } from './roles';
import { readDelimited } from './sources/csv/read';
import { DataError, type Roles, type Table } from './table';

export interface Given {
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

export async function build({
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

/** What the file that cannot be used is refused with. */
export const problem = async (given: Given) => {
  const error: unknown = await build(given).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).problem;
};

/** ann: x y z w, bob: y x z v; the last is test, the one before validation, so w and v are unseen in training. */
export const LOG = `user,item,time,device
ann,x,1600000000,ios
ann,y,1600000100,web
ann,z,1600000200,ios
ann,w,1600000300,tv
bob,y,1600000400,web
bob,x,1600000500,ios
bob,z,1600000600,web
bob,v,1600000700,ios
`;

export const ITEMS =
  'item,title,genre,year\nx,The Fox,Drama,1990\ny,The Dog,Comedy,1991\nz,The Fox Again,Drama,1992\nv,Lone Wolf,Horror,1993\n';
export const USERS = 'user,name,city\nann,Ann A.,Oslo\nbob,,Rome\n';
