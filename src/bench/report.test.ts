import { describe, expect, it } from 'vitest';
import type { Measurement, Report } from './bench';
import { limits } from './limits';
import { readOptions } from './options';
import { headText, limitText, reportJson, settingText } from './report';
import { growth } from './soak';

const adapter = {
  name: 'lavapipe',
  software: true,
  bandwidth: 10e9,
  ownProduct: 1e9,
  product: { flops: 10e9, by: 'PyTorch 2.6, 2 thread(s)' },
  dispatch: 1e-6,
};
const work = {
  batch: 1024,
  dim: 32,
  lookedUp: 25_000,
  touched: 10_000,
  tableRows: 40_800,
  sharedRows: 20_000,
  dense: 61_000,
  kernels: 60_000,
  out: 64,
};
const measured = (name: string, median: number, changes: Partial<Measurement> = {}): Measurement => ({
  name,
  update: name === 'stock' ? 'tfjs' : 'touched',
  coldMs: 4000,
  losses: [1],
  kernels: null,
  parts: null,
  steps: 50,
  wallMs: { min: median - 1, median },
  cpuMs: 90,
  jsMs: 0.5,
  buildMs: 0.4,
  counts: { dispatches: 26, submits: 1, buffersCreated: 0 },
  gpuBytes: 16e6,
  ...changes,
});
const report = (measurements: Measurement[], changes: Partial<Report> = {}): Report => ({
  graph: 'tt',
  host: 'Node 20',
  adapter,
  settings: [
    { setting: { graph: 'tt', batch: 1024, rows: 20_000, seed: 7 }, work, measurements, absent: [], agreement: null },
  ],
  ...changes,
});
const verdict = (of: Report, what: string): boolean | null | undefined =>
  limits(of).find((limit) => limit.what.startsWith(what))?.holds;

