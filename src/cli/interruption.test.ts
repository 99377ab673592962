/** What becomes of the real program's work where it is ended in the middle, and where nobody takes its output. */
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Interruption } from './interruption';
import type { Baselines } from '../lab/evaluate/baseline-figures';
import type { FileRun } from '../lab/transfer/weights-file';
import { runsIn } from './run-folder';
import { lab, program, writeLog } from './testing';

let folder = '';
let log = '';
let items = '';
const files = () => ['--log', log, '--items', items];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-'));
  ({ log, items } = writeLog(folder));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a stdout that takes nothing', () => {
  const presets = (stdout: number | 'pipe') =>
    spawn(process.execPath, [program, 'presets', '--json'], { stdio: ['ignore', stdout, 'pipe'] });
  const ended = async (child: ReturnType<typeof presets>) => {
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { code, said };
  };

  it('is said, with exit code 1, where it is full', async () => {
    const full = openSync('/dev/full', 'w');
    expect(await ended(presets(full))).toEqual({
      code: 1,
      said: 'stdout cannot be written: ENOSPC: no space left on device\n',
    });
    closeSync(full);
  });

  it('is no error where its reader has left', async () => {
    const child = presets('pipe');
    child.stdout!.destroy();
    expect(await ended(child)).toEqual({ code: 0, said: '' });
  });
});

/** Steps that take no time: what is in flight ends soon on any machine. */
const SMALL = ['--batch', '16', '--dim', '4'];

interface Exported {
  tensors: unknown;
  run: { series: { name: string }[] };
}

describe('a run that is ended', () => {
  const step = ({ out }: { out: string }) =>
    (JSON.parse(readFileSync(out, 'utf8')) as { run: { steps: number } }).run.steps;
  /** Sends the signal as soon as stderr matches. */
  const endedBy = async (signal: NodeJS.Signals, when: RegExp, ...args: string[]) => {
    const child = spawn(process.execPath, [program, 'train', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [said, printed] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (!child.killed && when.test(said)) child.kill(signal);
    });
    const [code] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.on('close', (...ended) => resolve(ended)),
    );
    return { code, last: said.trimEnd().split('\n').at(-1), printed };
  };

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s writes the weights of its last step, beside a file that was there', async (signal, exitCode) => {
    const out = join(folder, `${signal}.json`);
    if (signal === 'SIGTERM') writeFileSync(out, 'old');
    const place = signal === 'SIGTERM' ? `${out}.partial` : out;
    const { code, last } = await endedBy(signal, /training/, ...files(), ...SMALL, '--epochs', '100000', '--out', out);
    expect({ code, last }).toEqual({
      code: exitCode,
      last: `stopped at step ${step({ out: place })}; weights in ${place}`,
    });
    if (signal === 'SIGTERM') expect(readFileSync(out, 'utf8')).toBe('old');
  });

  it('goes on by --resume from where it was, with its log and settings, to the weights of one that was not', async () => {
    const [dir, straight, resumed] = ['resumed', 'straight.json', 'resumed.json'].map((name) => join(folder, name));
    const onCpu = ['--device', 'cpu'];
    const how = [...files(), ...SMALL, ...onCpu, '--epochs', '8', '--where', 'liked >= 0', '--seed', '4'];
    expect(lab('train', ...how, '--out', straight!).status).toBe(0);
    const first = await endedBy('SIGINT', /epoch 1/, ...how, '--run-dir', dir!);
    const [id] = readdirSync(dir!)
      .filter((name) => name.endsWith('.checkpoint'))
      .map((name) => name.split('.')[0]!);
    expect(first).toEqual({
      printed: '',
      code: 130,
      last: expect.stringMatching(
        new RegExp(
          `^stopped at step \\d+; no weights were written; train --resume ${id} --run-dir .* goes on with it from step \\d+$`,
        ),
      ),
    });
    // Another log says so, and leaves the run as it is.
    const other = join(folder, 'other.csv');
    writeFileSync(other, readFileSync(log, 'utf8').split('\r\n').slice(0, -50).join('\r\n'));
    const refused = lab('train', '--resume', '--run-dir', dir!, '--log', other);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.said.at(-1)).toMatch(/^--resume: "other\.csv" is not the data the run ".*" was trained on: /);

    const again = lab('train', '--resume', '--run-dir', dir!, '--out', resumed!, '--json', ...onCpu);
    expect(again.status).toBe(0);
    const [whole, parts] = [straight!, resumed!].map((path) => JSON.parse(readFileSync(path, 'utf8')) as Exported);
    expect(parts!.tensors).toEqual(whole!.tensors);
    const loss = ({ run }: Exported) => run.series.find(({ name }) => name === 'loss');
    expect(loss(parts!), 'the curve from its first step on').toEqual(loss(whole!));
    expect(loss(whole!)).toBeDefined();
    // Its weights lie in a file; the run is the same one, and has its result.
    expect(readdirSync(dir!)).toEqual([`${id}.run.json`]);
    expect(JSON.parse(lab('runs', '--run-dir', dir!, '--json').stdout)).toMatchObject({
      runs: [{ id, status: 'finished', settings: { seed: 4 } }],
    });
    for (const [asked, message] of [
      [[], /^--resume: no run in ".*" can go on$/],
      [[id!], /^--resume: the run ".*" has no checkpoint/],
      [['nobody'], /^--resume: there is no run "nobody" in "/],
      [[id!, '--seed', '3'], /^lab train: --resume and --seed exclude each other$/],
    ] as const) {
      const { status, said } = lab('train', '--resume', ...asked, '--run-dir', dir!);
      expect(status).toBe(2);
      expect(said.at(-1)).toMatch(message);
    }
    expect(lab('train', '--resume', id!).said.at(-1)).toBe('lab train: --resume only goes with --run-dir');
  });

  it('before there are weights writes nothing', async () => {
    const out = join(folder, 'none.json');
    const { code, last } = await endedBy('SIGINT', /preparing/, ...files(), '--epochs', '100000', '--out', out);
    expect({ code, last }).toEqual({ code: 130, last: expect.stringMatching(/stopped.*; nothing was written$/) });
    expect(existsSync(out)).toBe(false);
  });

  it('while baselines are counted has its result, wherever it is kept, and says which of them are left out', async () => {
    const [out, dir] = [join(folder, 'tested.json'), join(folder, 'tested')];
    const how = [...files(), ...SMALL, '--device', 'cpu', '--steps', '3', '--out', out, '--run-dir', dir];
    const { code, last, printed } = await endedBy('SIGINT', /baselines: \S/, ...how, '--json');
    const rest = /^stopped at step 3; weights in .*tested\.json; baselines left out: .*EASE, EASE \+ recency/;
    expect({ code, last }).toEqual({ code: 130, last: expect.stringMatching(rest) });
    const report = JSON.parse(printed) as { metrics: object; baselines: Baselines };
    expect(report.metrics).toMatchObject({ 'hr@10': expect.any(Number) });
    const ease = { id: 'ease', reason: 'skipped', values: {} };
    expect(report.baselines.left).toContainEqual(ease);
    const { run } = JSON.parse(readFileSync(out, 'utf8')) as { run: FileRun };
    expect(run).toMatchObject({ steps: 3, metrics: report.metrics, baselines: report.baselines });
    const [stored] = runsIn(dir);
    expect(stored!.run!.result).toMatchObject({ metrics: report.metrics, baselines: report.baselines });
  });
});

