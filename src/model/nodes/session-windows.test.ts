import { describe, expect, it } from 'vitest';
import type { Batch } from '../../data/batches';
import { encodeHistories, type Histories } from '../../data/history';
import { sessionFacts, type PastWindow } from '../../data/sessions';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice, relativeError } from '../../engine/testing';
import * as tf from '../../engine/tf';
import { batchesOf, differentiate, drawWeights, SEED, settingsOf } from '../blocks/augment/testing';
import { graphOf } from '../harness/tiny-log';
import { CompiledGraph } from '../run/compile';
import { Encoder } from '../run/encode';
import { SideInputs } from '../run/feed/side-inputs';
import { setParam } from '../document/graph-edits';
import { schemaOf } from '../document/schema';
import { pastReads, problemsOfSessions } from './session-windows';
import { smallDataset } from '../harness/small-graph';
import { composeProgram } from '../torch/compose';
import { unpack, type ProgramOutput } from '../torch/packed';
import { programInput } from '../torch/program-input';
import { findTorch, runPython } from '../torch/run-python';
import { addWeights, TrainStep } from '../run/train-step';
import { judge } from '../check/judge';

onDevice();
const python = findTorch();

/** Minutes: events of the small log lie whole days apart, so days that follow each other are one session. */
const GAP = 24 * 60 + 1;
/** The whole past, the last session at two lengths and with another gap, and the sessions before it. */
const graph = graphOf(
  { items: ['item id', 4], genres: ['genres', 4], users: ['user id', 4] },
  {
    history: ['history', 'user', { tables: ['items'], length: 5, dropout: 0 }],
    last: ['short-term', 'user', { tables: ['items', 'genres'], length: 3, dropout: 0.3, gap: GAP }],
    longer: ['short-term', 'user', { tables: ['items'], length: 6, gap: GAP }],
    other: ['short-term', 'user', { tables: ['items'], length: 4, gap: 3 * GAP }],
    earlier: ['long-term', 'user', { tables: ['items', 'genres'], length: 4, dropout: 0.2, gap: GAP, days: 9 }],
    ...Object.fromEntries(
      ['history', 'last', 'longer', 'other', 'earlier'].map((name, i) => [
        `${name}-pool`,
        ['pool', 'user', { by: i % 2 === 0 ? 'learnt' : 'mean' }] as const,
      ]),
    ),
    'user-id': ['fields', 'user', { tables: ['users'] }],
    'user-concat': ['concat', 'user'],
    'user-mlp': ['mlp', 'user', { widths: [4], activation: 'tanh' }],
    item: ['fields', 'item', { tables: ['items'] }],
    'item-concat': ['concat', 'item'],
    match: ['match', 'match', { score: 'inner' }],
    softmax: ['in-batch-softmax', 'objective'],
  },
  [
    ...['history', 'last', 'longer', 'other', 'earlier'].flatMap((name) => [
      `${name}.sequence > ${name}-pool.sequence`,
      `${name}-pool.vector > user-concat.parts`,
    ]),
    'user-id.fields > user-concat.parts',
    'user-concat.vector > user-mlp.vector',
    'user-mlp.vector > match.user',
    'item.fields > item-concat.parts',
    'item-concat.vector > match.item',
    'match.pairing > softmax.pairing',
  ],
);
const data = smallDataset(4);
const schema = schemaOf(data);
const compiled = new CompiledGraph(judge(graph, schema));

const LAST: PastWindow = { sessions: 'last', gapMinutes: GAP };
const OTHER: PastWindow = { sessions: 'last', gapMinutes: 3 * GAP };
const EARLIER: PastWindow = { sessions: 'earlier', gapMinutes: GAP, days: 9 };

