/**
 * Every phase of a training by every way to end it: the real program gets a signal, or its disk is full, in the middle
 * of that phase and of no other. No more than an epoch is lost, and no file that was there.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointHeader } from './run-folder';
import { lab, program } from './testing';

const EPOCHS = 3;
const TRAIN = `train --world bookshop --events 600 --batch 32 --dim 4 --baselines fast --epochs ${EPOCHS}`.split(' ');

type Fault = 'SIGINT' | 'SIGTERM' | 'SIGKILL' | 'ENOSPC';
interface Phase {
  phase: string;
  /** What the program has said when the fault comes: a regular expression over all of it. */
  said: string;
  /** In the middle of which piece of a file after that; 0: at once. */
  piece: number;
  /** Whether the last step is done. */
  trained: boolean;
  faults: readonly Fault[];
}

const evaluating = (epoch: number) => `evaluating, epoch ${epoch}`;
const TEST = `${evaluating(EPOCHS)}.*${evaluating(EPOCHS)}`;
const PHASES: readonly Phase[] = [
  { phase: 'load', said: 'reading the file', piece: 0, trained: false, faults: ['SIGINT', 'SIGTERM'] },
  // What a load writes is what it tries beforehand.
  { phase: 'load', said: '', piece: 0, trained: false, faults: ['ENOSPC'] },
  {
    phase: 'train',
    said: 'training – epoch 1, step \\d+',
    piece: 0,
    trained: false,
    faults: ['SIGINT', 'SIGTERM', 'SIGKILL', 'ENOSPC'],
  },
  { phase: 'evaluate', said: evaluating(2), piece: 0, trained: false, faults: ['SIGINT', 'SIGTERM', 'ENOSPC'] },
  // The first piece is the whole record of the run. Nothing of a checkpoint waits, so that a signal comes after it.
  { phase: 'write a checkpoint', said: evaluating(2), piece: 3, trained: false, faults: ['SIGKILL', 'ENOSPC'] },
  { phase: 'test', said: TEST, piece: 0, trained: true, faults: ['SIGINT', 'SIGTERM', 'ENOSPC'] },
  {
    phase: 'write the weights',
    said: TEST,
    piece: 1,
    trained: true,
    faults: ['SIGINT', 'SIGTERM', 'SIGKILL', 'ENOSPC'],
  },
  {
    phase: 'baselines',
    said: 'Computing the baselines',
    piece: 0,
    trained: true,
    faults: ['SIGINT', 'SIGTERM', 'ENOSPC'],
  },
  // After these nothing is left that a signal could end.
  {
    phase: 'write the weights with their figures',
    said: 'done – ',
    piece: 1,
    trained: true,
    faults: ['SIGKILL', 'ENOSPC'],
  },
];

interface Weights {
  tensors: unknown;
  run: { steps: number };
}
const weightsIn = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Weights;

const isSignal = (fault: Fault) => fault === 'SIGINT' || fault === 'SIGTERM';
/** A signal finds steps on their way to the device. A disk and a kill know nothing of one, and the CPU is quicker. */
const deviceFor = (fault: Fault) => (isSignal(fault) ? 'webgpu' : 'cpu');

let folder = '';
const straight = new Map<string, Weights>();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  for (const device of ['webgpu', 'cpu']) {
    const out = join(folder, `straight on ${device}.json`);
    expect(lab(...TRAIN, '--device', device, '--out', out, '--json').status).toBe(0);
    straight.set(device, weightsIn(out));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns the exit code as a shell has it, all that was said, and the last step that was said before the fault */
async function struck(cell: Pick<Phase, 'said' | 'piece'> & { fault: Fault }, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'fault-at.mjs'), program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LAB_FAULT: JSON.stringify(cell) },
  });
  child.stdout.resume();
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (...ended) => resolve(ended)),
  );
  const [before = '', ...after] = said.split('\nfault\n');
  expect(after, `the fault came once:\n${said}`).toHaveLength(1);
  return {
    code: code ?? 128 + constants.signals[signal!],
    heard: said.trimEnd().split('\n'),
    step: Number(/.*step (\d+)/s.exec(before)?.[1] ?? 0),
  };
}

/** Each phase with a fault, and with a full disk where it writes; with `PHASE_FAULTS=all` every one of them. */
const isRun = (fault: Fault, at: number) => process.env['PHASE_FAULTS'] === 'all' || at === 0 || fault === 'ENOSPC';
const cells = PHASES.flatMap((cell) =>
  cell.faults.filter(isRun).map((fault) => [`${cell.phase}: ${fault}`, { ...cell, fault }] as const),
);

describe('a fault in the middle of a phase loses an epoch at most, and no file that was there', () => {
  it.each(cells)('%s', async (_, { phase, said, piece, trained, fault }) => {
    const place = join(folder, `${phase} ${fault}`);
    const [runs, out, resumed] = [join(place, 'runs'), join(place, 'weights.json'), join(place, 'resumed.json')];
    mkdirSync(place);
    writeFileSync(out, 'old');
    const onDevice = ['--device', deviceFor(fault)];
    const whole = straight.get(deviceFor(fault))!;
    const asked = [...TRAIN, ...onDevice, '--out', out, '--run-dir', runs];
    const { code, heard, step } = await struck({ said, piece, fault }, ...asked);
    const inFolder = readdirSync(place, { recursive: true, encoding: 'utf8' });
    if (fault !== 'SIGKILL') expect(inFolder.filter((name) => name.includes('.lab-'), 'drafts')).toEqual([]);
    if (fault === 'ENOSPC') expect(heard.at(-1)).toContain('cannot be written: ENOSPC: no space left on device');

    if (phase === 'load') {
      expect(code).toBe(fault === 'ENOSPC' ? 2 : 128 + constants.signals[fault]);
      expect(readFileSync(out, 'utf8')).toBe('old');
      expect(inFolder.filter((name) => !['runs', 'weights.json'].includes(name))).toEqual([]);
      return;
    }
    expect(code).toBe(fault === 'ENOSPC' ? 1 : 128 + constants.signals[fault]);
    const isOld = readFileSync(out, 'utf8') === 'old';
    if (!isOld) expect(weightsIn(out).tensors).toEqual(whole.tensors);
    if (!trained || isSignal(fault)) expect(isOld).toBe(!trained);
    const least = step - whole.run.steps / EPOCHS;
    if (!trained && isSignal(fault)) expect(weightsIn(`${out}.partial`).run.steps).toBeGreaterThanOrEqual(least);
    if (!isOld) return;

    const checkpoints = inFolder.filter((name) => name.endsWith('.checkpoint'));
    // The disk may be full for the first one already: less than an epoch is lost then.
    if (fault === 'ENOSPC' && least <= 0 && checkpoints.length === 0) return;
    expect(checkpoints, 'what a run can go on from').toHaveLength(1);
    const id = basename(checkpoints[0]!, '.checkpoint');
    const stored = checkpointHeader(runs, id)!.step;
    expect(stored).toBeGreaterThanOrEqual(least);
    if (fault !== 'SIGKILL')
      expect(heard.join('\n')).toContain(`train --resume ${id} --run-dir ${runs} goes on with it from step ${stored}`);
    expect(lab('train', '--resume', id, '--run-dir', runs, ...onDevice, '--out', resumed).status).toBe(0);
    expect(weightsIn(resumed).tensors).toEqual(whole.tensors);
  });
});
