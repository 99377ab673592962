import { listen, plainDocument, type Heard, textOf } from '../testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PROTOCOL } from '../../data/dataset';
import type { LabRefusal } from '../failure';
import { weightsFormat } from '../formats/weights/format';
import { graphFormat } from '../../model/formats/graph/format';
import { settingsFile, settingsFormat } from '../../model/formats/settings/format';
import { drawDat } from '../../model/presets/dat/preset';
import type { WeightsFile, WeightsProblem } from './weights-file';
import { decodeFloats, encodeFloats } from './base64';
import type { Retrieval } from '../evaluate/retrieve';

/** 14 people, 18 things, 10 events each; `first` shifts who comes first and with it every index. */
const rows = (first: number, things: number): string[] =>
  Array.from({ length: 14 * 10 }, (_, row) => {
    const [user, at] = [(row + first) % 14, Math.floor(row / 14)];
    return `p${user},t${(user * 2 + at * (1 + (user % 3)) + first) % things},${1_700_000_000 + at * 86_400 + user}`;
  });
const csv = (name: string, header: string, lines: string[]): File => new File([[header, ...lines].join('\n')], name);

async function load({ lab }: Heard, first: number, things = 18, header = 'user,item,time'): Promise<void> {
  const { roles } = await lab.ask('preview', {
    files: { log: csv(`log${first}.csv`, header, rows(first, things)), items: null, users: null },
    dialects: {},
  });
  await lab.ask('load', {
    source: { kind: 'files', roles, protocol: { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 1 } },
  });
}

let heard: Heard;
let json: string;
let before: Retrieval[];
const ask: Heard['lab']['ask'] = (command, question) => heard.lab.ask(command, question);
const lists = (): Promise<Retrieval[]> => Promise.all([0, 5, 9].map((user) => ask('retrieve', { user, k: 20 })));
const known = ({ model }: Retrieval) => model.map(({ id, score }) => [id, score]);

beforeAll(async () => {
  heard = listen();
  await ask('open', { cpu: false });
  await load(heard, 0);
  await ask('start', plainDocument(12));
  await heard.until(() => heard.progress.at(-1)?.phase === 'done');
  await ask('baselines', {});
  json = await textOf(ask('exportWeights', { encoding: 'base64-f32-le' }));
  before = await lists();
});
afterAll(() => heard.lab.dispose());

