import { describe, expect, it } from 'vitest';
import { closingLabs } from '../host-testing';
import { standardised, teacherVectors } from '../../data/teacher-vectors';
import { setParam } from '../../model/document/graph-edits';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { encodeTargets } from '../evaluate/model';
import type { LabHost } from '../host';
import type { LabRefusal } from '../failure';
import { memoryStorage, type RunStorage } from '../runs/storage';
import type { Events } from '../protocol';
import {
  listen,
  plainDocument,
  ready,
  SMALL_WORLD,
  smallDocument,
  textOf,
  type Document,
  type Heard,
} from '../testing';

const STEPS = 6;
const heardBy = closingLabs();
/** To the end, or to where it fails. */
async function done({ until, progress, failures }: Heard): Promise<void> {
  await until(() => progress.at(-1)?.phase === 'done' || failures.length > 0);
  expect(failures).toEqual([]);
}

/** MOBIUS, narrow, whose teacher is this run. */
async function student({ lab }: Heard, run: string): Promise<Document> {
  const { graph } = await lab.ask('preset', { id: 'mobius', width: 4 });
  const judged = setParam(setParam(graph, 'softmax', 'teacher', 'run'), 'softmax', 'run', run);
  const { settings } = await smallDocument(lab, STEPS);
  return { graph: setParam(judged, 'softmax', 'threshold', 0.5), settings };
}

async function trained(heard: Heard, document: Document & { teacher?: { json: string } }): Promise<number[]> {
  heard.forget();
  await heard.lab.ask('start', document);
  await done(heard);
  return heard.series('loss');
}

const newest = async ({ lab }: Heard): Promise<string> => (await lab.ask('runs', {})).runs[0]!.id;

/** A lab with a stored run of plain towers. */
async function withTeacher(storage: RunStorage = memoryStorage()): Promise<{ heard: Heard; teacher: string }> {
  const heard = await heardBy(ready({ storage }, true));
  await trained(heard, plainDocument(30));
  return { heard, teacher: await newest(heard) };
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('was not refused'),
    ({ failure }: LabRefusal) => failure,
  );

