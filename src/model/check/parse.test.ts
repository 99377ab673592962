import { describe, expect, it } from 'vitest';
import { graphFormat } from '../formats/graph/format';
import { settingsFormat } from '../formats/settings/format';
import type { Settings } from '../document/graph';
import { checkSettings, parseGraph, parseSettings } from './parse';

const node = {
  id: 'mlp',
  block: 'mlp',
  side: 'user',
  params: { widths: [8], note: { any: [null, true] } },
  at: [0, 10],
};
const graph = {
  format: 'tower-lab/graph',
  version: 3,
  kind: 'retrieval',
  title: 'T',
  tables: [{ id: 'item-id', field: 'item id', width: 8 }],
  nodes: [node],
  edges: [{ from: { node: 'a', output: 'vector' }, to: { node: 'mlp', input: 'vector' } }],
  madeFrom: { preset: 'two-tower' },
};
/** As files of the first version have them. */
const settings = {
  seed: 7,
  batch: 64,
  optimizers: [{ pattern: '*', rule: 'adam', learningRate: 0.001, weightDecay: 0 }],
  clipNorm: null,
  schedule: { kind: 'constant', warmup: 0 },
  stages: [{ terms: ['*'], trainable: ['*'], until: { patience: 5, maxEpochs: 60 } }],
};
const faults = (result: ReturnType<typeof parseGraph> | ReturnType<typeof parseSettings>) =>
  result.ok
    ? []
    : result.problems.map(
        ({ code, nodeId, values }) =>
          `${code} at "${nodeId}" ${values['param']}: got ${values['got']}, allowed ${values['allowed']}`,
      );

/** A list in a list, and so on. */
const nested = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1);

describe('what would take too long, or overflow the stack', () => {
  it('is a graph of more than 500 nodes, said before anything else of it', () => {
    const nodes = Array.from({ length: 501 }, (_, i) => ({ ...node, id: `n${i}` }));
    expect(parseGraph({ ...graph, nodes: nodes.slice(1) })).toMatchObject({ ok: true });
    expect(parseGraph({ ...graph, title: 3, nodes })).toEqual({
      ok: false,
      problems: [{ nodeId: '', code: 'too-many-nodes', values: { nodes: 501, most: 500 } }],
    });
  });

  it.each([
    ['a parameter', { ...graph, nodes: [{ ...node, params: { widths: nested(100_000) } }] }, 'mlp'],
    ['a title', { ...graph, title: nested(100_000) }, ''],
    ['no object', nested(100_000), ''],
  ])('is %s of lists in each other', (_, input, nodeId) => {
    const problems = [{ nodeId, code: 'too-deep', values: { most: 64 } }];
    expect(parseGraph(input)).toEqual({ ok: false, problems });
  });

  it('is so in settings, and is not what parameters hold', () => {
    expect(parseSettings({ ...settings, clipNorm: nested(100_000) })).toMatchObject({
      ok: false,
      problems: [{ code: 'too-deep' }],
    });
    const deep = { ...graph, nodes: [{ ...node, params: { any: nested(50) } }] };
    expect(parseGraph(deep)).toEqual({ ok: true, value: deep });
  });
});

describe('parseGraph', () => {
  it('takes a document as it is', () => expect(parseGraph(graph)).toEqual({ ok: true, value: graph }));

  it.each([
    ['no object', 3, ['bad-param at "" : got 3, allowed Object']],
    ['another format', { ...graph, format: 'x' }, ['bad-param at "" format: got "x", allowed "tower-lab/graph"']],
    ['a version that is none', { ...graph, version: '2' }, ['bad-param at "" version: got "2", allowed 3']],
    [
      'two origins',
      { ...graph, madeFrom: { preset: 'a', run: 'b' } },
      ['bad-param at "" madeFrom: got Object, allowed Object'],
    ],
    ['a missing key', { ...graph, title: undefined }, ['bad-param at "" title: got nothing, allowed string']],
    ['an unknown key', { ...graph, colour: 'red' }, ['bad-param at "" colour: got colour, allowed –']],
    [
      'an unknown key of a node, at that node',
      { ...graph, nodes: [{ ...node, colour: 1 }] },
      ['bad-param at "mlp" nodes.0.colour: got colour, allowed –'],
    ],
    [
      'a width of 0',
      { ...graph, tables: [{ id: 't', field: 'f', width: 0 }] },
      ['bad-param at "" tables.0.width: got 0, allowed >=1'],
    ],
    [
      'a slash in an id, which would break the weight path',
      { ...graph, nodes: [{ ...node, id: 'a/b' }] },
      ['bad-param at "a/b" nodes.0.id: got "a/b", allowed /^[^/]+$/'],
    ],
    [
      'a position that is no number',
      { ...graph, nodes: [{ ...node, at: [0, NaN] }] },
      ['bad-param at "mlp" nodes.0.at.1: got NaN, allowed number'],
    ],
  ])('refuses %s', (_, input, expected) => expect(faults(parseGraph(input))).toEqual(expected));

  it('reports every fault at once', () =>
    expect(faults(parseGraph({ ...graph, title: 1, kind: 'x' }))).toHaveLength(2));
});

