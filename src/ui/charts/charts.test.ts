import { describe, expect, it } from 'vitest';
import { copiedTable } from '../controls/copied-table';
import { scaleOf } from '../live';
import { barsDrawn, type DrawnBar } from './bars';
import { chartFileName } from './chart-file';
import { linesDrawn, type LineDrawing } from './lines';
import { stepTable } from './step-table';
import { all, parsed, testPalette as palette, type Element } from './testing';

const head = { title: 'Title', summary: 'Summary', palette };
const format = (x: number): string => x.toFixed(1);
/** What a log may call things. */
const HOSTILE = '</title><script href="x">&amp;\u0000\u001B\uD800"\'=1+1';
const READ = '</title><script href="x">&amp;\uFFFD\uFFFD\uFFFD"\'=1+1';

const curve = { steps: [0, 10, 20], values: [1, 3, 2] };
const drawing: LineDrawing = {
  lines: [
    { name: 'this run', curve, stroke: 'black', width: 2 },
    { name: HOSTILE, curve: { steps: [10, 20], values: [2, 1] }, stroke: 'silver', width: 1, mark: 'M0 0h10v10z' },
  ],
  levels: [{ name: 'EASE', value: 2.5, stroke: 'olive', dash: '3 3' }],
  domain: [1, 3],
  steps: [0, 20],
  axes: { steps: 'step', values: 'Loss' },
  format,
  formatStep: String,
};
const withClass = (svg: Element, name: string): Element[] =>
  all(svg).filter(({ attributes }) => attributes.class === name);
const nameOf = ({ children }: Element): string => children.find(({ tag }) => tag === 'title')!.text;
const textsOf = (svg: Element): string[] =>
  all(svg)
    .filter(({ tag }) => tag === 'text')
    .map(({ text }) => text);
const pathOf = (series: Element): number[][] =>
  [...series.children.find(({ tag }) => tag === 'path')!.attributes.d!.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)],
  );

describe('curves in a file', () => {
  it('are a line for each series and level, at their numbers, with title, summary and the names of both axes', () => {
    const svg = parsed(linesDrawn(head, drawing));
    expect(svg.children.slice(0, 2).map(({ text }) => text)).toEqual(['Title', 'Summary']);
    expect(withClass(svg, 'series').map(nameOf)).toEqual([READ, 'this run']);
    const [other, own] = withClass(svg, 'series').map(pathOf);
    // From 1 to 3 over 20 steps: the plot is as wide as from the first point to the last, as high as from 1 to 3.
    const [[left, bottom], [middle, top], [right, halfway]] = own as [number[], number[], number[]];
    expect(middle).toBeCloseTo((left! + right!) / 2, 1);
    expect(halfway).toBeCloseTo((top! + bottom!) / 2, 1);
    expect(other).toEqual([
      [middle, halfway],
      [right, bottom],
    ]);
    const [level] = withClass(svg, 'level');
    expect(nameOf(level!)).toBe('EASE');
    const line = level!.children.find(({ tag }) => tag === 'line')!.attributes;
    expect([Number(line.x1), Number(line.x2)]).toEqual([left, right]);
    expect(Number(line.y1)).toBeCloseTo(top! + (bottom! - top!) / 4, 1);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['Title', '0', '20', 'step', 'Loss', '1.0', '3.0', 'EASE']));
  });

  it('have a gap where a value is no number, and a mark where a line is a point', () => {
    const broken = { name: 'broken', curve: { steps: [0, 5, 10, 20], values: [1, NaN, 3, 2] } };
    const single = { name: 'single', curve: { steps: [10], values: [2] } };
    const style = { stroke: 'black', width: 1 };
    const svg = parsed(
      linesDrawn(head, {
        ...drawing,
        lines: [
          { ...broken, ...style },
          { ...single, ...style },
        ],
      }),
    );
    const [point, line] = withClass(svg, 'series');
    expect(line!.children.find(({ tag }) => tag === 'path')!.attributes.d).toMatch(/^M[^ML]+M[^ML]+L[^ML]+$/);
    expect(line!.children.map(({ tag }) => tag)).toEqual(['title', 'path']);
    expect(point!.children.map(({ tag }) => tag)).toEqual(['title', 'path', 'circle']);
  });
});