describe('a stored run as the teacher', () => {
  it('judges by the vectors that its towers have for users as they stood when training ended', async () => {
    const { heard, teacher } = await withTeacher();
    const host = heard.lab as LabHost;
    const { dataset, encoder, compiled } = host.needModel();
    const targets = dataset.split.validation.slice(0, 16);
    const users = encodeTargets(encoder, dataset, targets, compiled);
    const items = encoder.encodeSomeItems(Uint32Array.from(dataset.items.keys()));
    const [u, v] = await Promise.all([users.vectors.data(), items.data()]);
    const rowsOfUsers = (vectors: Float32Array): Float32Array => {
      const size = compiled.indexWidth;
      const all = new Float32Array(dataset.users.length * size);
      targets.forEach(({ user }, row) => all.set(vectors.subarray(row * size, (row + 1) * size), user * size));
      return all;
    };
    disposeVectors(users);
    items.dispose();

    await trained(heard, await student(heard, teacher));
    const given = teacherVectors(dataset, teacher)!;
    const expected = standardised(
      dataset,
      rowsOfUsers(u as Float32Array),
      (v as Float32Array).subarray(0, dataset.items.length * compiled.indexWidth),
    );
    expect(given.items).toEqual(expected.items);
    const width = compiled.indexWidth + 1;
    targets.forEach(({ user }) => {
      for (let at = user * width; at < (user + 1) * width; at++)
        expect(given.users[at]).toBeCloseTo(expected.users[at]!, 4);
    });
    // What is listed is judged by it, too.
    expect(heard.results.at(-1)!.metrics['relevance@10']).toBeGreaterThan(0);
    expect((await heard.lab.ask('badCases', {}))!.judged).toBeGreaterThan(0);
  });

  it('stays frozen, and in the checkpoint: a run whose teacher was deleted goes on to the same losses', async () => {
    const storage = memoryStorage();
    const { heard, teacher } = await withTeacher(storage);
    const document = await student(heard, teacher);
    const straight = await trained(heard, document);
    const other = await trained(heard, {
      ...document,
      graph: setParam(document.graph, 'softmax', 'teacher', 'co-occurrence'),
    });
    expect(other).not.toEqual(straight);

    for (let n = 0; n < 3; n++) await heard.lab.ask('step', document);
    await heard.lab.ask('pause', {});
    await heard.lab.ask('keep', {});
    await heard.lab.dispose();
    const second = await heardBy(listen({ storage }));
    await second.lab.ask('open', { cpu: true });
    await second.lab.ask('removeRun', { id: teacher });
    await second.lab.ask('restore', {});
    await second.lab.ask('resume', {});
    await done(second);
    expect(second.series('loss')).toEqual(straight.slice(3));

    // Once more from where it ended, with nothing else to be judged by.
    await second.lab.ask('continue', { steps: 2 });
    expect((await refusal(second.lab.ask('start', document))).code).toBe('run-gone');
  });

  it('may come in a weights file instead, under the name that the graph has', async () => {
    const { heard, teacher } = await withTeacher();
    await heard.lab.ask('openRun', { id: teacher });
    const json = await textOf(heard.lab.ask('exportWeights', { encoding: 'base64-f32-le' }));
    const byRun = await trained(heard, await student(heard, teacher));
    const document = await student(heard, 'towers.json');
    heard.forget();
    await heard.lab.ask('start', { ...document, teacher: { json } });
    await done(heard);
    expect(heard.series('loss')).toEqual(byRun);
  });

  it('says of a weights file that it is of other data, and how many of its ids the loaded data has', async () => {
    const { heard, teacher } = await withTeacher();
    const { lab } = heard;
    await lab.ask('openRun', { id: teacher });
    const json = await textOf(lab.ask('exportWeights', { encoding: 'base64-f32-le' }));
    const document = await student(heard, 'towers.json');
    const said: Events['otherData'][] = [];
    lab.on('otherData', (other) => said.push(other));
    const asked = { json, givenAs: '--teacher "towers.json"' };
    await lab.ask('start', { ...document, teacher: asked });
    await done(heard);
    expect(said).toEqual([]);
    await lab.ask('load', { source: { ...SMALL_WORLD, events: 900 } });
    heard.forget();
    await lab.ask('start', { ...(await student(heard, 'towers.json')), teacher: asked });
    await done(heard);
    const { known } = await lab.ask('importWeights', { json });
    expect(known.map(({ field }) => field)).toEqual(['user id', 'item id']);
    expect(said).toEqual([{ weights: '--teacher "towers.json"', known }]);
  });

  it('in a weights file is asked once by all that learn from it, and again where another file has its name', async () => {
    const { heard } = await withTeacher();
    const { lab } = heard;
    const fileOf = async (document: Document) => {
      await trained(heard, document);
      return textOf(lab.ask('exportWeights', { encoding: 'base64-f32-le' }));
    };
    const [first, second] = [await fileOf(plainDocument(30)), await fileOf(plainDocument(30, { seed: 9 }))];
    // That of other data is told whenever it is read.
    await lab.ask('load', { source: { ...SMALL_WORLD, events: 900 } });
    let read = 0;
    lab.on('otherData', () => read++);
    const document = await student(heard, 'towers.json');
    const asked = { ...document, teacher: { json: first } };
    const rested = heard.progress.at(-1);
    await lab.ask('checkRun', asked);
    expect([read, heard.progress.at(-1), (await lab.ask('runs', {})).runs.length]).toEqual([1, rested, 3]);
    const straight = await trained(heard, asked);
    expect(await trained(heard, asked)).toEqual(straight);
    expect(read).toBe(1);
    const other = await trained(heard, { ...document, teacher: { json: second } });
    expect([read, other.length]).toEqual([2, STEPS]);
    expect(other).not.toEqual(straight);
    expect(await trained(heard, asked)).toEqual(straight);
    expect(read).toBe(3);
  });

  it('is refused where none is named, it is gone, of other data, or a ranker; what is on screen stays', async () => {
    const { heard, teacher } = await withTeacher();
    const { lab } = heard;
    const rested = heard.progress.at(-1);
    /** As a check beforehand says too. */
    const refused = async (run: string) => {
      const document = await student(heard, run);
      const failure = await refusal(lab.ask('start', document));
      const { code, values, problems } = failure;
      expect(await refusal(lab.ask('checkRun', document))).toMatchObject({ code, values, problems });
      return failure;
    };
    expect(await refused('')).toMatchObject({
      code: 'document',
      problems: [{ nodeId: 'softmax', field: 'run', code: 'no-run' }],
    });
    expect((await refused('nobody')).code).toBe('run-gone');
    expect(heard.progress.at(-1)).toEqual(rested);
    expect(await lab.ask('retrieve', { user: 0, k: 3 })).toBeDefined();

    const { graph } = await lab.ask('preset', { id: 'pre-ranker', width: 4 });
    const { settings } = await smallDocument(lab, 2);
    await trained(heard, { graph, settings });
    const ranker = await newest(heard);
    expect(await refused(ranker)).toMatchObject({
      code: 'teacher-is-ranker',
      values: { title: graph.title },
    });

    await lab.ask('load', { source: { kind: 'world', id: 'bookshop', events: 1000, seed: 4 } });
    expect((await refused(teacher)).code).toBe('run-other-data');
    await lab.ask('start', plainDocument(2000));
    expect((await refusal(lab.ask('checkRun', plainDocument(2)))).code).toBe('training-not-at-rest');
    await lab.ask('stop', {});
  });
});
