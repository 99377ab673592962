import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectLab, LabRefusal, STOP_LIMIT_MS, STOP_PATIENCE_MS, type WorkerLike } from './client';
import type { FromWorker, ToWorker } from './protocol';
import type { Progress } from './progress';
import { plainFailure } from './failure';

/** The other side of the wall, driven by hand. */
class HandWorker implements WorkerLike {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  asked: ToWorker[] = [];
  ended = false;
  postMessage(message: ToWorker): void {
    this.asked.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
  say(message: FromWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  }
  answer(command: ToWorker['command'], answer: unknown): void {
    const question = this.asked.find((candidate) => candidate.command === command);
    if (!question) throw new Error(`"${command}" was not asked; asked: ${this.asked.map((q) => q.command).join(', ')}`);
    this.say({ kind: 'answer', id: question.id, answer });
  }
}

function connected() {
  const workers: HandWorker[] = [];
  const lab = connectLab(() => {
    const worker = new HandWorker();
    workers.push(worker);
    return worker;
  });
  const worker = (n: number): HandWorker => workers[n] ?? expect.fail(`worker ${n} was not started`);
  return { lab, workers, worker };
}

const progress = (step: number): Progress => ({
  phase: 'paused',
  ending: null,
  stage: { at: 1, of: 1 },
  step,
  epoch: 2,
  fraction: 0.5,
  speed: null,
  secondsLeft: null,
  detail: null,
});
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the client of the lab', () => {
  it('gives every question its own answer, whatever the order they come in', async () => {
    const { lab, worker } = connected();
    const first = lab.ask('findUsers', { text: 'a', limit: 1 });
    const second = lab.ask('findUsers', { text: 'b', limit: 1 });
    const [a, b] = worker(0).asked;
    worker(0).say({ kind: 'answer', id: b?.id ?? -1, answer: [{ user: 2, id: 'b', title: 'B', events: 3 }] });
    worker(0).say({ kind: 'answer', id: a?.id ?? -1, answer: [] });
    expect(await first).toEqual([]);
    expect(await second).toEqual([{ user: 2, id: 'b', title: 'B', events: 3 }]);
  });