describe('the windows a graph reads', () => {
  it('are each made once, as long as the longest that is wanted', () => {
    expect(pastReads(graph)).toEqual([
      { window: LAST, length: 6 },
      { window: OTHER, length: 4 },
      { window: EARLIER, length: 4 },
    ]);
    expect([compiled.windows, compiled.historyLength]).toEqual([pastReads(graph), 5]);
  });

  it.skipIf(!python && !process.env['CI'])(
    'agree with PyTorch in the loss and every gradient, and the twin with finite differences',
    async () => {
      const batches = batchesOf(compiled, 19, data);
      const batch = batches.at(batches.stepsPerEpoch - 1);
      // The windows differ from each other and from the whole: otherwise nothing would be told apart here.
      const counts = [batch.history, ...batch.windows].map((past) => past.counts.join());
      expect(new Set(counts).size).toBe(4);
      const { losses, gradients } = await differentiate(compiled, batch, ['*'], data);
      const program = programInput({ graph, dataset: data, batch, seed: SEED, weights: drawWeights(compiled) });
      const twin = (await runPython(python!, composeProgram(graph, schema), program, ['--gradcheck'])) as ProgramOutput;
      expect(Math.abs(losses.get('loss')! / twin.loss - 1)).toBeLessThan(1e-5);
      for (const [path, gradient] of gradients)
        expect(relativeError(gradient, unpack(twin.gradients[path]!)), path).toBeLessThan(2e-4);
      expect(twin.gradcheck).toBe(true);
    },
  );

  it('of each new batch are seen by a recorded step', async () => {
    const batches = batchesOf(compiled, 16, data);
    const given = [0, 1, 2].map((step) => batches.at(step));
    // Weights that hardly move: replays are compared with steps that begin anew.
    const lossesOf = async (all: readonly Batch[]): Promise<number[]> => {
      const settings = settingsOf(16, 'sgd', 2 ** -40);
      const store = new WeightStore();
      addWeights(store, compiled, settings);
      const step = new TrainStep(compiled, data, store, settings, {
        terms: ['*'],
        trainable: ['*'],
        until: { steps: 1 },
      });
      for (const batch of all) step.run(batch);
      const { rows } = await step.ring.take();
      step.dispose();
      store.dispose();
      return rows.map(([loss]) => loss!);
    };
    const replayed = await lossesOf(given);
    for (const [at, batch] of given.entries()) expect(replayed[at]).toBeCloseTo((await lossesOf([batch]))[0]!, 5);
    // They have a say: with a window of another batch the loss is another.
    for (const w of [0, 1, 2]) {
      const [other] = await lossesOf([
        { ...given[0]!, windows: given[0]!.windows.map((own, i) => (i === w ? given[1]!.windows[i]! : own)) },
      ]);
      expect(Math.abs(other! - replayed[0]!), `window ${w}`).toBeGreaterThan(1e-5);
    }
  });

  it('reach the device with their masks and ages, each length right-aligned', async () => {
    const store = new WeightStore();
    addWeights(store, compiled, settingsOf(8, 'sgd', 1));
    const reading = Object.create(compiled, { asks: { value: () => true } }) as CompiledGraph;
    const inputs = new SideInputs(reading, data, store, 'user', 16);
    const asked = data.split.test.slice(0, 9);
    const windows = compiled.windows.map(({ window, length }) => encodeHistories(data, asked, length, window));
    inputs.prepare({
      rows: Uint32Array.from(asked, ({ user }) => user),
      events: new Uint32Array(9),
      history: encodeHistories(data, asked, 5),
      windows,
    });
    inputs.submit();
    tf.tidy(() => inputs.leaves().dispose());
    for (const [length, window] of [
      [5, null],
      [3, LAST],
      [6, LAST],
      [4, OTHER],
      [4, EARLIER],
    ] as const) {
      const own = encodeHistories(data, asked, length, window);
      const read = inputs.history(length, window);
      expect(own.mask).toContain(1);
      for (const [got, expected] of [
        [await read.mask.data(), own.mask],
        [await read.ageDays.data(), own.ageDays],
      ] as const) {
        expect([...got]).toEqual([...expected, ...Array<number>(7 * length).fill(0)]);
      }
    }
    inputs.dispose();
    store.dispose();
  });

  it('give a user the same vector as part of a batch and when it is served', async () => {
    const still = ['last', 'earlier'].reduce((drawn, node) => setParam(drawn, node, 'dropout', 0), graph);
    const own = new CompiledGraph(judge(still, schema));
    const store = new WeightStore();
    addWeights(store, own, settingsOf(8, 'sgd', 1));
    const encoder = new Encoder(own, data, store, 16);
    const batch = batchesOf(own, 16, data).at(0);
    // Each row asked as evaluation asks: the events before its moment are its history.
    const asked = Array.from(batch.events.subarray(0, batch.real), (event) => {
      const user = data.events.user[event]!;
      const [start, group] = [data.userStart[user]!, data.events.tieGroup[event]!];
      let history = 0;
      while (data.events.tieGroup[start + history]! < group) history++;
      return { user, history, historyEvents: null };
    });
    const vectors = async (history: Histories, windows: readonly Histories[]) => {
      const encoded = encoder.encodeUsers({
        users: batch.users.slice(0, batch.real),
        events: batch.events.slice(0, batch.real),
        history,
        windows,
      });
      const values = await encoded.vectors.data();
      disposeVectors(encoded);
      return [...values.subarray(0, 4 * batch.real)];
    };
    const first = (past: Histories): Histories => ({
      ...past,
      rows: batch.real,
      owners: past.owners.slice(0, batch.real * past.length),
      where: undefined,
      counts: past.counts.slice(0, batch.real),
      mask: past.mask.slice(0, batch.real * past.length),
      ageDays: past.ageDays,
    });
    const served = await vectors(
      encodeHistories(data, asked, 5),
      own.windows.map(({ window, length }) => encodeHistories(data, asked, length, window)),
    );
    expect(await vectors(first(batch.history), batch.windows.map(first))).toEqual(served);
    encoder.dispose();
    store.dispose();
  });
});

