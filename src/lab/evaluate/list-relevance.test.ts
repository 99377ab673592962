import { expect, it } from 'vitest';
import { build } from '../../data/build-testing';
import { relevanceOfLists } from './list-relevance';
import { NO_ITEM, SHOWN } from './metrics';

const T = 1_600_000_000;

it('by a column judges the places of which a held-out row says something, and no others', async () => {
  // user, item, second, click, relevance: ann takes a, b in training, then c, then d, and is shown e, h and i.
  const rows = [
    ['ann', 'a', 10, 1, 1],
    ['ann', 'b', 20, 1, 1],
    ['ann', 'e', 21, 0, 0],
    ['ann', 'c', 30, 1, 0.75],
    ['ann', 'h', 31, 0, 0.25],
    ['ann', 'd', 40, 1, 1],
    ['ann', 'i', 41, 0, 0.125],
    ['bob', 'e', 10, 1, 0],
    ['bob', 'h', 11, 1, 0],
    ['bob', 'i', 12, 1, 0],
  ];
  const log = rows.map(([user, item, second, ...cells]) => [user, item, T + Number(second), ...cells].join(','));
  const { dataset } = await build({
    log: `user,item,time,is_click,fit\n${log.join('\n')}\n`,
    columns: 'label=fit',
    protocol: { positives: 'is_click=1', minItemEvents: 1, minUserEvents: 1 },
  });
  const ann = dataset.split.test.filter(({ user }) => dataset.users[user] === 'ann');
  expect(ann).toHaveLength(1);
  const listOf = (items: string): Uint32Array =>
    Uint32Array.from({ length: SHOWN }, (_, at) => (at < items.length ? dataset.items.indexOf(items[at]!) : NO_ITEM));
  const request = { teacher: { by: 'column', column: 'fit' }, length: 9, threshold: 0.2 } as const;
  // c and h are of the validation part and i of the test part; what is known of e is of training.
  expect(relevanceOfLists(dataset, request, ann, listOf('ehci'))).toEqual({
    'relevance@10': (0.25 + 0.75 + 0.125) / 3,
    'badCases@10': 1 / 3,
  });
  expect(relevanceOfLists(dataset, request, ann, listOf('e'))).toEqual({});
});
