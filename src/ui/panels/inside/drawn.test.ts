import { expect, it } from 'vitest';
import { scaleOf, type LiveValue } from '../../live';
import { barsDrawn, courseDrawn } from './drawn';

const curve = { steps: [10, 20, 30], values: [1, 3, 2] };
const value = (label: string, mean: number, planted?: number): LiveValue => ({
  label,
  mean,
  spread: 0.5,
  curve,
  ...(planted === undefined ? {} : { planted }),
});
const palette = { paper: 'white', ink: 'black', track: 'grey', user: 'blue', item: 'red' };
const head = { title: 'Title', summary: 'Summary', palette, hue: 'blue' };
const format = (x: number): string => x.toFixed(1);
const numbers = (svg: string, pattern: RegExp): number[] => [...svg.matchAll(pattern)].map(([, x]) => Number(x));

it('bars are as long as their numbers, beside what was planted, and texts are escaped', () => {
  const values = [value('a <b> & "c"', 1, 0.5), value('d', 4)];
  const svg = barsDrawn(head, values, scaleOf(values, { origin: 0, ends: null }), format);
  const [full] = numbers(svg, /width="([\d.]+)" height="12" fill="grey"/g);
  expect(numbers(svg, /width="([\d.]+)" height="12" fill="blue"/g).map((width) => width / full!)).toEqual([0.25, 1]);
  expect(numbers(svg, /<rect x="([\d.]+)"[^>]*fill="black"/g)).toEqual([16 + 200 + full! / 2 - 1]);
  expect(svg).toContain('a &lt;b&gt; &amp; &quot;c&quot;');
  expect(svg).toContain('1.0 ± 0.5');
  expect(svg).toContain('<title>Title</title><desc>Summary</desc>');
});

it('a course goes from the first step to the last, between its ends', () => {
  const svg = courseDrawn(head, curve, [1, 3], format);
  expect(svg).toContain('points="80,184 352,44 624,114"');
  expect(svg).toMatch(/>3\.0<.*>1\.0<.*>10<.*>30</s);
});