describe('sessions a log does not have', () => {
  const found = (changes: Partial<typeof schema>, days = 9) =>
    judge(setParam(graph, 'earlier', 'days', days), { ...schema, ...changes }).problems.map(
      ({ nodeId, code, field }) => `${code} at ${nodeId}${field ? ` in ${field}` : ''}`,
    );

  it('are a problem at each block that reads them, unless a column has them; days need time all the same', () => {
    expect(found({})).toEqual([]);
    expect(found({ hasTime: false })).toEqual([
      'no-time at history',
      'no-sessions at last',
      'no-sessions at longer',
      'no-sessions at other',
      'no-sessions at earlier',
    ]);
    expect(found({ hasTime: false, hasSessions: true })).toEqual([
      'no-time at history',
      'days-need-time at earlier in days',
    ]);
    expect(found({ hasTime: false, hasSessions: true }, 0)).toEqual(['no-time at history']);
  });

  it('are known of a data set by its events', () => {
    expect(schema).not.toHaveProperty('hasSessions');
    expect(
      schemaOf({ ...data, events: { ...data.events, session: new Uint32Array(data.events.user.length) } }),
    ).toMatchObject({ hasSessions: true });
  });

  it('are a warning where many users have only one of them', () => {
    const burst = { ...data, events: { ...data.events, time: data.events.time.map(() => 7) } };
    expect(problemsOfSessions(graph, sessionFacts(burst))).toEqual(
      ['last', 'longer', 'other', 'earlier'].map((nodeId) => ({
        nodeId,
        code: 'one-session',
        values: { percent: 100 },
        warning: true,
      })),
    );
    // Spread over days it has one of them for few; only the last is one event for half of the users, where its gap is a
    // day.
    expect(
      problemsOfSessions(graph, sessionFacts(data)).map(({ nodeId, code, values }) => [
        nodeId,
        code,
        values['percent'],
      ]),
    ).toEqual([
      ['last', 'lone-events', 50],
      ['longer', 'lone-events', 50],
    ]);
    expect(problemsOfSessions(graph, null)).toEqual([]);
    // A week between events is one session only with a gap as long.
    const wide = setParam(graph, 'other', 'gap', 10_080);
    expect(
      problemsOfSessions(wide, {
        single: null,
        lone: null,
        longestGaps: [30, 9000, 10_079, 20_000],
        lastGaps: [1],
      }).map(({ nodeId, values }) => [nodeId, values['percent']]),
    ).toEqual([['other', 75]]);
  });

  it('are a warning at a last session that for many is one event', () => {
    const facts = { single: null, lone: null, longestGaps: [1e9], lastGaps: [10, GAP, GAP + 1, 3 * GAP - 1] };
    expect(problemsOfSessions(graph, facts)).toEqual(
      ['last', 'longer'].map((nodeId) => ({ nodeId, code: 'lone-events', values: { percent: 75 }, warning: true })),
    );
    expect(problemsOfSessions(graph, { ...facts, lastGaps: [10, 20, GAP - 1] })).toEqual([]);
    expect(problemsOfSessions(graph, { ...facts, lone: 0.4, lastGaps: [] }).map(({ nodeId }) => nodeId)).toEqual([
      'last',
      'longer',
      'other',
    ]);
  });
});
