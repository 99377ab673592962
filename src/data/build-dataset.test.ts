import { describe, expect, it } from 'vitest';
import { buildDataset } from './build-dataset';
import { DEFAULT_PROTOCOL } from './dataset';
import { guessRoles } from './roles';
import { NO_SESSION } from './sessions';
import { readDelimited } from './sources/csv/read';
import { build, ITEMS, LOG, type Given } from './build-testing';

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

  it('is filtered by a column before anything else, however a number is written', async () => {
    const log =
      LOG.replaceAll('\nann', '\n1.0,ann').replaceAll('\nbob', '\n1.0,bob').replace('user', 'is_click,user') +
      '0.0,bob,q,1600000800,ios\n0.0,,q,x,ios\n';
    const { dataset, report } = await build({ log, protocol: { where: 'is_click=1' } });
    expect(dataset.items).toEqual(['x', 'y', 'z', 'w', 'v']);
    expect(report).toEqual({ read: 10, kept: 8, filtered: 2, rejected: [] });
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
      { reason: 'bad-time', count: 1, examples: [{ line: 13, text: 'soon', column: 'time' }] },
      { reason: 'stray-time', count: 1, examples: [{ line: 15, text: '0', column: 'time' }] },
    ]);
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
