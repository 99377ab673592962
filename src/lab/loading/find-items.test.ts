import { expect, it } from 'vitest';
import { datasetOf } from '../../data/testing';
import { findItems } from './find-items';

const log = {
  ...datasetOf([
    ['a', 'x1', 1],
    ['a', 'x2', 2],
    ['a', 'x3', 3],
    ['b', 'x2', 1],
    ['b', 'x3', 2],
    ['b', 'x1', 3],
  ]),
  itemTitles: ['The Fox', 'Fox', 'A Fox'],
  itemNotes: ['', 'Animals', ''],
};
const found = (text: string, limit = 9): string[] => findItems(log, text, limit).items.map(({ id }) => id);

it('finds items by id and title: in full first, then by how they begin, then by any part, the best known first', () => {
  expect(log.split.itemCounts).toEqual(Uint32Array.of(1, 1, 0));
  expect(found(' fox ')).toEqual(['x2', 'x1', 'x3']);
  expect(found('a')).toEqual(['x3']);
  expect(found('X')).toEqual(['x1', 'x2', 'x3']);
  expect(found('x3')).toEqual(['x3']);
  expect(found('owl')).toEqual([]);
  expect(found('', 2)).toHaveLength(2);
  expect(findItems(log, 'x2', 9).items).toEqual([{ item: 1, id: 'x2', title: 'Fox', note: 'Animals' }]);
});
