import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../model/document/schema';
import { tinyDataset } from '../../model/harness/tiny-log';
import { AT_REST } from '../announcer';
import { runOf } from '../runs/testing';
import type { Run } from '../runs/run';
import type { SweepPlace } from '../sweeps/sweep';
import { pageOver } from './testing';

const base = runOf('base');
const schema = schemaOf(tinyDataset());
const document = { graph: base.graph, settings: base.settings };
type Start = typeof document & { sweep: SweepPlace };
const page = (asked?: { refuses: boolean }) => pageOver<Start>(document, asked);

const seeds = { vary: null, values: [], seeds: [1, 2, 3] };
const isSweeping = ({ bench }: ReturnType<typeof page>): boolean => bench.runs.getState().queue !== null;

describe('a sweep on the page', () => {
  it('trains one run after the other, each with its seed and its place in the plan', async () => {
    const lab = page();
    expect(lab.bench.sweep(seeds)).toBeNull();
    await lab.settled();
    expect(lab.starts().map(({ settings }) => settings.seed)).toEqual([1]);
    lab.end('paused', null);
    await lab.settled();
    expect(lab.starts(), 'a run that rests is waited for').toHaveLength(1);
    for (const ending of ['finished', 'converged', 'finished'] as const) {
      lab.end('done', ending);
      await lab.settled();
    }
    expect(lab.starts().map(({ settings }) => settings.seed)).toEqual([1, 2, 3]);
    expect(lab.starts()[1]!.sweep).toEqual({ ...seeds, id: lab.starts()[0]!.sweep.id, value: null });
    expect(lab.starts()[1]!.graph).toEqual(document.graph);
    expect(lab.bench.run.getState().trained, 'a document and nothing else').toEqual({
      ...document,
      settings: { ...document.settings, seed: 3 },
    });
    expect(isSweeping(lab)).toBe(false);
  });

  it('ends with a run that is stopped, or fails', async () => {
    for (const [phase, ending] of [
      ['done', 'stopped'],
      ['failed', null],
    ] as const) {
      const lab = page();
      lab.bench.sweep(seeds);
      await lab.settled();
      lab.end(phase, ending);
      await lab.settled();
      expect([lab.starts().length, isSweeping(lab)], phase).toEqual([1, false]);
    }
  });

  it('is cancelled: the run under way is stopped, and no other begins', async () => {
    const lab = page();
    lab.bench.sweep(seeds);
    await lab.settled();
    await lab.bench.cancelQueue();
    await lab.settled();
    expect(lab.asked.map(([command]) => command)).toEqual(['start', 'stop']);
    expect(isSweeping(lab)).toBe(false);
  });

  it('is cancelled as a run comes to its end: no other begins', async () => {
    const lab = page();
    lab.bench.sweep(seeds);
    await lab.settled();
    lab.end('done', 'finished');
    await lab.bench.cancelQueue();
    await lab.settled();
    expect([lab.starts().length, isSweeping(lab)]).toEqual([1, false]);
  });

  it('says what is wrong with a value before anything is trained', async () => {
    const lab = page();
    const plan = { vary: 'match.temperature', values: [0.1, 9], seeds: [1] };
    expect(lab.bench.sweep(plan)).toMatchObject({ code: 'bad-value', got: '9' });
    await lab.settled();
    expect(lab.asked).toEqual([]);
  });

  it('stops what is under way before its first run', async () => {
    const lab = page();
    lab.end('training', null);
    lab.bench.sweep(seeds);
    await lab.settled();
    expect(lab.asked.map(([command]) => command)).toEqual(['stop', 'start']);
  });
});

describe('the rest of a sweep', () => {
  const sweep = { ...seeds, id: 's', value: null };
  const of = (seed: number, change: Partial<Run>): Run =>
    runOf(`seed-${seed}`, { settings: { ...base.settings, seed }, sweep, step: 9, ...change });

  it('is what has not come to its end, of the drawing of its runs', async () => {
    const lab = page();
    lab.bench.runs.setState({ runs: [of(2, { status: 'stopped' }), of(1, { status: 'finished' })] });
    lab.bench.data.setState({ summary: { fingerprint: base.data.fingerprint, schema } as never });
    lab.bench.graph.getState().replace({ ...document, graph: { ...document.graph, title: 'other' } });
    void lab.bench.goOnSweeping('s');
    await lab.settled();
    lab.end('done', 'finished');
    await lab.settled();
    expect(lab.starts().map(({ settings, graph }) => [settings.seed, graph.title])).toEqual([
      [2, 'Plain'],
      [3, 'Plain'],
    ]);
    expect(lab.starts()[0]!.sweep).toEqual(sweep);
  });

  it('begins with the run that rests on screen, which goes on', async () => {
    const lab = page();
    lab.bench.runs.setState({ runs: [of(2, { status: 'paused' }), of(1, { status: 'finished' })] });
    lab.bench.data.setState({ summary: { fingerprint: base.data.fingerprint, schema } as never });
    lab.bench.run.setState({ id: 'seed-2', progress: { ...AT_REST, phase: 'paused' } });
    void lab.bench.goOnSweeping('s');
    await lab.settled();
    expect(lab.asked.map(([command]) => command)).toEqual(['resume']);
    lab.bench.runs.put(of(2, { status: 'finished' }));
    lab.end('done', 'finished');
    await lab.settled();
    expect(lab.starts().map(({ settings }) => settings.seed)).toEqual([3]);
  });

  it('reads its data where another set is loaded, and does nothing where that is gone', async () => {
    const lab = page({ refuses: true });
    lab.bench.runs.setState({ runs: [of(1, { status: 'finished' })] });
    lab.bench.data.setState({ summary: { fingerprint: 'another' } as never });
    await lab.bench.goOnSweeping('s');
    expect(lab.asked.map(([command]) => command)).toEqual(['openRun']);
  });
});
