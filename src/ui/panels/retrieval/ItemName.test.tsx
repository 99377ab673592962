import { expect, it } from 'vitest';
import { draw, silentBench } from '../../testing';
import { ItemName, type Asking } from './ItemName';

const asking = (asked: Asking['asked']): Asking => ({ asked, ask: () => expect.fail('not clicked') });

it('asks why a list has an item, by the interest whose list it is', () => {
  const bench = silentBench();
  const drawn = (asked: Asking['asked'], interest: number | null): string =>
    draw(bench, <ItemName name="Emma" item={7} interest={interest} asking={asking(asked)} />);
  expect(drawn(null, null)).toContain('aria-label="Why Emma?" aria-pressed="false"');
  const open = { item: 7, interest: 1 };
  expect(drawn(open, 1)).toContain('aria-label="Why Emma, by interest 2?" aria-pressed="true"');
  // The same item in the list of another interest has another score.
  expect(drawn(open, 0)).toContain('aria-label="Why Emma, by interest 1?" aria-pressed="false"');
  expect(draw(bench, <ItemName name="Emma" item={7} asking={null} />)).toBe('Emma');
});
