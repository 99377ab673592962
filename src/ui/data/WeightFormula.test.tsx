import { describe, expect, it } from 'vitest';
import type { DataError } from '../../data/table';
import { refused } from '../../data/weight-formula/problem';
import type { LogPreview } from '../../lab/loading/data-source';
import { draw, silentBench } from '../testing';
import { FileSlot } from './FileSlot';
import { WeightFormula } from './WeightFormula';

const columns = ['user', 'is click', 'behavior'].map((name, at) => ({
  name,
  distinct: 2,
  examples: at === 1 ? ['0', '1'] : ['a "b"', 'c'],
  flag: null,
}));
const roles = { log: ['user', 'label', 'behaviour'].map((role, at) => ({ column: columns[at]!.name, role })) };
const preview = { log: { columns }, items: null, users: null, roles } as unknown as LogPreview;

const drawn = (weight: string, language: 'en' | 'zh' = 'en', problem: DataError | null = null): string => {
  const bench = silentBench(language);
  bench.data.getState().showPreview(preview);
  bench.data.getState().setProtocol({ weight });
  bench.data.setState({ problem: problem && problem.problem });
  return draw(bench, <WeightFormula />);
};

describe('the field for a weight formula', () => {
  it('is marked as wrong, and underlined where it is', () => {
    const markup = drawn('"is click" + liked * 2');
    expect(markup).toContain('&quot;is click&quot; + <u>liked</u> * 2</div>');
    expect(markup).toMatch(/<textarea[^>]* aria-invalid="true"/);
    expect(markup).toMatch(/role="status">There is no column “liked”\. A formula may use: is click, behavior\./);
    // Something is missing at the end.
    expect(drawn('"is click" +')).toContain('&quot;is click&quot; +<u>\u00a0</u></div>');
    expect(drawn('"is click" +', 'zh')).toContain('role="status">这里应是数字、列名、函数或“(”。');
  });

  it.each(['', '2 * "is click"'])('says what a formula is where there is nothing wrong with it: %j', (weight) => {
    const markup = drawn(weight);
    expect(markup).not.toMatch(/<u>|aria-invalid|role="(status|alert)"/);
    expect(markup).toContain('comparisons (1 or 0) and log1p, log, sqrt, min, max, cap.');
  });

  it('offers the columns that may weigh, written as a formula has them', () => {
    const names = [...drawn('').matchAll(/<code>(.*?)<\/code>/g)].map(([, name]) => name!.replaceAll('&quot;', '"'));
    expect(names).toEqual(['"is click"', 'behavior == "a ""b"""']);
  });

  it('shows what the log was refused with, which the slot of the file leaves to it', () => {
    const problem = refused('weight-bad-row', '2 - "is click"', { start: 0, end: 14 }, { line: 7, value: '-1' });
    expect(drawn('2 - "is click"', 'en', problem)).toMatch(
      /<u>2 - &quot;is click&quot;<\/u>.*role="alert">By this formula line 7 weighs -1\./s,
    );
    const bench = silentBench();
    bench.data.setState({ problem: problem.problem });
    const slot = draw(
      bench,
      <FileSlot file="log" preview={null}>
        {() => null}
      </FileSlot>,
    );
    expect(slot).not.toContain('By this formula');
  });
});
