import { describe, expect, it } from 'vitest';
import type { Events } from '../lab/protocol';
import { showProgress, showReading } from './progress';
import type { Progress } from '../lab/progress';
import type { ReferenceRow } from '../lab/rankers/rankers';
import type { SeriesName } from '../lab/runs/series';
import { SAMPLE_SERIES } from '../lab/runs/vector-series';

/** A lab that publishes what the test says, and a terminal that keeps what was written. */
function stage(isTTY: boolean) {
  const listeners: { [K in keyof Events]?: ((event: Events[K]) => void)[] } = {};
  const lab = {
    on<K extends keyof Events>(type: K, listener: (event: Events[K]) => void) {
      const known: ((event: Events[K]) => void)[] = (listeners[type] ??= []);
      known.push(listener);
      return () => void known.splice(known.indexOf(listener), 1);
    },
  };
  let written = '';
  let clock = 0;
  const terminal = { isTTY, write: (text: string) => (written += text) };
  const stop = showProgress(lab, terminal, () => clock);
  const progress = (change: Partial<Progress>) =>
    listeners.progress?.forEach((listener) =>
      listener({
        phase: 'training',
        ending: null,
        stage: null,
        step: 0,
        epoch: 0,
        fraction: null,
        speed: null,
        secondsLeft: null,
        detail: null,
        ...change,
      }),
    );
  const series = (name: SeriesName, value: number) =>
    listeners.series?.forEach((listener) =>
      listener({ chunks: [{ name, steps: Float64Array.of(1), values: Float64Array.of(value) }] }),
    );
  const counting = (row: ReferenceRow | null, fraction: number) =>
    listeners.counting?.forEach((listener) => listener({ row, fraction }));
  const wait = (ms: number) => void (clock += ms);
  return { progress, series, counting, stop, wait, written: () => written };
}

const speed = { stepsPerSecond: 12.34, examplesPerSecond: 1234, jsMsPerStep: 1, dispatchesPerStep: 40 };

describe('progress on stderr', () => {
  it('says nothing of the run before once another one begins', () => {
    const { progress, series, written } = stage(false);
    series('loss', 6.9);
    progress({ step: 10, epoch: 1 });
    progress({ phase: 'preparing' });
    progress({ step: 1 });
    expect(written().trim().split('\n')).toEqual([
      'training – epoch 1, step 10, loss 6.9000',
      'preparing',
      'training – epoch 0, step 1',
    ]);
  });

  it('writes one line for each phase and epoch where stderr is no terminal', () => {
    const { progress, series, stop, written } = stage(false);
    progress({ phase: 'preparing', detail: 'reading', fraction: 0.1 });
    progress({ phase: 'preparing', detail: 'reading', fraction: 0.5 });
    series('loss', 6.9);
    progress({ step: 10, epoch: 1, speed });
    progress({ step: 20, epoch: 1, speed });
    series('loss', 4.25);
    series('ndcg@10', 0.0543);
    progress({ step: 90, epoch: 2, speed, secondsLeft: 40 });
    stop();
    expect(written().split('\n')).toEqual([
      'preparing – reading the file, 10%',
      'training – epoch 1, step 10, loss 6.9000, 12.3 steps/s',
      'training – epoch 2, step 90, loss 4.2500, NDCG@10 0.0543, 12.3 steps/s, ≤ 40 sec left',
      '',
    ]);
  });

  it('says of an evaluation that takes long how far it is, and of no other', () => {
    const { progress, stop, wait, written } = stage(false);
    progress({ step: 10, epoch: 1 });
    wait(60_000);
    progress({ step: 20, epoch: 1, detail: 'evaluating' });
    progress({ step: 20, epoch: 1, detail: 'evaluating', detailShare: 0.5 });
    wait(60_000);
    progress({ step: 30, epoch: 1, detail: 'evaluating', detailShare: null });
    for (const share of [0.2, 0.4, 0.6, 0.8]) {
      wait(5000);
      progress({ step: 30, epoch: 1, detail: 'evaluating', detailShare: share });
    }
    stop();
    expect(written().split('\n')).toEqual([
      'training – epoch 1, step 10',
      'training – evaluating, 40%, epoch 1, step 30',
      'training – evaluating, 80%, epoch 1, step 30',
      '',
    ]);
  });

  it('says where figures are of a sample of the users', () => {
    const { progress, series, stop, written } = stage(false);
    series('ndcg@10', 0.0543);
    series(SAMPLE_SERIES.users, 5000);
    series(SAMPLE_SERIES.of, 50_000);
    progress({ step: 90, epoch: 2 });
    stop();
    expect(written()).toBe('training – epoch 2, step 90, NDCG@10 (estimate, 5,000 of 50,000 users) 0.0543\n');
  });

  it('says which stage runs where there are several', () => {
    const { progress, stop, written } = stage(false);
    progress({ step: 10, epoch: 1, stage: { at: 1, of: 1 } });
    progress({ step: 90, epoch: 2, stage: { at: 1, of: 2 } });
    progress({ step: 91, epoch: 2, stage: { at: 2, of: 2 } });
    stop();
    expect(written()).toBe(
      'training – epoch 1, step 10\ntraining – stage 1 of 2, epoch 2, step 90\ntraining – stage 2 of 2, epoch 2, step 91\n',
    );
  });

  it('says which baseline is counted, and each tenth of the count', () => {
    const { counting, stop, written } = stage(false);
    counting(null, 0);
    for (const fraction of [0, 0.01, 0.02]) counting('popularity', fraction);
    for (const fraction of [0.03, 0.04, 0.1, 0.11, 0.2]) counting('ease', fraction);
    stop();
    expect(written().split('\n')).toEqual([
      'Computing the baselines: 0%',
      'Computing the baselines: Popularity, 0%',
      'Computing the baselines: EASE, 3%',
      'Computing the baselines: EASE, 10%',
      'Computing the baselines: EASE, 20%',
      '',
    ]);
  });

  it('rewrites one line on a terminal, and clears it at the end', () => {
    const { progress, stop, written } = stage(true);
    progress({ step: 1, epoch: 1 });
    progress({ step: 2, epoch: 1 });
    stop();
    expect(written()).toBe('\r\u001b[2Ktraining – epoch 1, step 1\r\u001b[2Ktraining – epoch 1, step 2\r\u001b[2K');
  });

  it('listens no more after it was stopped', () => {
    const { progress, stop, written } = stage(false);
    stop();
    progress({ step: 1, epoch: 1 });
    expect(written()).toBe('');
  });
});

it('says how much of a pipe was read, every 16 MiB and on a terminal alone', () => {
  for (const isTTY of [true, false]) {
    let written = '';
    const tell = showReading({ isTTY, write: (text) => (written += text) });
    for (const mib of [1, 16, 17, 31, 40]) tell(mib * 2 ** 20);
    expect(written).toBe(
      isTTY ? '\r\u001b[2Kpreparing – reading the file, 17 MB\r\u001b[2Kpreparing – reading the file, 42 MB' : '',
    );
  }
});
