import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../model/document/schema';
import { tinyDataset } from '../../model/harness/tiny-log';
import { presetOf } from '../../model/presets/presets';
import { AT_REST } from '../announcer';
import { documentUntil, standardFunnel } from '../funnel/standard';
import type { Run } from '../runs/run';
import { runOf } from '../runs/testing';
import type { Document } from './graph';
import { pageOver } from './testing';

const drawn = runOf('drawn');
const schema = schemaOf(tinyDataset());
const until = { steps: 10 };
const MODELS = ['mind', 'two-tower', 'pre-ranker'];
const trainedRun = (id: string, change: Partial<Run> = {}): Run =>
  runOf(`run of ${id}`, {
    ...documentUntil(id, schema, until),
    status: 'finished',
    checkpointBytes: 10,
    step: 10,
    ...change,
  });

function page(known: readonly Run[] = []) {
  const lab = pageOver<Document>({ graph: drawn.graph, settings: drawn.settings });
  const { bench } = lab;
  bench.data.setState({ summary: { schema, fingerprint: drawn.data.fingerprint } as never });
  bench.view.setState({ funnelUntil: until });
  bench.runs.setState({ runs: known });
  /** The one under way comes to its end, and is stored. */
  const finish = async (change: Partial<Run> = {}): Promise<void> => {
    bench.runs.put(trainedRun(presetOf(bench.run.getState().trained!.graph)!.id, change));
    lab.end('done', 'finished');
    await lab.settled();
  };
  const begun = () => lab.starts().map(({ graph }) => presetOf(graph)!.id);
  return { ...lab, finish, begun, queue: () => bench.runs.getState().queue };
}
const runsOf = ({ bench }: ReturnType<typeof page>) =>
  bench.funnel.getState().stages?.map(({ sources }) => sources.map(({ run }) => run));

describe('training a funnel', () => {
  it('trains its models one after the other, puts their runs behind each other, and runs the users through', async () => {
    const lab = page();
    void lab.bench.trainFunnel();
    await lab.settled();
    expect([lab.begun(), lab.queue()]).toEqual([['mind'], 'funnel']);
    expect(lab.starts()[0]).toEqual(documentUntil('mind', schema, until));
    for (const _ of MODELS) await lab.finish();
    expect([lab.begun(), lab.queue()]).toEqual([MODELS, null]);
    expect(runsOf(lab)).toEqual([['run of mind', 'run of two-tower'], ['run of two-tower'], ['run of pre-ranker']]);
    const { stages } = lab.bench.funnel.getState();
    expect(stages!.map(({ keep }) => keep)).toEqual(standardFunnel(schema).map(({ keep }) => keep));
    expect(lab.asked.at(-1)).toMatchObject(['funnel', { stages }]);
    expect(lab.bench.graph.getState().document, 'the drawing').toEqual({
      graph: drawn.graph,
      settings: drawn.settings,
    });
  });

  it('says whose weights the browser had no room for, and leaves the stages as they were', async () => {
    const lab = page();
    void lab.bench.trainFunnel();
    await lab.settled();
    for (const model of MODELS) await lab.finish(model === 'mind' ? { checkpointBytes: 0 } : {});
    expect([runsOf(lab), lab.queue()]).toEqual([undefined, null]);
    expect(lab.bench.run.getState().failure).toMatchObject({
      code: 'run-without-weights',
      values: { title: documentUntil('mind', schema, until).graph.title },
    });
  });

  it('uses runs of the same data, preset and settings, and no others', async () => {
    const lab = page([
      trainedRun('mind', { status: 'converged' }),
      trainedRun('two-tower', { status: 'stopped' }),
      trainedRun('pre-ranker', { checkpointBytes: 0 }),
      trainedRun('two-tower', { id: 'longer', settings: documentUntil('two-tower', schema, { steps: 11 }).settings }),
      trainedRun('pre-ranker', { id: 'other data', data: { ...drawn.data, fingerprint: 'other' } }),
    ]);
    void lab.bench.trainFunnel();
    await lab.settled();
    await lab.finish();
    await lab.finish();
    expect(lab.begun()).toEqual(['two-tower', 'pre-ranker']);
    expect(runsOf(lab)).toHaveLength(3);
  });

  it('trains nothing where all are there, and leaves a run that is paused alone', async () => {
    const lab = page(MODELS.map((id) => trainedRun(id)));
    lab.bench.run.setState({ progress: { ...AT_REST, phase: 'paused' } });
    await lab.bench.trainFunnel();
    expect(lab.asked.map(([command]) => command)).toEqual(['funnel']);
    expect(runsOf(lab)).toHaveLength(3);
  });

  it('is cancelled, or ends with a run that fails: the stages stay as they were, and the rest can be trained', async () => {
    const lab = page();
    void lab.bench.trainFunnel();
    await lab.settled();
    await lab.finish();
    await lab.bench.cancelQueue();
    await lab.settled();
    expect([lab.begun(), lab.queue(), runsOf(lab)]).toEqual([['mind', 'two-tower'], null, undefined]);
    void lab.bench.trainFunnel();
    await lab.settled();
    lab.end('failed', null);
    await lab.settled();
    expect([lab.begun().slice(2), lab.queue(), runsOf(lab)]).toEqual([['two-tower'], null, undefined]);
  });

  it('goes on after a reload with the model that rests on screen', async () => {
    const lab = page([trainedRun('mind')]);
    const trained = documentUntil('two-tower', schema, until);
    lab.bench.run.setState({ id: 'restored', trained, progress: { ...AT_REST, phase: 'paused' } });
    void lab.bench.trainFunnel();
    await lab.settled();
    expect(lab.asked.map(([command]) => command)).toEqual(['resume']);
    await lab.finish();
    expect(lab.begun()).toEqual(['pre-ranker']);
    await lab.finish();
    expect(runsOf(lab)).toHaveLength(3);
  });

  it('ends where other data is loaded meanwhile, or a sweep begins', async () => {
    const lab = page();
    void lab.bench.trainFunnel();
    await lab.settled();
    lab.bench.data.setState({ summary: { schema, fingerprint: 'other' } as never });
    await lab.finish();
    expect([lab.begun(), lab.queue()]).toEqual([['mind'], null]);

    const other = page();
    void other.bench.trainFunnel();
    await other.settled();
    other.bench.sweep({ vary: null, values: [], seeds: [1, 2] });
    await other.settled();
    expect(other.queue()).not.toBe('funnel');
    other.end('done', 'finished');
    await other.settled();
    expect(other.starts().map(({ settings }) => settings.seed)).toEqual([7, 1, 2]);
  });
});
