import { expect, it } from 'vitest';
import { draw, silentBench } from '../testing';
import { Counting } from './Counting';

it('stands where baselines are missing and being computed, and nowhere else', () => {
  const bench = silentBench();
  const shown = (): string => draw(bench, <Counting part="test" />);
  expect(shown()).toBe('');
  bench.data.setState({ counting: { fraction: 0.42, row: 'ease' } });
  expect(shown()).toContain('Computing the baselines: EASE, 42%');
  expect(shown()).toContain('aria-valuenow="42"');
  const some = { popularity: { 'hr@10': 0.1 } };
  const left = [{ id: 'ease', reason: 'waiting', values: {} }] as const;
  bench.run.setState({ baselines: { validation: {}, test: { ...some, left } } });
  expect(shown()).toContain('42%');
  bench.run.setState({ baselines: { validation: {}, test: some } });
  expect(shown()).toBe('');
  expect(draw(bench, <Counting part="validation" />)).toContain('42%');
});

it('lets a person skip the baselines, and have them after all', () => {
  const bench = silentBench();
  const shown = (): string => draw(bench, <Counting part="test" />);
  bench.data.setState({ counting: { fraction: 0.42, row: 'ease' } });
  expect(shown()).toContain('Skip baselines');
  const left = [{ id: 'ease', reason: 'skipped', values: {} }] as const;
  bench.run.setState({ baselines: { validation: {}, test: { popularity: { 'hr@10': 0.1 }, left } } });
  expect(shown()).toContain('42%');
  bench.data.setState({ counting: null });
  expect(shown()).toContain('Compute them');
});