describe('bars in a file', () => {
  const bar = (label: string, mean: number, more: Partial<DrawnBar> = {}): DrawnBar => ({
    label,
    mean,
    spread: 0.5,
    ...more,
  });
  const sizes = (svg: Element, name: string) => withClass(svg, name).map(({ attributes }) => Number(attributes.width));
  const drawn = (groups: { title: string; bars: DrawnBar[] }[]) =>
    parsed(
      barsDrawn(head, {
        groups,
        scale: scaleOf(
          groups.flatMap(({ bars }) => bars),
          { origin: 0, ends: null },
        ),
        hue: 'blue',
        axis: 'Mean',
        format,
      }),
    );

  it('are as long as their numbers, beside what was planted and how they came there', () => {
    const svg = drawn([{ title: '', bars: [bar(HOSTILE, 1, { planted: 0.5, curve }), bar('d', 4)] }]);
    const track = all(svg).find(({ attributes }) => attributes.fill === 'grey')!.attributes;
    expect(sizes(svg, 'bar').map((size) => size / Number(track.width))).toEqual([0.25, 1]);
    const [planted] = withClass(svg, 'planted');
    expect(Number(planted!.attributes.x) + 1).toBe(Number(track.x) + Number(track.width) / 2);
    expect(withClass(svg, 'course')).toHaveLength(1);
    expect(withClass(svg, 'course')[0]!.attributes.points!.split(' ')).toHaveLength(3);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['1.0 ± 0.5', '4.0 ± 0.5', 'Mean', '0.0', '4.0']));
  });

  it('stand in groups under their titles, none over another', () => {
    const svg = drawn(['A', 'B'].map((title) => ({ title, bars: [bar('x', 1), bar('y', 2)] })));
    const texts = all(svg).filter(({ tag, text }) => tag === 'text' && /^[ABxy]$/.test(text));
    expect(texts.map(({ text }) => text)).toEqual(['A', 'x', 'y', 'B', 'x', 'y']);
    const lines = texts.map(({ attributes }) => Number(attributes.y));
    for (const [n, y] of lines.entries()) if (n > 0) expect(y - lines[n - 1]!).toBeGreaterThanOrEqual(20);
    expect(Number(svg.attributes.height)).toBeGreaterThan(lines.at(-1)! + 24);
  });
});

it('a file of a chart asks for nothing outside it, whatever its series are called', () => {
  for (const svg of [
    linesDrawn({ ...head, title: HOSTILE, summary: HOSTILE }, drawing),
    barsDrawn(
      { ...head, title: HOSTILE, summary: HOSTILE },
      {
        groups: [{ title: HOSTILE, bars: [{ label: HOSTILE, mean: 1, spread: 0 }] }],
        scale: scaleOf([{ mean: 1 }], { origin: 0, ends: null }),
        hue: 'blue',
        axis: HOSTILE,
        format,
      },
    ),
  ]) {
    const elements = all(parsed(svg));
    expect(elements.filter(({ tag }) => !KNOWN.has(tag))).toEqual([]);
    const attributes = elements.flatMap((element) => Object.entries(element.attributes));
    expect(attributes.filter(([name]) => /href|style|^on/.test(name))).toEqual([]);
    expect(attributes.filter(([name, value]) => name !== 'xmlns' && /url|\/\//.test(value))).toEqual([]);
  }
});
const KNOWN = new Set(['svg', 'title', 'desc', 'rect', 'text', 'g', 'line', 'path', 'circle', 'polyline']);

describe('the numbers of a chart', () => {
  it('are a row a step and a column a series, levels in every row', () => {
    const other = { steps: [10, 15], values: [7, 8] };
    const cells = stepTable(
      'step',
      [
        { name: 'this run', curve },
        { name: 'other', curve: other },
      ],
      [{ name: 'EASE', value: 0.5 }],
    );
    expect(cells).toEqual([
      ['step', 'this run', 'other', 'EASE'],
      [0, 1, null, 0.5],
      [10, 3, 7, 0.5],
      [15, null, 8, 0.5],
      [20, 2, null, 0.5],
    ]);
  });

  it('run nothing in a spreadsheet', () => {
    const [heading] = copiedTable(
      [...stepTable('step', [{ name: '=HYPERLINK("x")', curve }])].map((row) => row.map((cell) => cell ?? '')),
    ).split('\n');
    expect(heading).toBe(`step,"'=HYPERLINK(""x"")"`);
  });
});

it.each([
  ['Two towers, seed 2', 'HR@10, full catalogue', 96, 'Two-towers-seed-2-HR-10-full-catalogue-step-96'],
  ['', 'Loss', 0, 'Loss-step-0'],
  ['../..\\:*?', '损失', 12, '损失-step-12'],
  ['x'.repeat(300), 'y'.repeat(300), 1, `${'x'.repeat(36)}-${'y'.repeat(36)}-step-1`],
])('a file says run, chart and step: %s, %s', (run, chart, step, name) => {
  expect(chartFileName(run, chart, step)).toBe(name);
});