describe('the lines that must hold', () => {
  const stockLine = 'wall against stock, B 1024, V 20000';
  it('hold, fail, or say that they were not measured', () => {
    expect(verdict(report([measured('tower-lab', 100), measured('stock', 500)]), stockLine)).toBe(true);
    expect(verdict(report([measured('tower-lab', 200), measured('stock', 500)]), stockLine)).toBe(false);
    expect(verdict(report([measured('tower-lab', 200)]), stockLine)).toBeNull();
    const busy = report([
      measured('tower-lab', 100, { counts: { dispatches: 41, submits: 1, buffersCreated: 0 }, coldMs: 11_000 }),
    ]);
    expect([verdict(busy, 'dispatches'), verdict(busy, 'submits'), verdict(busy, 'first step')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(limitText(limits(busy))).toContain('FAILS  dispatches a step: at most 40 (41)');
  });

  it('allow another graph a third less, and ask a browser for its own', () => {
    const measurements = [measured('tower-lab', 100, { jsMs: 2 }), measured('stock', 300, { jsMs: 60 })];
    expect(verdict(report(measurements), stockLine)).toBe(false);
    expect(verdict(report(measurements, { graph: 'deeper' }), stockLine)).toBe(true);
    const page = report(measurements, { host: 'Chromium 156' });
    expect([
      verdict(page, 'JavaScript against stock'),
      verdict(page, 'JavaScript a step'),
      verdict(page, 'wall against jax-js-webgpu, B 1024'),
    ]).toEqual([true, false, null]);
    const beaten = [
      ...measurements,
      measured('tower-lab-cpu', 90),
      measured('jax-js-wasm', 80),
      measured('jax-js-webgpu', 200),
    ];
    const [onCpu, gpu] = ['wall of tower-lab-cpu against jax-js-wasm, B 1024', { ...adapter, software: false }];
    const rivals = report(beaten, { host: 'Chromium 156' });
    expect([
      verdict(rivals, 'wall against jax-js-webgpu, B 1024'),
      verdict(rivals, onCpu),
      verdict(report(beaten), onCpu),
      verdict(report(beaten, { adapter: gpu }), 'wall against jax-js-wasm, B 1024'),
    ]).toEqual([true, false, false, false]);
    expect(verdict(report(measurements, { adapter: { ...adapter, software: false } }), stockLine)).toBeUndefined();
  });
});

it('a report divides by Tower Lab, and its JSON has the rest', () => {
  const of = report([
    measured('tower-lab', 100),
    measured('stock', 500, { cpuMs: 450 }),
    measured('torch-sparse', 25, { counts: null, gpuBytes: null, jsMs: null }),
  ]);
  const lines = settingText(of.settings[0]!, adapter).split('\n');
  expect(lines.find((line) => line.startsWith('| stock'))).toContain(
    '| 499 / 500 | 5 | 450 | 5 | 0.5 | 0.4 | 26 / 1 / 0 | 16 (3.06) | 2048 |',
  );
  expect(lines.find((line) => line.startsWith('| torch-sparse'))).toContain(
    '| 24 / 25 | 0.25 | 90 | 1 | – | 0.4 | – | – | 40960 |',
  );
  expect(reportJson(of).settings[0]?.measurements[0]).toMatchObject({ examplesPerSecond: 10_240, name: 'tower-lab' });
});

it('what is reached is a share of a product by a vendor, and not said where there is none', () => {
  const cells = (of: Report): string[] =>
    settingText(of.settings[0]!, of.adapter)
      .split('\n')
      .find((line) => line.startsWith('| tower-lab'))!
      .split(' | ');
  const of = report([measured('tower-lab', 200)]);
  // 3 x 2 x 1024 x 60,000 and 8 x 1024 x 1024 x 64 FLOP at 10 GFLOP/s, and 26 dispatches.
  expect(cells(of).slice(11, 13)).toEqual(['90.6', '45.3 %']);
  expect(cells({ ...of, adapter: { ...adapter, product: null } }).slice(11, 13)).toEqual(['–', 'no reference']);
  expect(headText(of)).toContain('A product: 10 GFLOP/s (PyTorch 2.6, 2 thread(s)); here 1 GFLOP/s.');
});

describe('flags', () => {
  it('have defaults for the place and the command', () => {
    expect(readOptions([])).toMatchObject({
      command: 'bench',
      kinds: ['tower-lab', 'stock', 'jax-js', 'torch'],
      batches: [256, 1024, 4096],
      steps: 50,
    });
    expect(readOptions(['--browser', '--rows', '1000,2000'])).toMatchObject({
      kinds: ['tower-lab', 'stock', 'jax-js'],
      batches: [256, 1024],
      rows: [1000, 2000],
    });
    expect(readOptions(['soak'])).toMatchObject({ command: 'soak', batches: [64], rows: [20_000], steps: 20_000 });
    expect(readOptions(['inverse', '--items', '4000'])).toEqual({ command: 'inverse', json: false, items: 4000 });
    expect(readOptions(['judge', '--preset', 'mind,sdm'])).toEqual({
      command: 'judge',
      json: false,
      steps: 200,
      events: 12_000,
      presets: ['mind', 'sdm'],
    });
    expect(readOptions(['logs', '--data', 'logs', '--batch', '8192', '--browser'])).toEqual({
      command: 'logs',
      browser: true,
      json: false,
      batches: [8192],
      presets: ['two-tower', 'senet', 'sdm'],
      folder: 'logs',
      steps: 20,
    });
    expect(readOptions(['page'])).toEqual({ command: 'page', json: false, steps: 100 });
    expect(readOptions(['retrieval'])).toEqual({
      command: 'retrieval',
      browser: false,
      json: false,
      kinds: ['tower-lab', 'stock', 'torch', 'faiss'],
      items: 1_000_000,
      users: 256,
      top: 100,
      steps: 5,
    });
    expect(
      readOptions([
        'retrieval',
        '--browser',
        '--items',
        '20000',
        '--users',
        '64',
        '--top',
        '10',
        '--steps',
        '2',
        '--only',
        'stock',
      ]),
    ).toMatchObject({ browser: true, items: 20_000, users: 64, top: 10, steps: 2, kinds: ['stock'] });
    expect(readOptions(['retrieval', '--browser'])).toMatchObject({ kinds: ['tower-lab', 'stock'] });
    expect(readOptions(['presets'])).toEqual({
      command: 'presets',
      browser: false,
      json: false,
      kinds: ['tower-lab', 'stock', 'torch'],
      batch: 256,
      candidates: null,
      events: 12_000,
      presets: null,
      steps: 50,
    });
    expect(
      readOptions(['presets', '--browser', '--preset', 'senet,parallel', '--batch', '64', '--events', '3000']),
    ).toMatchObject({ kinds: ['tower-lab', 'stock'], presets: ['senet', 'parallel'], batch: 64, events: 3000 });
    expect(readOptions(['presets', '--only', 'torch', '--browser', '--candidates', '32'])).toMatchObject({
      browser: true,
      kinds: ['torch'],
      candidates: 32,
    });
    expect(readOptions(['--help'])).toBeNull();
  });

  it.each([
    [['--batch', '1000'], 'powers of two'],
    [['--rows', '10'], '--rows: got "10"'],
    [['--graph', 'x'], 'takes tt or deeper'],
    [['retrieval', '--batch', '64'], 'retrieval does not take --batch'],
    [['--items', '2000'], 'bench does not take --items'],
    [['soak', '--top', '10'], 'soak does not take --top'],
    [['retrieval', '--only', 'jax-js', '--browser'], 'no part in retrieval'],
    [['retrieval', '--only', 'torch', '--browser'], 'torch does not run in a browser'],
    [['retrieval', '--only', 'faiss', '--browser'], 'faiss does not run in a browser'],
    [['--only', 'faiss'], 'faiss takes no part in bench'],
    [['retrieval', '--top', '1025'], '--top: got "1025"'],
    [['retrieval', '--items', '100'], '--items: got "100"'],
    [['retrieval', 'soak'], 'got "soak"'],
    [['presets', '--rows', '2000'], 'presets does not take --rows'],
    [['--preset', 'senet'], 'bench does not take --preset'],
    [['presets', '--only', 'jax-js'], 'jax-js takes no part in presets'],
    [['presets', '--candidates', '1'], '--candidates: got "1", takes whole numbers from 2 to 256'],
    [['judge', '--candidates', '32'], 'judge does not take --candidates'],
    [['presets', '--batch', '64,128'], 'one --batch'],
    [['walk'], 'got "walk"'],
    [['soak', '--browser'], 'neither --browser'],
    [['--nonsense'], '--nonsense'],
    [['logs', '--only', 'torch'], 'logs runs without rivals'],
    [['logs', '--batch', '8'], '--batch: got "8"'],
    [['--data', 'x'], 'bench does not take --data'],
  ])('%j is refused', (argv, message) => {
    expect(() => readOptions(argv)).toThrow(message);
  });
});

it('a soak fails where the GPU holds one byte more, or JavaScript more than it wanders', () => {
  const mark = { step: 1000, gpuBytes: 100, heapBytes: 1000, residentBytes: 0, loss: 1 };
  expect(growth([mark, { ...mark, heapBytes: 1010 }])).toEqual([]);
  expect(growth([mark, { ...mark, gpuBytes: 101 }, mark])).toEqual(['GPU memory grew from 100 to 101 bytes']);
  expect(growth([mark, { ...mark, heapBytes: 1100, loss: Number.NaN }])).toEqual([
    'JavaScript memory grew from 1000 to 1100 bytes',
    'the loss is not a finite number',
  ]);
  expect(growth([])).toEqual(['nothing was measured']);
});
