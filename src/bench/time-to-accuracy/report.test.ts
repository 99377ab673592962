import { expect, it } from 'vitest';
import type { Mark } from './course';
import { accuracyLimits, accuracyText, markText, type AccuracyReport } from './report';

const marks = (...of: [ndcg: number, seconds: number][]): Mark[] =>
  of.map(([ndcg, seconds]) => ({ ndcg, wallMs: 1000 * seconds, cpuMs: 2000 * seconds }));
const report = (own: Mark[], rival: Mark[]): AccuracyReport => ({
  host: 'Node 20',
  cores: 2,
  target: 0.1,
  targetIs: 'as asked for',
  courses: [
    { name: 'tower-lab', marks: own },
    { name: 'torch', marks: rival },
  ],
  absent: [{ name: 'other', reason: 'not there' }],
});

it('a row for each that says when it came to the figure, or that it did not', () => {
  const text = accuracyText(report(marks([0.08, 50], [0.11, 100], [0.12, 150]), marks([0.101, 40]))).split('\n');
  expect(text).toContain('| tower-lab | 100 | 200 | 1 | 1 | 2 | 0.1100 | 0.1200 |');
  expect(text).toContain('| torch | 40 | 80 | 0.4 | 0.4 | 1 | 0.1010 | 0.1010 |');
  expect(text).toContain('other did not run: not there');
  const never = accuracyText(report(marks([0.11, 100]), marks([0.08, 40], [0.09, 80]))).split('\n');
  expect(never).toContain('| torch | did not come to it | – | – | – | 2 | – | 0.0900 |');
});

it('a mark is told with both clocks, or with the one there is', () => {
  const [mark] = marks([0.1, 50]);
  expect(markText(mark!)).toBe('NDCG@10 0.1000 after 50 s, 100 s of CPU time');
  expect(markText({ ...mark!, cpuMs: null })).toBe('NDCG@10 0.1000 after 50 s');
});

it('what must hold is the seconds to the figure, and that no rival is there before', () => {
  const holds = (own: Mark[], rival: Mark[]) => accuracyLimits(report(own, rival)).map((limit) => limit.holds);
  expect(holds(marks([0.1, 80]), marks([0.1, 90]))).toEqual([true, true, null, null]);
  expect(holds(marks([0.1, 100]), marks([0.1, 90]))).toEqual([false, false, null, null]);
  expect(holds(marks([0.1, 80]), marks([0.05, 90]))).toEqual([true, null, null, null]);
  expect(holds(marks([0.05, 80]), marks([0.1, 90]))).toEqual([null, null, null, null]);
});

it('without WebGPU what must hold is the seconds, and the CPU time of a rival; it is no rival itself', () => {
  const holds = (onCpu: Mark[], rival: Mark[]) => {
    const given = report(marks([0.1, 60]), rival);
    const courses = [...given.courses, { name: 'tower-lab on the CPU', marks: onCpu }];
    return accuracyLimits({ ...given, courses }).map((limit) => limit.holds);
  };
  expect(holds(marks([0.1, 50]), marks([0.1, 70]))).toEqual([true, true, true, true]);
  expect(holds(marks([0.1, 100]), marks([0.1, 70]))).toEqual([true, true, false, false]);
  expect(holds(marks([0.05, 50]), marks([0.1, 70]))).toEqual([true, true, null, null]);
  expect(
    holds(
      marks([0.1, 50]),
      marks([0.1, 70]).map((mark) => ({ ...mark, cpuMs: null })),
    ),
  ).toEqual([true, true, true, null]);
});
