import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copiedTable } from './copied-table';

it.each([
  ['=1+1', "'=1+1"],
  ['+1+cmd', "'+1+cmd"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['\n=1', '"\'\n=1"'],
  ['＝1+1', "'＝1+1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
])('text that a spreadsheet would run stays text: %j', (cell, copied) => {
  expect(copiedTable([[cell]])).toBe(copied);
});

it('leaves numbers and other text as they are, and quotes what holds commas, quotes or line ends', () => {
  expect(
    copiedTable([
      ['step', 'The "Moor", a novel', 'two\nlines', 'hr@10', "it's"],
      [-1, -0.25, 1e-9, '-3.5', '+1e-7'],
      ['', NaN, 12, '-', '5-3'],
    ]),
  ).toBe(`step,"The ""Moor"", a novel","two\nlines",hr@10,it's\n-1,-0.25,1e-9,-3.5,+1e-7\n,NaN,12,'-,5-3`);
});

it('is what every CSV button copies', () => {
  const ui = join(import.meta.dirname, '..');
  const buttons = readdirSync(ui, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .flatMap((path) => [...readFileSync(join(ui, path), 'utf8').matchAll(/<CopyButton[^/]*copyCsv[^/]*\/>/g)])
    .map(([button]) => button);
  expect(buttons.length).toBeGreaterThan(1);
  expect(buttons.filter((button) => !button.includes('copiedTable('))).toEqual([]);
});
