import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint';
import type { Roles } from './table';
import { build, ITEMS, LOG, USERS } from './build-testing';

describe('a data set', () => {
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
});
