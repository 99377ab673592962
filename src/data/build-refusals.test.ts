import { describe, expect, it } from 'vitest';
import type { Roles } from './table';
import { ITEMS, LOG, problem } from './build-testing';

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
      values: { where: 'device=radio', column: 'device', known: 'ios, web, tv' },
    });
    expect(await problem({ log: LOG, protocol: { where: 'device' } })).toMatchObject({ code: 'where-no-operator' });
  });

  it('is refused where every row lacks something, with the first of them', async () => {
    expect(await problem({ log: 'user,item,time\n,x,1600000000\n,y,1600000001\n' })).toEqual({
      code: 'no-valid-rows',
      file: 'log',
      values: { file: 'log.csv', rows: 2, reason: 'missing-user', line: 2, text: ',x,1600000000' },
      report: {
        read: 2,
        kept: 0,
        rejected: [{ reason: 'missing-user', count: 2, examples: expect.any(Array) }],
      },
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
      values: { file: 'items.csv', table: 'items', columns: 'item, title, genre, year' },
    });
    expect(await problem({ log: LOG, users: 'user,city\n1,Oslo\n2,Rome\n' })).toEqual({
      code: 'no-joined-rows',
      file: 'users',
      values: { file: 'users.csv', table: 'users', column: 'user', logId: 'ann', tableId: '1' },
    });
  });
});
