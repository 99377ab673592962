import { expect, it } from 'vitest';
import { draw, silentBench } from '../../testing';
import { Bars } from './InterestCard';

it('leaves out the shares that would read as 0%', () => {
  const rows = [
    { value: 'poetry', share: 0.6 },
    { value: 'travel', share: 0.006 },
    { value: 'crime', share: 0.004 },
    { value: 'history', share: 0 },
  ];
  const drawn = draw(silentBench(), <Bars rows={rows} />);
  expect([...drawn.matchAll(/<span>(\w+)<\/span><b>(\d+)%/g)].map(([, value, share]) => [value, share])).toEqual([
    ['poetry', '60'],
    ['travel', '1'],
  ]);
});
