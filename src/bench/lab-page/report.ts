import type { Feel } from './visit';

interface Row {
  name: string;
  value: number;
  unit: 'ms' | 'MiB' | '%';
  /** What it must not exceed on a quiet machine; null where nothing is asked. */
  most: number | null;
}

const MOST_TASK = 100;
/** Of a core, for the panel that draws the most while it trains. */
const MOST_SHARE = { panel: 'curves', percent: 10 };

export function rowsOf(feel: Feel): Row[] {
  const wall = (name: string, value: number, most: number): Row => ({ name: `${name}, wall`, value, unit: 'ms', most });
  const cpu = (name: string, value: number, most: number): Row => ({ name: `${name}, CPU`, value, unit: 'ms', most });
  return [
    wall('first paint', feel.firstPaint, 1000),
    wall('Start enabled', feel.startEnabled, 2000),
    wall('first step after the click', feel.firstStep, 4000),
    cpu(`script of a drag frame, median of ${feel.dragFrames}`, feel.dragMedian, 16),
    cpu('script of a drag frame, 95th percentile', feel.drag95, 16),
    ...Object.entries(feel.panels).flatMap(([panel, { longestTask, share }]): Row[] => [
      cpu(`longest task, ${panel} live`, longestTask, MOST_TASK),
      {
        name: `main thread, ${panel} live, CPU`,
        value: 100 * share,
        unit: '%',
        most: panel === MOST_SHARE.panel ? MOST_SHARE.percent : null,
      },
    ]),
    { name: `heap after ${feel.steps} steps`, value: feel.heapMiB, unit: 'MiB', most: null },
  ];
}

export function feelText(feel: Feel): string {
  const lines = rowsOf(feel).map(({ name, value, unit, most }) => {
    const wanted = most === null ? '' : `wanted <= ${most}  ${value <= most ? 'holds' : 'EXCEEDED'}`;
    return `  ${name.padEnd(46)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(4)} ${wanted}`.trimEnd();
  });
  return [
    `The built page in Chromium ${feel.chromium}`,
    ...lines,
    'Wall times are upper bounds where the machine does something else; CPU times are of the main thread alone.',
  ].join('\n');
}