const read = (text: string): WeightsFile => JSON.parse(text) as WeightsFile;
const file = (): WeightsFile => read(json);
const changed = (change: (file: WeightsFile) => void): string => {
  const copy = file();
  change(copy);
  return JSON.stringify(copy);
};
const tensor = (from: WeightsFile, path: string) => from.tensors[path] ?? expect.fail(`no tensor ${path}`);
describe('exported weights', () => {
  it('say what they are', () => {
    const { format, version, run, schema, tensors, graph, settings } = file();
    expect({ format, version }).toEqual(weightsFormat.header);
    expect(run.steps).toBeGreaterThan(0);
    expect(run.protocol).toContain('leave-last-out');
    expect(run.metrics['hr@10']).toBeGreaterThan(0);
    expect(run.baselines.popularity?.['hr@10']).toBeGreaterThan(0);
    expect(schema.vocabularies['user id']).toHaveLength(14);
    expect(Object.entries(tensors).map(([path, { shape }]) => [path, shape])).toEqual([
      ['table/users', [16, 4]],
      ['table/items', [20, 4]],
      ['user/both/scale', [1]],
    ]);
    expect(graph).toEqual(plainDocument(12).graph);
    expect(settings).toEqual(settingsFile(plainDocument(12).settings));
  });

  it.each(['base64-f32-le', 'array'] as const)(
    'as %s give the same lists with the same scores, in the same lab and in a fresh one',
    async (encoding) => {
      const { blob, fileName } = await ask('exportWeights', { encoding });
      const mine = await blob.text();
      expect(fileName).toMatch(/^log0-step-\d+\.weights\.json$/);
      await ask('start', plainDocument(3, { seed: 99 }));
      await heard.until(() => heard.progress.at(-1)?.phase === 'done');
      expect((await lists()).map(known)).not.toEqual(before.map(known));
      expect(await ask('importWeights', { json: mine })).toMatchObject({
        sameData: true,
        run: {
          step: before[0]?.step,
          graph: plainDocument(12).graph,
          result: { metrics: read(mine).run.metrics },
          origin: { kind: 'imported' },
        },
      });
      expect(await lists()).toEqual(before);
      expect(read(await textOf(ask('exportWeights', { encoding })))).toMatchObject({
        tensors: read(mine).tensors,
        run: { metrics: read(mine).run.metrics },
      });

      await heard.lab.dispose();
      heard = listen();
      await ask('open', { cpu: false });
      await load(heard, 0);
      await ask('importWeights', { json: mine });
      expect(await lists()).toEqual(before);
      expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', step: before[0]?.step });
    },
  );

  it('with augmented vectors and users of items give the same lists in a fresh lab', async () => {
    const field = (owner: 'user' | 'item', rows: number) =>
      ({ name: `${owner} id`, owner, kind: 'id', rows, length: 1 }) as const;
    const schema = { fields: [field('user', 16), field('item', 20)], users: 14, items: 18, events: 112, hasTime: true };
    const graph = drawDat('DAT', schema, 4, { base: 'ids', augment: true, alignment: false, lists: true });
    await ask('start', { graph, settings: plainDocument(12).settings });
    await heard.until(() => heard.progress.at(-1)?.phase === 'done');
    const trained = await lists();
    const mine = await textOf(ask('exportWeights', { encoding: 'base64-f32-le' }));
    for (const path of ['table/augmented-user-id', 'table/augmented-item-id'])
      expect(new Set(decodeFloats(String(tensor(read(mine), path).data))).size, path).toBeGreaterThan(10);

    await heard.lab.dispose();
    heard = listen();
    await ask('open', { cpu: false });
    await load(heard, 0);
    await ask('importWeights', { json: mine });
    expect(await lists()).toEqual(trained);
    await ask('importWeights', { json });
  });

  it('of a run under way are all of one step', async () => {
    await ask('start', plainDocument(100_000));
    await heard.until(() => heard.series('loss').length > 3);
    const midway = await textOf(ask('exportWeights', { encoding: 'base64-f32-le' }));
    const { steps } = read(midway).run;
    expect(read(midway).run.metrics, 'those of the run before are not its own').toEqual({});
    await ask('stop', {});
    await ask('start', plainDocument(steps));
    await heard.until(() => heard.progress.at(-1)?.phase === 'compiling');
    await heard.until(() => heard.progress.at(-1)?.detail === 'evaluating' && heard.progress.at(-1)?.step === steps);
    const there = await textOf(ask('exportWeights', { encoding: 'base64-f32-le' }));
    expect(read(there).tensors).toEqual(read(midway).tensors);
    await ask('stop', {});
    await ask('importWeights', { json });
  });

  it('follow their values to another log: rows by name, strangers as unknown', async () => {
    await load(heard, 5, 20);
    const { sameData, run, known: ids } = await ask('importWeights', { json });
    expect(sameData).toBe(false);
    // Figures of another log are none of this one.
    expect([run.result, run.evaluated]).toEqual([null, null]);
    const there = read(await textOf(ask('exportWeights', { encoding: 'base64-f32-le' })));
    const here = file();
    for (const [field, path] of [
      ['user id', 'table/users'],
      ['item id', 'table/items'],
    ] as const) {
      const from = decodeFloats(String(tensor(here, path).data)) ?? expect.fail('not base64');
      const into = decodeFloats(String(tensor(there, path).data)) ?? expect.fail('not base64');
      const row = (values: ArrayLike<number>, at: number) => Array.from({ length: 4 }, (_, d) => values[at * 4 + d]);
      const names = there.schema.vocabularies[field] ?? [];
      expect(names).not.toEqual(here.schema.vocabularies[field]);
      expect(names.map((_, i) => row(into, i + 2))).toEqual(
        names.map((name) =>
          row(
            from,
            (here.schema.vocabularies[field]?.indexOf(name) ?? -1) >= 0
              ? here.schema.vocabularies[field]!.indexOf(name) + 2
              : 1,
          ),
        ),
      );
      expect([row(into, 0), row(into, 1)]).toEqual([row(from, 0), row(from, 1)]);
      const stored = here.schema.vocabularies[field]!;
      expect(ids.find((one) => one.field === field)).toEqual({
        field,
        known: stored.filter((name) => names.includes(name)).length,
        of: stored.length,
      });
    }
    expect(
      there.schema.vocabularies['item id']?.filter((name) => !here.schema.vocabularies['item id']?.includes(name)),
    ).toEqual(expect.arrayContaining(['t18', 't19']));
    await load(heard, 0);
    await ask('importWeights', { json });
  });
});

