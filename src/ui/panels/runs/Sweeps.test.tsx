import { expect, it } from 'vitest';
import { draw, keptRun, silentBench, summary } from '../../testing';
import { Sweeps } from './Sweeps';

it('goes on with what is left of a sweep once the page has its data and its run back', () => {
  const place = { id: 's', vary: null, values: [], seeds: [1, 2, 3], value: null };
  const run = keptRun('a', 'classic', { sweep: place });
  const bench = silentBench();
  const goOn = () => /<button[^>]*>Train the 3 runs left</.exec(draw(bench, <Sweeps runs={[run]} />))?.[0];
  expect(goOn()).toMatch(/disabled/);
  bench.data.setState({ summary });
  expect(goOn()).not.toMatch(/disabled/);
});
