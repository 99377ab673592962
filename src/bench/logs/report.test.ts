import { expect, it } from 'vitest';
import type { Measurement } from '../bench';
import type { StepParts } from '../measure/step-parts';
import { limitText } from '../report';
import { IDS_ONLY, logsLimits, rowsText, type LogRows } from './report';

const PARTS: StepParts = {
  build: 1,
  prepare: 17,
  submit: 2,
  driver: 1,
  loop: 0.5,
  upload: 9.5 * 2 ** 20,
  longestSum: 17_977,
};
const measured = (name: string, min: number, parts: StepParts | null = PARTS): Measurement => ({
  name,
  update: 'touched',
  coldMs: 9000,
  losses: [1],
  kernels: null,
  parts,
  steps: 20,
  wallMs: { min, median: min + 5 },
  cpuMs: 180,
  jsMs: 2,
  buildMs: 18,
  counts: { dispatches: 52, submits: 1, buffersCreated: 0 },
  gpuBytes: 16e6,
});
const rows = (batch: number, measurements: Measurement[], log: LogRows['log'] = 'ml-latest-small'): LogRows => ({
  log,
  batch,
  measurements,
  absent: [],
});

it('a row for each model, and a sentence where one did not run', () => {
  const found = { ...rows(1024, [measured('two-tower', 95)]), absent: [{ name: 'sdm', reason: 'too large' }] };
  expect(rowsText(found).split('\n')).toEqual([
    '| ml-latest-small | 1024 | two-tower | 20 | 1 | 17 | 2 | 1 | 0.5 | 9728 | 17977 | 10 | 95 / 100 | 180 | 52 | 9 | 20 |',
    '| ml-latest-small | 1024 | sdm | did not run: too large |',
  ]);
});

it('what must hold is asked of two-tower on ml-latest-small, its longest sum of every row, and not judged where not measured', () => {
  const small = { ...PARTS, prepare: 0.5, submit: 0.2, upload: 200 * 1024, longestSum: 200 };
  expect(
    limitText(
      logsLimits({
        rows: [
          rows(256, [measured('two-tower', 50), measured(IDS_ONLY, 35)]),
          rows(1024, [measured('two-tower', 95, small)]),
          rows(1024, [measured('two-tower', 95)], 'online-retail-uci'),
        ],
      }),
    ).split('\n'),
  ).toEqual([
    '',
    'Must',
    'holds  JavaScript a step, two-tower with fields, ml-latest-small, B 1024: at most 2 ms (1.7 ms)',
    'holds  its upload a step: at most 256 KiB (200 KiB)',
    'FAILS  gradients that one thread adds up for one row: at most 256 (17977)',
    'holds  steps/s with fields over ids only, ml-latest-small, B 256, quickest rounds: at least 0.6 (0.7)',
  ]);
  expect(logsLimits({ rows: [rows(512, [])] }).map(({ holds }) => holds)).toEqual([null, null, null, null]);
});
