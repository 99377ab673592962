import { existsSync, openAsBlob } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildDataset } from './build-dataset';
import { DEFAULT_PROTOCOL, type Dataset } from './dataset';
import { fingerprint } from './fingerprint';
import { guessRoles } from './roles';
import { shownCounts } from './shown';
import { readDelimited } from './sources/csv/read';

const datasets = '../shared/datasets';
describe('real logs', () => {
  const skip = !existsSync(datasets); // not part of the project
  const once = <T>(make: (...asked: string[]) => Promise<T>) => {
    const made = new Map<string, Promise<T>>();
    return (...asked: string[]): Promise<T> => {
      const known = made.get(asked.join('\n')) ?? make(...asked);
      made.set(asked.join('\n'), known);
      return known;
    };
  };
  const tables = once(async (folder) => {
    const read = async (fileName: string) =>
      existsSync(`${datasets}/${folder}/${fileName}`)
        ? readDelimited(await openAsBlob(`${datasets}/${folder}/${fileName}`), { fileName })
        : null;
    return { log: (await read('interactions.csv'))!, items: await read('items.csv'), users: await read('users.csv') };
  });
  const real = once(async (folder = '', where = '', positives = ''): Promise<Dataset> => {
    const { log, items, users } = await tables(folder);
    return (
      await buildDataset({
        name: folder,
        log,
        items,
        users,
        roles: guessRoles(log, items, users),
        protocol: { ...DEFAULT_PROTOCOL, where, positives },
        seed: 1,
      })
    ).dataset;
  });

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

  it.skipIf(skip)('kuairand keeps what was shown and not clicked, beside the events of its clicks alone', async () => {
    const clicks = await real('kuairand-pure-slice', 'is_click=1');
    const { shown, ...dataset } = await real('kuairand-pure-slice', '', 'is_click=1');
    const { protocol, fields } = clicks;
    expect(fingerprint({ ...dataset, shown: null, protocol, fields })).toBe(clicks.fingerprint);
    expect(shownCounts(shown!)).toEqual({ train: 43_957, validation: 10_273, test: 15_277 });
  });

  it.skipIf(skip)('kuairand gives the tab as its only context and no outcome', async () => {
    const { fields } = await real('kuairand-pure-slice', 'is_click=1');
    expect(fields.filter(({ owner }) => owner === 'context').map(({ name }) => name)).toEqual(['tab']);
  });
});