it.each([
  ['a graph', parseGraph({ ...graph, version: 77 }), graphFormat],
  ['settings', parseSettings({ format: 'tower-lab/settings', version: 77 }), settingsFormat],
])('%s of a newer version is refused by its number', (_, parsed, { header }) => {
  if (parsed.ok) expect.fail('was taken');
  const values = { version: 77, known: header.version };
  expect(parsed.problems).toEqual([{ nodeId: '', field: 'version', code: 'newer-version', values }]);
});

describe('parseSettings', () => {
  it('takes each way a stage can end', () => {
    for (const until of [{ steps: 10 }, { epochs: 2 }, { patience: 1, maxEpochs: 3 }]) {
      const given = { ...settings, stages: [{ ...settings.stages[0], until }] };
      expect(parseSettings(given)).toEqual({ ok: true, value: { ...given, tablePrecision: 'float32' } });
    }
  });

  it('takes every rule and schedule, and reads a document from before clipping and schedules', () => {
    const { clipNorm: _, schedule: __, ...older } = settings;
    expect(parseSettings(older)).toEqual({ ok: true, value: { ...settings, tablePrecision: 'float32' } });
    const given = {
      ...settings,
      clipNorm: 1.5,
      schedule: { kind: 'cosine', warmup: 100, steps: 1000, floor: 0.1 },
      optimizers: [
        { ...settings.optimizers[0], pattern: 'table/item id', rule: 'row-adagrad' },
        { ...settings.optimizers[0], pattern: 'table/*', rule: 'lazy-adam' },
        { ...settings.optimizers[0], rule: 'sgd' },
      ],
    };
    expect(parseSettings(given)).toEqual({ ok: true, value: { ...given, tablePrecision: 'float32' } });
  });

  it('takes those that are held without a header as of the newest version', () => {
    const held = { ...settings, tablePrecision: 'float16' } as Settings;
    expect(checkSettings(held)).toEqual({ ok: true, value: held });
    expect(parseSettings(held)).toMatchObject({ ok: false, problems: [{ field: 'tablePrecision' }] });
    expect(checkSettings({ ...held, tablePrecision: 'float8' } as unknown as Settings)).toMatchObject({
      ok: false,
      problems: [{ code: 'bad-param', field: 'tablePrecision' }],
    });
  });

  it('refuses row-wise Adagrad, at its rule, where the pattern takes more than tables', () => {
    const [group] = settings.optimizers;
    const given = {
      ...settings,
      optimizers: [
        { ...group, pattern: 'table/*', rule: 'row-adagrad' },
        { ...group, rule: 'row-adagrad' },
      ],
    };
    expect(parseSettings(given)).toEqual({
      ok: false,
      problems: [
        {
          nodeId: '',
          field: 'optimizers.1.rule',
          code: 'rule-needs-tables',
          values: { rule: 'row-adagrad', pattern: '*' },
        },
      ],
    });
  });

  it.each([
    ['a negative seed', { ...settings, seed: -1 }, ['bad-param at "" seed: got -1, allowed >=0']],
    ['no stage', { ...settings, stages: [] }, ['bad-param at "" stages: got 0, allowed >=1']],
    [
      'an unknown rule',
      { ...settings, optimizers: [{ ...settings.optimizers[0], rule: 'adamw' }] },
      ['bad-param at "" optimizers.0.rule: got "adamw", allowed ("adam" | "lazy-adam" | "row-adagrad" | "sgd")'],
    ],
    ['a clip norm of 0', { ...settings, clipNorm: 0 }, ['bad-param at "" clipNorm: got 0, allowed >=0.000001']],
    [
      'an unknown schedule',
      { ...settings, schedule: { kind: 'step', warmup: 0 } },
      ['bad-param at "" schedule.kind: got "step", allowed ("constant" | "cosine")'],
    ],
    [
      'a cosine over no steps to a floor above 1',
      { ...settings, schedule: { kind: 'cosine', warmup: -1, steps: 0, floor: 2 } },
      [
        'bad-param at "" schedule.warmup: got -1, allowed >=0',
        'bad-param at "" schedule.steps: got 0, allowed >=1',
        'bad-param at "" schedule.floor: got 2, allowed <=1',
      ],
    ],
    [
      'a floor of a constant rate',
      { ...settings, schedule: { kind: 'constant', warmup: 0, floor: 0 } },
      ['bad-param at "" schedule.floor: got floor, allowed –'],
    ],
  ])('refuses %s', (_, input, expected) => expect(faults(parseSettings(input))).toEqual(expected));
});
