/** A stored run as the teacher of a ranker. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_PROTOCOL } from '../../data/dataset';
import { runScores, scalingOf } from '../../data/run-scores';
import { setParam } from '../../model/document/graph-edits';
import type { Json } from '../../model/document/graph';
import { impressionLog } from '../evaluate/testing';
import { closingLabs, refusal } from '../host-testing';
import type { LabHost } from '../host';
import type { DataSource } from '../loading/data-source';
import type { DatasetSummary } from '../loading/describe-data';
import { memoryStorage, type RunStorage } from '../runs/storage';
import { listen, plainDocument, textOf, type Document, type Heard } from '../testing';

const STEPS = 5;
const LOG = impressionLog(4);
const heardBy = closingLabs();

/** What was clicked are events, what was not is shown. @param label another column, of numbers */
async function load({ lab }: Heard, log: string, label?: string): Promise<DatasetSummary> {
  const files = { log: new File([log], 'clicks.csv'), items: null, users: null };
  const { roles } = await lab.ask('preview', { files, dialects: {} });
  const source: DataSource = {
    kind: 'files',
    roles: label
      ? { ...roles, log: [...roles.log.filter(({ column }) => column !== label), { column: label, role: 'label' }] }
      : roles,
    protocol: { ...DEFAULT_PROTOCOL, positives: 'is_click=1', minItemEvents: 1, minUserEvents: 3, repeats: 'all' },
  };
  return lab.ask('load', { source });
}

async function opened(storage: RunStorage = memoryStorage()): Promise<Heard> {
  const heard = await heardBy(listen({ storage }));
  await heard.lab.ask('open', { cpu: true });
  await load(heard, LOG);
  return heard;
}

/** The losses of its steps. */
async function trained(heard: Heard, document: Document & { teacher?: { json: string } }): Promise<number[]> {
  heard.forget();
  await heard.lab.ask('start', document);
  await heard.until(() => heard.progress.at(-1)?.phase === 'done' || heard.failures.length > 0);
  expect(heard.failures).toEqual([]);
  return heard.series('loss');
}

const newest = async ({ lab }: Heard): Promise<string> => (await lab.ask('runs', {})).runs[0]!.id;

/** A narrow ranker of what was shown. */
async function ranker({ lab }: Heard, block: 'list-softmax' | 'pair-bce', params: Record<string, Json>) {
  const { graph } = await lab.ask('preset', { id: 'pre-ranker', width: 4 });
  const nodes = graph.nodes.map((node) => (node.id === 'taken' ? { ...node, block } : node));
  const asked = { from: 'shown', candidates: 4, teacherShare: 0.5, ...params };
  const drawn = Object.entries(asked).reduce((next, [name, value]) => setParam(next, 'taken', name, value), {
    ...graph,
    nodes,
  });
  return { graph: drawn, settings: plainDocument(STEPS).settings };
}
const byRun = (run: string) => ({ taughtBy: 'run', run });

/** Each kind of teacher, trained a little. */
const TEACHERS: Record<string, (heard: Heard) => Promise<Document>> = {
  'two towers': async () => plainDocument(20),
  'a ranker': async (heard) => ({
    graph: (await ranker(heard, 'pair-bce', {})).graph,
    settings: plainDocument(40).settings,
  }),
};
async function withTeacher(heard: Heard, kind = 'two towers'): Promise<string> {
  await trained(heard, await TEACHERS[kind]!(heard));
  return newest(heard);
}

/** The log with the scores of the run on screen. */
const scoredLog = async ({ lab }: Heard): Promise<string> => {
  const { blob } = await lab.ask('exportScores', { column: 'score' });
  return blob.text();
};
const datasetOf = ({ lab }: Heard) => (lab as LabHost).needData().dataset;

