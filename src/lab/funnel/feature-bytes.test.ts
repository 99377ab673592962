import { expect, it } from 'vitest';
import { featureBytes } from './feature-bytes';

it('a user reads rows of his fields, of the fields of each past event, and of the first tokens of a text', () => {
  const field = (name: string, length: number) => ({ name, length });
  const lookup = (
    side: 'user' | 'item',
    at: 'row' | 'history' | 'tokens',
    fields: string[],
    length: number,
    width: number,
  ) => ({ side, at, fields, length, width }) as never;
  const bytes = featureBytes({
    schema: { fields: [field('city', 1), field('item id', 1), field('genres', 3), field('title', 40)] } as never,
    lookups: [
      lookup('user', 'row', ['city'], 1, 8),
      lookup('user', 'history', ['item id', 'genres'], 50, 16),
      lookup('item', 'row', ['item id', 'genres'], 1, 16),
      lookup('item', 'tokens', ['title'], 12, 4),
    ],
  });
  expect(bytes).toEqual({ user: 4 * (8 + 50 * 4 * 16), item: 4 * (4 * 16 + 12 * 4) });
});
