import { expect, it } from 'vitest';
import type { Measurement } from '../bench';
import { limitText } from '../report';
import { isSound, kernelsText, presetName, presetsLimits, presetText } from './report';

const measured = (name: string, median: number, changes: Partial<Measurement> = {}): Measurement => ({
  name,
  update: name === 'stock' ? 'tfjs' : 'touched',
  coldMs: 4000,
  losses: [1],
  kernels: { linear: 12, dropout: 6 },
  parts: null,
  steps: 50,
  wallMs: { min: median - 1, median },
  cpuMs: 90,
  jsMs: 0.5,
  buildMs: 0.4,
  counts: { dispatches: 101, submits: 1, buffersCreated: 0 },
  gpuBytes: 16e6,
  ...changes,
});
const agreement = { difference: 3.5e-7, between: ['tower-lab', 'stock'], holds: true } as const;
const of = (preset: string, measurements: Measurement[]) => ({ preset, measurements, absent: [], agreement });

it('a row per implementation, divided by Tower Lab, and the kernels of its step', () => {
  const rows = presetText(
    of('shortcut', [
      measured('tower-lab', 100),
      measured('stock', 900, { cpuMs: 720, counts: { dispatches: 1115, submits: 75, buffersCreated: 322 } }),
      measured('torch-sparse', 50, { cpuMs: 45, jsMs: null, buildMs: null, counts: null, gpuBytes: null }),
    ]),
  );
  expect(rows.split('\n')).toEqual([
    '| shortcut | tower-lab | 99 / 100 | 1 | 90 | 1 | 0.5 | 0.4 | 101 / 1 / 0 | 16 | 4 | 50 |  |',
    '| shortcut | stock | 899 / 900 | 9 | 720 | 8 | 0.5 | 0.4 | 1115 / 75 / 322 | 16 | 4 | 50 | agree (3.5e-7) |',
    '| shortcut | torch-sparse | 49 / 50 | 0.5 | 45 | 0.5 | – | – | – | – | 4 | 50 | agree (3.5e-7) |',
  ]);
  const updates = { linear: 12, 'lazy-adam of table/a, table/b': 1 };
  expect(
    kernelsText({
      presets: [of('senet', [measured('tower-lab', 1, { kernels: updates })]), of('dat', [measured('stock', 1)])],
    }),
  ).toBe('senet: 12 linear, 1 lazy-adam of table/a, …');
});

it('every preset keeps to 160 dispatches, those of SDM to 400, and to one submit, and an implementation that did not run is said', () => {
  const report = {
    presets: [
      of('senet', [measured('tower-lab', 100)]),
      of('parallel', [measured('tower-lab', 100, { counts: { dispatches: 161, submits: 2, buffersCreated: 1 } })]),
    ],
  };
  expect(presetsLimits(report).map(({ holds }) => holds)).toEqual([true, true, true, true, false, false, false, true]);
  expect(limitText(presetsLimits(report))).toContain('FAILS  parallel: dispatches a step: at most 160 (161)');
  const many = (preset: string, dispatches: number) =>
    presetsLimits({
      presets: [of(preset, [measured('tower-lab', 100, { counts: { dispatches, submits: 1, buffersCreated: 0 } })])],
    })[0]!.holds;
  expect([many('sdm', 400), many('sdm-split', 401)]).toEqual([true, false]);
  expect(
    presetText({ preset: 'dat', measurements: [], absent: [{ name: 'stock', reason: 'too large' }], agreement: null }),
  ).toBe('| dat | stock | did not run: too large |');
});

it('a ranker with other candidates is called so, keeps to the same limits, and a line that does not hold is a fault', () => {
  expect(presetName('pre-ranker', 32)).toBe('pre-ranker, C 32');
  expect([presetName('pre-ranker', null), presetName('senet', 32)]).toEqual(['pre-ranker', 'senet']);
  const taking = (dispatches: number) => ({
    presets: [
      of('pre-ranker, C 32', [measured('tower-lab', 9, { counts: { dispatches, submits: 1, buffersCreated: 0 } })]),
    ],
  });
  expect([isSound(taking(160)), isSound(taking(161))]).toEqual([true, false]);
  expect(limitText(presetsLimits(taking(161)))).toContain(
    'FAILS  pre-ranker, C 32: dispatches a step: at most 160 (161)',
  );
  const apart = { ...agreement, between: ['tower-lab', 'torch-fused'] as const, holds: false };
  const differing = { presets: [{ ...of('senet', [measured('tower-lab', 9)]), agreement: apart }] };
  expect(isSound(differing)).toBe(false);
  expect(limitText(presetsLimits(differing))).toContain('as of all others (3.5e-7, tower-lab and torch-fused)');
  const without = (name: string) => isSound({ presets: [{ ...of('senet', []), absent: [{ name, reason: 'lost' }] }] });
  expect([without('torch-sparse'), without('tower-lab')]).toEqual([true, false]);
});