describe('a device that does not come to rest', () => {
  function interrupted() {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const signals = new Map<string | symbol, () => void>();
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    vi.spyOn(process, 'on').mockImplementation((signal, listener) => {
      signals.set(signal, listener as () => void);
      return process;
    });
    vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    });
    const interruption = new Interruption();
    interruption.listen(() => new Promise(() => undefined));
    const press = (signal: string) => signals.get(signal)!();
    return { interruption, press, kill, said: () => stderr.mock.calls.flat().join('') };
  }

  it('is not waited for: what there is is kept, and the signal ends the program', async () => {
    const { interruption, press, kill, said } = interrupted();
    interruption.rescue = async () => {
      interruption.outcome = 'kept';
    };
    press('SIGTERM');
    expect([interruption.signal, interruption.exitCode]).toEqual(['SIGTERM', 143]);
    await vi.advanceTimersByTimeAsync(2900);
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGTERM']]);
    expect(said()).toBe('\nkept\n');
  });

  it('is not waited for where all is said, and it is said once', async () => {
    const { interruption, press, kill, said } = interrupted();
    press('SIGHUP');
    interruption.outcome = 'kept';
    interruption.say();
    await vi.advanceTimersByTimeAsync(2900);
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGHUP']]);
    expect(said()).toBe('\nkept\n');
  });

  it('is not waited for after a second press; the echo of the first is none', async () => {
    const { press, kill } = interrupted();
    press('SIGINT');
    press('SIGINT');
    expect(kill).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(600);
    press('SIGINT');
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGINT']]);
  });

  it('does not cut off the writing of a file', async () => {
    const { interruption, press, kill } = interrupted();
    let written: () => void = () => undefined;
    interruption.writing = new Promise<void>((resolve) => {
      written = resolve;
    });
    press('SIGINT');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(kill).not.toHaveBeenCalled();
    written();
    await vi.advanceTimersByTimeAsync(0);
    expect(kill).toHaveBeenCalledOnce();
  });

  it('is not waited for where a file could not be written: what there is is kept elsewhere, and said', async () => {
    const { interruption, press, said } = interrupted();
    interruption.writing = Promise.reject(new Error('no space'));
    interruption.writing.catch(() => undefined);
    interruption.rescue = async () => {
      interruption.outcome = 'kept elsewhere';
    };
    press('SIGINT');
    await vi.advanceTimersByTimeAsync(2900);
    expect(said()).toBe('\nkept elsewhere\n');
  });
});