describe('a weights file that is refused', () => {
  beforeAll(async () => {
    await load(heard, 0);
    await ask('importWeights', { json });
  });

  const cases: [what: string, text: () => string, problem: WeightsProblem['code'], values: Record<string, unknown>][] =
    [
      ['no JSON', () => 'weights', 'not-json', {}],
      ['JavaScript', () => '{"format": weights}', 'not-json', {}],
      ['another JSON', () => '{"format":"mine"}', 'not-ours', { format: 'tower-lab/weights' }],
      ['a number', () => '7', 'not-ours', {}],
      [
        'a newer version',
        () => changed((f) => Object.assign(f, { version: 99 })),
        'newer-version',
        { version: 99, known: weightsFormat.header.version },
      ],
      [
        'a graph of a newer version',
        () => changed((f) => Object.assign(f.graph, { version: 99 })),
        'newer-part',
        { part: 'graph', version: 99, known: graphFormat.header.version },
      ],
      [
        'settings of a newer version',
        () => changed((f) => Object.assign(f.settings, { version: 99 })),
        'newer-part',
        { part: 'settings', version: 99, known: settingsFormat.header.version },
      ],
      ['no tensors', () => changed((f) => Object.assign(f, { tensors: 'none' })), 'bad-structure', { path: 'tensors' }],
      [
        'steps that are none',
        () =>
          changed((f) => {
            f.run.steps = -1;
          }),
        'bad-structure',
        { path: 'run.steps' },
      ],
      [
        'settings that are none',
        () =>
          changed((f) => {
            f.settings.batch = 0;
          }),
        'bad-structure',
        { path: 'settings.batch' },
      ],
      [
        'a vocabulary that is missing',
        () =>
          changed((f) => {
            delete f.schema.vocabularies['item id'];
          }),
        'bad-structure',
        { path: 'schema.vocabularies.item id' },
      ],
      [
        'a vocabulary of another length',
        () =>
          changed((f) => {
            f.schema.vocabularies['item id']?.pop();
          }),
        'bad-structure',
        { path: 'schema.vocabularies.item id' },
      ],
      [
        'a wrong shape',
        () =>
          changed((f) => {
            tensor(f, 'table/items').shape = [4, 20];
          }),
        'wrong-shape',
        { tensor: 'table/items', got: '[4, 20]', expected: '[20, 4]' },
      ],
      [
        'too few numbers',
        () =>
          changed((f) => {
            tensor(f, 'table/items').data = encodeFloats(new Float32Array(79));
          }),
        'wrong-length',
        { tensor: 'table/items', got: 79, expected: 80 },
      ],
      [
        'half a number',
        () =>
          changed((f) => {
            tensor(f, 'user/both/scale').data = 'AAA=';
          }),
        'wrong-length',
        { tensor: 'user/both/scale', expected: 1 },
      ],
      [
        'a tensor that is missing',
        () =>
          changed((f) => {
            delete f.tensors['user/both/scale'];
          }),
        'missing-tensor',
        { tensor: 'user/both/scale' },
      ],
      [
        'a tensor too many',
        () =>
          changed((f) => {
            f.tensors['user/mlp/kernel'] = tensor(f, 'user/both/scale');
          }),
        'unknown-tensor',
        { tensor: 'user/mlp/kernel' },
      ],
      [
        'NaN as base64',
        () =>
          changed((f) => {
            tensor(f, 'user/both/scale').data = encodeFloats(Float32Array.of(Number.NaN));
          }),
        'not-finite',
        { tensor: 'user/both/scale', index: 0 },
      ],
      [
        'infinity among plain numbers',
        () =>
          changed((f) => {
            Object.assign(tensor(f, 'user/both/scale'), { encoding: 'array', data: [1e39] });
          }),
        'not-finite',
        { tensor: 'user/both/scale', index: 0 },
      ],
      [
        'null among plain numbers',
        () =>
          changed((f) => {
            Object.assign(tensor(f, 'user/both/scale'), { encoding: 'array', data: [null] });
          }),
        'not-finite',
        { tensor: 'user/both/scale', index: 0 },
      ],
      [
        'a graph that is none',
        () =>
          changed((f) => {
            Object.assign(f.graph, { nodes: 'many' });
          }),
        'bad-graph',
        {},
      ],
      [
        'a vocabulary with a value twice',
        () =>
          changed((f) => {
            const ids = f.schema.vocabularies['item id']!;
            ids[1] = ids[0]!;
          }),
        'repeated-value',
        { field: 'item id', value: 't0' },
      ],
      [
        'a graph of too many nodes',
        () =>
          changed((f) => {
            f.graph.nodes = Array.from({ length: 501 }, () => f.graph.nodes[0]!);
          }),
        'bad-graph',
        { problems: 'too-many-nodes' },
      ],
      [
        'a graph with problems',
        () =>
          changed((f) => {
            f.graph.edges.pop();
          }),
        'bad-graph',
        { problems: 'missing-input softmax pairing' },
      ],
      [
        'a field the data does not have',
        () =>
          changed((f) => {
            f.graph.tables[0]!.field = 'colour';
          }),
        'other-data',
        { field: 'colour' },
      ],
    ];
  it.each(cases)('%s', async (_, text, code, values) => {
    const { failure } = await ask('importWeights', { json: text() }).then(
      () => expect.fail('was taken'),
      (error: LabRefusal) => error,
    );
    expect(failure.code).toBe('weights');
    expect(failure.problem).toMatchObject({ code, values });
    expect(await lists()).toEqual(before);
  });

  it('says it is cut short, wherever it was cut', async () => {
    for (let share = 0.05; share < 1; share += 0.05) {
      const half = json.slice(0, Math.floor(json.length * share));
      const { failure } = await ask('importWeights', { json: half }).then(
        () => expect.fail('was taken'),
        (error: LabRefusal) => error,
      );
      expect(failure.problem, `cut at ${half.slice(-30)}`).toEqual({
        code: 'cut-short',
        values: { characters: half.length },
      });
    }
    expect(await lists()).toEqual(before);
  });
});