  it('rejects a refused question with the failure and all its fields', async () => {
    const { lab, worker } = connected();
    const failure = {
      ...plainFailure('data', { name: 'DataError', message: 'm', stack: 's' }),
      nodeId: 'n',
      problem: { code: 'one-user' as const, file: 'log' as const, values: {} },
    };
    const question = lab.ask('worlds', {});
    worker(0).say({ kind: 'refused', id: worker(0).asked[0]?.id ?? -1, failure });
    const refusal = await question.catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LabRefusal);
    expect((refusal as LabRefusal).failure).toEqual(failure);
    expect((refusal as LabRefusal).ended).toBe(false);
  });

  it('hands events to listeners until they leave', () => {
    const { lab, worker } = connected();
    const steps: number[] = [];
    const leave = lab.on('recovered', ({ step }) => steps.push(step));
    worker(0).say({ kind: 'event', type: 'recovered', event: { step: 4 } });
    leave();
    worker(0).say({ kind: 'event', type: 'recovered', event: { step: 5 } });
    expect(steps).toEqual([4]);
  });

  it('keeps the worker when a stop is answered in time', async () => {
    const { lab, workers, worker } = connected();
    const stop = lab.ask('stop', {});
    await vi.advanceTimersByTimeAsync(STOP_PATIENCE_MS - 1);
    worker(0).answer('stop', {});
    expect(await stop).toEqual({});
    await vi.advanceTimersByTimeAsync(STOP_PATIENCE_MS);
    expect(workers).toHaveLength(1);
    expect(worker(0).ended).toBe(false);
  });

  it('gives a worker with steps to lose the time to end its step, and says "stopping" at once and no other phase until it is at rest', async () => {
    const { lab, workers, worker } = connected();
    const phases: string[] = [];
    lab.on('progress', ({ phase }) => phases.push(phase));
    const say = (phase: Progress['phase'], step: number) =>
      worker(0).say({ kind: 'event', type: 'progress', event: { ...progress(step), phase } });
    say('training', 3);
    const stop = lab.ask('stop', {});
    expect(phases).toEqual(['training', 'stopping']);
    await vi.advanceTimersByTimeAsync(STOP_LIMIT_MS - 1);
    say('training', 4);
    say('stopping', 4);
    say('done', 4);
    worker(0).answer('stop', {});
    expect(await stop).toEqual({});
    expect(phases).toEqual(['training', 'stopping', 'stopping', 'done']);
    say('training', 5);
    expect(phases.at(-1)).toBe('training');
    expect(workers).toHaveLength(1);
  });

  it('says where the run is when a stop is refused', async () => {
    const { lab, worker } = connected();
    const phases: string[] = [];
    lab.on('progress', ({ phase }) => phases.push(phase));
    worker(0).say({ kind: 'event', type: 'progress', event: progress(3) });
    const stop = lab.ask('stop', {});
    worker(0).say({
      kind: 'refused',
      id: worker(0).asked[0]?.id ?? -1,
      failure: plainFailure('internal', { message: 'm' }),
    });
    expect(await stop).toEqual({});
    expect(phases).toEqual(['paused', 'stopping', 'paused']);
  });

  it('ends a worker with steps to lose that hangs', async () => {
    const { lab, worker } = connected();
    worker(0).say({ kind: 'event', type: 'progress', event: { ...progress(3), phase: 'training' } });
    worker(0).say({ kind: 'event', type: 'own', event: { run: 'mine', checkpoint: true } });
    const stop = lab.ask('stop', {});
    await vi.advanceTimersByTimeAsync(STOP_LIMIT_MS);
    expect(worker(0).ended).toBe(true);
    // No other run than its own: another tab may have stored one meanwhile.
    expect(worker(1).asked.at(-1)).toMatchObject({ command: 'restore', ask: { run: 'mine' } });
    worker(1).answer('restore', { progress: { ...progress(2), phase: 'done' } });
    expect(await stop).toEqual({});
  });

  it('ends a worker without a step that does not stop within a second and restores the last checkpoint in a new one, without an error', async () => {
    const { lab, worker } = connected();
    const seen: unknown[] = [];
    lab.on('progress', (event) => seen.push(event));
    lab.on('failed', (event) => seen.push(event));
    const open = lab.ask('open', { cpu: false });
    worker(0).answer('open', { backend: 'webgpu' });
    await open;
    worker(0).say({ kind: 'event', type: 'own', event: { run: 'mine', checkpoint: true } });
    const start = lab.ask('retrieve', { user: 1, k: 10 }).catch((error: unknown) => error);
    const stop = lab.ask('stop', {});
    await vi.advanceTimersByTimeAsync(STOP_PATIENCE_MS);
    expect(worker(0).ended).toBe(true);
    expect((await start) instanceof LabRefusal && ((await start) as LabRefusal).ended).toBe(true);

    expect(worker(1).asked.map(({ command, ask }) => [command, ask])).toEqual([['open', { cpu: false }]]);
    worker(1).answer('open', { backend: 'webgpu' });
    await settle();
    worker(1).answer('restore', { progress: progress(120) });
    await settle();
    worker(1).answer('stop', {});
    expect(await stop).toEqual({});
    expect(seen).toEqual([progress(120)]);
  });

  it('tells the new worker the pace, and whose lists are kept, once there are data', async () => {
    const { lab, worker } = connected();
    for (const [command, ask] of [
      ['pace', { stepsPerSecond: 2 }],
      ['watch', { user: 3 }],
    ] as const) {
      const asked = lab.ask(command, ask);
      worker(0).answer(command, {});
      await asked;
    }
    const stop = lab.ask('stop', {});
    await vi.advanceTimersByTimeAsync(STOP_PATIENCE_MS);
    worker(1).answer('pace', {});
    await settle();
    worker(1).answer('restore', null);
    await settle();
    worker(1).answer('watch', {});
    await stop;
    expect(worker(1).asked.map(({ command, ask }) => [command, ask])).toEqual([
      ['pace', { stepsPerSecond: 2 }],
      ['restore', { run: null }],
      ['watch', { user: 3 }],
    ]);
  });

  it('reads the files again in the new worker where there was no checkpoint', async () => {
    const { lab, worker } = connected();
    const files = { files: { log: null, items: null, users: null }, dialects: {} };
    const source = {
      kind: 'files' as const,
      roles: { log: [], items: null, users: null },
      protocol: {
        split: 'random' as const,
        repeats: 'first' as const,
        ties: 'strict' as const,
        minItemEvents: 1,
        minUserEvents: 1,
        keepSeen: false,
        where: '',
        positives: '',
        weight: '',
      },
    };
    const load = lab.ask('load', { source, files });
    worker(0).answer('load', {});
    await load;
    const phases: string[] = [];
    lab.on('progress', ({ phase }) => phases.push(phase));
    const stop = lab.ask('stop', {});
    await vi.advanceTimersByTimeAsync(STOP_PATIENCE_MS);
    worker(1).answer('restore', null);
    await settle();
    worker(1).answer('load', {});
    await stop;
    expect(worker(1).asked.map(({ command, ask }) => [command, ask])).toEqual([
      // No run of another tab.
      ['restore', { run: null }],
      ['load', { source, files }],
    ]);
    expect(phases).toEqual(['idle']);
  });

  it('begins without weights in the new worker where the run that hung had no checkpoint, on the data of the one before', async () => {
    const { lab, worker } = connected();
    const phases: string[] = [];
    lab.on('progress', ({ phase }) => phases.push(phase));
    for (const event of [
      { run: 'before', checkpoint: true },
      { run: 'hung', checkpoint: false },
    ])
      worker(0).say({ kind: 'event', type: 'own', event });
    const stop = lab.ask('stop', {});
    await vi.advanceTimersByTimeAsync(STOP_PATIENCE_MS);
    const source = { kind: 'world', id: 'bookshop', events: 100, seed: 1 } as const;
    worker(1).answer('restore', { progress: progress(7), run: { data: { source } } });
    await settle();
    worker(1).answer('load', {});
    await stop;
    expect(worker(1).asked.map(({ command, ask }) => [command, ask])).toEqual([
      ['restore', { run: 'before' }],
      ['load', { source }],
    ]);
    expect(phases).toEqual(['idle']);
  });

  it('says a crash of the worker once and refuses what was asked', async () => {
    const { lab, worker } = connected();
    const failures: string[] = [];
    lab.on('failed', ({ code, detail }) => failures.push(`${code}: ${detail.message}`));
    const question = lab.ask('worlds', {}).catch((error: unknown) => error);
    worker(0).onerror?.({ message: 'out of memory' } as ErrorEvent);
    expect((await question) as LabRefusal).toMatchObject({ message: 'out of memory', ended: false });
    expect(failures).toEqual(['worker-ended: out of memory']);
  });

  it('refuses questions after it was disposed', async () => {
    const { lab, worker } = connected();
    lab.dispose();
    expect(worker(0).ended).toBe(true);
    await expect(lab.ask('worlds', {})).rejects.toThrow('disposed');
  });
});
