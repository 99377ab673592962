import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { DENSE, TABLES, gradientsOf, runTrial, startOf, type Trial } from '../../engine/optimizers/testing';
import { onDevice, relativeError } from '../../engine/testing';
import type { OptimizerGroup } from '../document/graph';
import { findTorch, runPython } from './run-python';

onDevice();

const STEPS = 100;
const python = findTorch();
const program = readFileSync(new URL('./optimizers.py', import.meta.url), 'utf8');

const group = (rule: OptimizerGroup['rule'], weightDecay = 0) => ({ rule, learningRate: 0.02, weightDecay });
const trial = (tables: Trial['tables'], dense: Trial['dense'], change: Partial<Trial> = {}): Trial => ({
  tables,
  dense,
  clipNorm: null,
  schedule: { kind: 'constant', warmup: 0 },
  steps: STEPS,
  ...change,
});

/** What PyTorch is told: the settings, and the same starts and gradients as plain numbers. */
function inputOf(trials: readonly Trial[]) {
  const sizes = [...DENSE, ...TABLES.map(({ path, rows, width }) => ({ path, shape: [rows, width] }))];
  const plain = (values: Float32Array | Uint32Array | null) => values && [...values];
  return {
    trials,
    weights: Object.fromEntries(
      sizes.map(({ path, shape }) => [
        path,
        {
          shape,
          values: plain(
            startOf(
              path,
              shape.reduce((a, b) => a * b, 1),
            ),
          ),
        },
      ]),
    ),
    steps: Array.from({ length: STEPS }, (_, step) => {
      const { dense, tables } = gradientsOf(step);
      return {
        dense: Object.fromEntries([...dense].map(([path, g]) => [path, plain(g)])),
        tables: Object.fromEntries(
          [...tables].map(([path, parts]) => [
            path,
            parts.map(({ ids, weights, slots, gradient }) => ({
              ids: plain(ids),
              weights: plain(weights),
              slots,
              gradient: plain(gradient),
            })),
          ]),
        ),
      };
    }),
  };
}

const TRIALS: [string, Trial][] = [
  ['SparseAdam on tables, Adam on dense weights', trial(group('lazy-adam'), group('adam'))],
  ['Adam on everything', trial(group('adam'), group('adam'))],
  ['AdamW on everything', trial(group('adam', 0.3), group('adam', 0.3))],
  [
    'SparseAdam with decay of the touched rows, AdamW on dense weights',
    trial(group('lazy-adam', 0.3), group('lazy-adam', 0.3)),
  ],
  ['SGD on everything', trial(group('sgd'), group('sgd'))],
  ['row-wise Adagrad with decay, SGD with decay', trial(group('row-adagrad', 0.3), group('sgd', 0.3))],
  ['SparseAdam and Adam, clipped by clip_grad_norm_', trial(group('lazy-adam'), group('adam'), { clipNorm: 3 })],
  ['Adam and SGD, clipped by clip_grad_norm_', trial(group('adam'), group('sgd'), { clipNorm: 3 })],
  ['row-wise Adagrad and SGD, clipped by clip_grad_norm_', trial(group('row-adagrad'), group('sgd'), { clipNorm: 3 })],
  [
    'SparseAdam and Adam under CosineAnnealingLR',
    trial(group('lazy-adam'), group('adam'), { schedule: { kind: 'cosine', warmup: 0, steps: STEPS, floor: 0.05 } }),
  ],
  [
    'AdamW under LambdaLR: warm-up, then a cosine to zero that ends early',
    trial(group('adam', 0.3), group('adam', 0.3), { schedule: { kind: 'cosine', warmup: 15, steps: 70, floor: 0 } }),
  ],
  [
    'SGD with decay under LambdaLR: warm-up, then constant, clipped',
    trial(group('sgd', 0.3), group('sgd', 0.3), { clipNorm: 3, schedule: { kind: 'constant', warmup: 30 } }),
  ],
];

describe('100 steps', () => {
  let twins: { weights: Record<string, number[]>; norms: number[] }[] = [];
  beforeAll(async () => {
    // Once for all: to start PyTorch takes longer than a trial.
    if (python || process.env['CI'])
      twins = (await runPython(
        python ?? 'python3',
        program,
        inputOf(TRIALS.map(([, trial]) => trial)),
      )) as typeof twins;
  });

  it.skipIf(!python && !process.env['CI']).each(TRIALS)(
    'end at the weights of PyTorch under %s',
    async (_, settings) => {
      const twin = twins[TRIALS.findIndex(([, own]) => own === settings)] ?? expect.fail('no twin');
      const { values } = await runTrial(settings);
      if (settings.clipNorm !== null) {
        // Some steps are cut and some are not, or the trial would say nothing.
        const cut = twin.norms.filter((norm) => norm > settings.clipNorm!).length;
        expect(cut).toBeGreaterThan(20);
        expect(cut).toBeLessThan(80);
      }
      expect(Object.keys(twin.weights).sort()).toEqual([...values.keys()].sort());
      for (const [path, own] of values) expect(relativeError(own, twin.weights[path]!), path).toBeLessThan(5e-6);
    },
  );
});