describe('a stored run whose scores a ranker learns from', () => {
  it.each(Object.keys(TEACHERS))(
    '%s, teaches a softmax as the column of its exported scores does, to the bit',
    async (kind) => {
      const heard = await opened();
      const teacher = await withTeacher(heard, kind);
      const log = await scoredLog(heard);
      const taught = await trained(heard, await ranker(heard, 'list-softmax', byRun(teacher)));
      expect(taught).toHaveLength(STEPS);
      expect(await heard.lab.ask('teacherScaling', {})).toBeNull();
      expect(await trained(heard, await ranker(heard, 'list-softmax', {}))).not.toEqual(taught);
      await load(heard, log, 'score');
      expect(await trained(heard, await ranker(heard, 'list-softmax', { teacher: 'score' }))).toEqual(taught);
    },
  );

  it('teaches a logistic loss as a column of its scores, scaled to log-odds by the training lists', async () => {
    const heard = await opened();
    const teacher = await withTeacher(heard);
    const log = await scoredLog(heard);
    const taught = await trained(heard, await ranker(heard, 'pair-bce', byRun(teacher)));
    const dataset = datasetOf(heard);
    const { slope, intercept } = scalingOf(dataset, runScores(dataset, teacher)!, 3);
    expect(Math.abs(intercept)).toBeGreaterThan(0.1);
    expect(await heard.lab.ask('teacherScaling', {})).toEqual({ slope, intercept });
    const scaled = log.replace(/,([^,\n\r]*)(?=\r\n)/g, (whole, cell: string) =>
      cell === '' || cell === 'score'
        ? whole
        : `,${Number(Math.fround(slope * Math.fround(Number(cell)) + intercept).toPrecision(9))}`,
    );
    await load(heard, scaled, 'score');
    expect(await trained(heard, await ranker(heard, 'pair-bce', { teacher: 'score' }))).toEqual(taught);
    await load(heard, log, 'score');
    expect(await trained(heard, await ranker(heard, 'pair-bce', { teacher: 'score' }))).not.toEqual(taught);
  });

  it('stays frozen, and in the checkpoint: a run whose teacher was deleted goes on to the same losses', async () => {
    const storage = memoryStorage();
    const heard = await opened(storage);
    const teacher = await withTeacher(heard);
    const document = await ranker(heard, 'pair-bce', byRun(teacher));
    const straight = await trained(heard, document);
    for (let n = 0; n < 3; n++) await heard.lab.ask('step', document);
    await heard.lab.ask('pause', {});
    await heard.lab.ask('keep', {});
    const scaling = await heard.lab.ask('teacherScaling', {});
    expect(scaling?.slope).toBeGreaterThan(0);
    await heard.lab.dispose();

    const second = await heardBy(listen({ storage }));
    await second.lab.ask('open', { cpu: true });
    await second.lab.ask('removeRun', { id: teacher });
    await second.lab.ask('restore', {});
    expect(await second.lab.ask('teacherScaling', {})).toEqual(scaling);
    await second.lab.ask('resume', {});
    await second.until(() => second.progress.at(-1)?.phase === 'done' || second.failures.length > 0);
    expect(second.failures).toEqual([]);
    expect(second.series('loss')).toEqual(straight.slice(3));
    // Once more from where it ended, with nobody else to ask.
    await second.lab.ask('continue', { steps: 2 });
    expect((await refusal(second.lab.ask('start', document))).code).toBe('run-gone');
    await second.lab.dispose();

    // Of a run at its end too.
    const third = await heardBy(listen({ storage }));
    await third.lab.ask('open', { cpu: true });
    await third.lab.ask('restore', {});
    expect(third.progress.at(-1)?.phase).toBe('done');
    expect(await third.lab.ask('teacherScaling', {})).toEqual(scaling);
  });

  it('may come in a weights file instead, under the name that the graph has', async () => {
    const heard = await opened();
    const teacher = await withTeacher(heard);
    const json = await textOf(heard.lab.ask('exportWeights', { encoding: 'base64-f32-le' }));
    const taught = await trained(heard, await ranker(heard, 'list-softmax', byRun(teacher)));
    const document = await ranker(heard, 'list-softmax', byRun('towers.json'));
    expect(await trained(heard, { ...document, teacher: { json } })).toEqual(taught);
  });

  it('is refused where none is named, it is gone, or of other data; what is on screen stays', async () => {
    const heard = await opened();
    const { lab } = heard;
    const teacher = await withTeacher(heard);
    const rested = heard.progress.at(-1);
    const refused = async (run: string) => refusal(lab.ask('start', await ranker(heard, 'list-softmax', byRun(run))));
    expect(await refused('')).toMatchObject({
      code: 'document',
      problems: [{ nodeId: 'taken', field: 'run', code: 'no-run' }],
    });
    expect((await refused('nobody')).code).toBe('run-gone');
    expect(heard.progress.at(-1)).toEqual(rested);
    expect(await lab.ask('retrieve', { user: 0, k: 3 })).toBeDefined();
    await load(heard, impressionLog(5));
    expect((await refused(teacher)).code).toBe('run-other-data');
  });

  it('is refused to a logistic loss where its scores fall with what was taken, and has an order for a softmax to learn', async () => {
    const heard = await opened();
    await withTeacher(heard, 'a ranker');
    const file = JSON.parse(await textOf(heard.lab.ask('exportWeights', { encoding: 'array' }))) as {
      graph: { title: string };
      tensors: Record<string, { data: number[] }>;
    };
    for (const [path, tensor] of Object.entries(file.tensors))
      if (path.startsWith('match/score/')) tensor.data = tensor.data.map((x) => -x);
    const teacher = { json: JSON.stringify(file) };
    const pointwise = await ranker(heard, 'pair-bce', byRun('upside-down.json'));
    expect(await refusal(heard.lab.ask('start', { ...pointwise, teacher }))).toMatchObject({
      code: 'teacher-against-labels',
      values: { title: file.graph.title },
    });
    const listwise = await ranker(heard, 'list-softmax', byRun('upside-down.json'));
    expect(await trained(heard, { ...listwise, teacher })).toHaveLength(STEPS);
    // Its scores are there by now.
    expect(await refusal(heard.lab.ask('checkRun', { ...pointwise, teacher }))).toMatchObject({
      code: 'teacher-against-labels',
      values: { title: file.graph.title },
    });
  });

  it('is asked no longer after a stop, and nothing begins', async () => {
    const heard = await opened();
    const teacher = await withTeacher(heard);
    const rested = heard.progress.at(-1);
    const runs = (await heard.lab.ask('runs', {})).runs.length;
    heard.forget();
    const stopped = heard
      .until(() => heard.progress.at(-1)?.detail === 'teacher')
      .then(() => heard.lab.ask('stop', {}));
    const started = refusal(heard.lab.ask('start', await ranker(heard, 'list-softmax', byRun(teacher))));
    await stopped;
    expect((await started).code).toBe('cut-off');
    expect(heard.progress.at(-1)).toEqual(rested);
    expect((await heard.lab.ask('runs', {})).runs).toHaveLength(runs);
  });
});
