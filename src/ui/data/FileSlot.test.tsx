import { expect, it } from 'vitest';
import { draw, silentBench } from '../testing';
import { FileSlot } from './FileSlot';

it('shows the rows by reason where none of a file could be used, beside the sentence that speaks of them', () => {
  const bench = silentBench();
  const examples = [{ line: 2, text: 'junk' }];
  const report = { read: 7, kept: 0, rejected: [{ reason: 'too-few-cells' as const, count: 7, examples }] };
  bench.data.setState({ problem: { code: 'no-valid-rows', file: 'log', values: {}, report } });
  const drawn = draw(
    bench,
    <FileSlot file="log" preview={null}>
      {() => null}
    </FileSlot>,
  );
  expect(drawn).toContain('See the reasons in the row report.');
  expect(drawn).toMatch(/Read 7, kept 0\..*too few cells<span>7<\/span>.*line 2: junk.*and 6 more/s);
});
