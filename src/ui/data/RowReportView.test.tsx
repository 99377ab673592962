import { expect, it } from 'vitest';
import { draw, silentBench } from '../testing';
import { RowReportView } from './RowReportView';

const examples = [{ line: 7, text: 'x' }];
const report = {
  read: 35,
  kept: 30,
  filtered: 3,
  rejected: [
    { reason: 'too-few-cells' as const, count: 2, examples },
    { reason: 'unknown-item' as const, count: 24, examples },
  ],
};

it('accounts for every row: filtered, unusable, and used all the same', () => {
  const text = draw(silentBench(), <RowReportView report={report} />).replace(/<[^>]+>/g, ' ');
  expect(text).toMatch(/Read 35, kept 30\. The row filter leaves out 3 rows\./);
  expect(text.match(/too few cells|is not in the item table/g)).toHaveLength(2);
  expect(text).toMatch(/too few cells\s+2\s.*Used all the same:.*item is not in the item table\s+24\s/s);
});

it.each([
  ['en', 'Read 33, kept 30. The row filter leaves out 3 rows. Every row could be used.'],
  ['zh', '读取 33 行，保留 30 行。行过滤去掉了 3 行。每一行都可用。'],
])('says that nothing else is missing: %s', (language, sentence) => {
  const clean = { ...report, read: 33, rejected: [] };
  expect(draw(silentBench(language), <RowReportView report={clean} />)).toContain(sentence);
});
