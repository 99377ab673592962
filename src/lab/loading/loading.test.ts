import { listen, plainDocument, SMALL_WORLD, withoutHistory, type Document, type Heard } from '../testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PROTOCOL, type Protocol } from '../../data/dataset';
import type { Roles } from '../../data/table';
import { type LabFailure, type LabRefusal } from '../failure';
import type { UploadedFiles } from './data-source';
import type { DatasetSummary } from './describe-data';

let heard: Heard;
beforeAll(async () => {
  heard = listen();
  await heard.lab.ask('open', { cpu: false });
});
afterAll(() => heard.lab.dispose());
afterEach(async () => {
  await heard.lab.ask('stop', {});
  expect(heard.failures.splice(0)).toEqual([]);
});

const ask: Heard['lab']['ask'] = (command, question) => heard.lab.ask(command, question);
const refusal = (promise: Promise<unknown>): Promise<LabFailure> =>
  promise.then(
    () => expect.fail('was not refused'),
    (error: LabRefusal) => error.failure,
  );
const phase = () => heard.progress.at(-1)?.phase;

async function train(document: Document): Promise<number[]> {
  heard.forget();
  await ask('start', document);
  await heard.until(() => phase() === 'done');
  return heard.series('loss');
}

/** 12 people, 15 things, 9 events each, in an order of their own. */
const GOOD_ROWS = Array.from({ length: 12 * 9 }, (_, row) => {
  const [user, at] = [row % 12, Math.floor(row / 12)];
  return `p${user},t${(user * 2 + at * (1 + (user % 3))) % 15},${1_700_000_000 + at * 86_400 + user}`;
});
const csv = (name: string, ...lines: string[]): File => new File([lines.join('\n')], name);
const good = csv('good.csv', 'user,item,time', ...GOOD_ROWS);
const LOOSE: Protocol = { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 1 };

async function load(
  files: Partial<UploadedFiles>,
  change: (roles: Roles) => Roles = (roles) => roles,
  protocol = LOOSE,
): Promise<DatasetSummary> {
  const { roles } = await ask('preview', { files: { log: null, items: null, users: null, ...files }, dialects: {} });
  return ask('load', { source: { kind: 'files', roles: change(roles), protocol } });
}

describe('a bad file', () => {
  afterEach(async () => {
    // Whatever it was: the lab goes on, and the next good file trains.
    expect(await load({ log: good })).toMatchObject({
      name: 'good.csv',
      users: 12,
      items: 15,
      testUsers: 12,
      hasTime: true,
    });
    expect(await train(plainDocument(2))).toHaveLength(2);
  });

  it.each<[what: string, log: File, problem: object]>([
    ['empty', csv('log.csv', ''), { code: 'empty-file', file: 'log', values: { file: 'log.csv' } }],
    ['with a header only', csv('log.csv', 'user,item,time', ''), { code: 'header-only', file: 'log' }],
    [
      'of one user',
      csv('log.csv', 'user,item,time', ...GOOD_ROWS.filter((row) => row.startsWith('p3,'))),
      { code: 'one-user', file: 'log', values: { id: 'p3', events: 9 } },
    ],
    [
      'of one item',
      csv('log.csv', 'user,item,time', ...GOOD_ROWS.map((row) => row.replace(/,t\d+,/, ',t7,'))),
      { code: 'one-item', file: 'log', values: { id: 't7', events: 108 } },
    ],
    [
      'that is no text',
      new File([Uint8Array.from({ length: 4096 }, (_, i) => i % 7)], 'log.csv'),
      { code: 'not-text', file: 'log' },
    ],
  ])('%s', async (_, log, problem) => {
    const failure = await refusal(
      load({ log }, (roles) => withRoles(roles, { user: 'user', item: 'item', time: 'time' })),
    );
    expect(failure).toMatchObject({ code: 'data', problem });
    expect(phase()).not.toBe('failed');
  });

  it('without a column that a role names', async () => {
    const failure = await refusal(
      load({ log: good }, (roles) => ({
        ...roles,
        log: [
          { column: 'visitor', role: 'user' },
          { column: 'item', role: 'item' },
        ],
      })),
    );
    expect(failure.problem).toMatchObject({
      code: 'no-column',
      file: 'log',
      values: { column: 'visitor', columns: 'user, item, time' },
    });
  });

  it('without a column for the items', async () => {
    const failure = await refusal(
      load({ log: csv('log.csv', 'user,time', ...GOOD_ROWS.map((row) => row.replace(/,t\d+,/, ','))) }, (roles) =>
        withRoles(roles, { user: 'user', time: 'time' }),
      ),
    );
    expect(failure.problem).toMatchObject({ code: 'no-item-column', file: 'log', values: { columns: 'user, time' } });
  });

  it('whose time column holds no times', async () => {
    const failure = await refusal(
      load(
        { log: csv('log.csv', 'user,item,time', ...GOOD_ROWS.map((row) => row.replace(/,\d+$/, ',yesterday'))) },
        (roles) => withRoles(roles, { user: 'user', item: 'item', time: 'time' }),
      ),
    );
    expect(failure.problem).toMatchObject({
      code: 'time-not-readable',
      file: 'log',
      values: { column: 'time', line: 2, text: 'yesterday' },
    });
  });

  it('without times, split by time', async () => {
    const log = csv('log.csv', 'user,item', ...GOOD_ROWS.map((row) => row.replace(/,\d+$/, '')));
    const failure = await refusal(load({ log }, undefined, { ...LOOSE, split: 'time' }));
    expect(failure.problem).toMatchObject({ code: 'needs-time' });
  });

  it('of which the counts of the protocol leave nothing', async () => {
    const failure = await refusal(load({ log: good }, undefined, { ...LOOSE, minItemEvents: 100 }));
    expect(failure.problem).toMatchObject({ code: 'too-few-events', file: 'log' });
  });

  it('beside a good one: the problem names the item table', async () => {
    const failure = await refusal(load({ log: good, items: csv('items.csv', 'item,title') }));
    expect(failure.problem).toMatchObject({ code: 'header-only', file: 'items' });
  });
});

describe('a file with faults', () => {
  it('keeps its good rows, and counts and quotes 10,000 malformed ones among them', async () => {
    const lines = GOOD_ROWS.flatMap((row, i) => [
      row,
      ...Array.from({ length: i < 100 ? 100 : 0 }, (_, n) =>
        n % 2 === 0 ? `broken ${i}-${n}` : `,t1,${1_700_000_000 + n}`,
      ),
    ]);
    const summary = await load({ log: csv('log.csv', 'user,item,time', ...lines) });
    expect(summary).toMatchObject({ users: 12, items: 15, events: (await load({ log: good })).events });
    expect(summary.report).toMatchObject({ read: 10_108, kept: 108 });
    expect(summary.report.rejected).toMatchObject([
      {
        reason: 'too-few-cells',
        count: 5000,
        examples: [{ line: 3, text: 'broken 0-0' }, { line: 5 }, { line: 7 }, { line: 9 }, { line: 11 }],
      },
      {
        reason: 'missing-user',
        count: 5000,
        examples: [{ line: 4, column: 'user' }, { line: 6 }, { line: 8 }, { line: 10 }, { line: 12 }],
      },
    ]);
    expect(await train(plainDocument(2))).toHaveLength(2);
  });

  it('without times trains where the split and the graph need none', async () => {
    const log = csv('log.csv', 'user,item', ...GOOD_ROWS.map((row) => row.replace(/,\d+$/, '')));
    expect((await refusal(load({ log }))).problem).toMatchObject({
      code: 'needs-time',
      values: { split: 'leave-last-out' },
    });
    expect(await load({ log }, undefined, { ...LOOSE, split: 'random' })).toMatchObject({
      hasTime: false,
      users: 12,
      items: 15,
    });
    const refused = await refusal(ask('start', plainDocument(2)));
    expect(refused.problems).toMatchObject([{ code: 'no-time', nodeId: 'history' }]);
    expect(await train(withoutHistory(plainDocument(2)))).toHaveLength(2);
    expect((await ask('retrieve', { user: 0, k: 3 })).history.every(({ time }) => time === null)).toBe(true);
  });

  it('keeps events on items that the item table does not know, and says how many', async () => {
    const items = csv(
      'items.csv',
      'item,title,kind',
      ...Array.from({ length: 10 }, (_, i) => `t${i},Thing ${i},${i % 2 ? 'odd' : 'even'}`),
    );
    const summary = await load({ log: good, items }, (roles) => ({
      ...roles,
      items: [
        { column: 'item', role: 'id' },
        { column: 'title', role: 'title' },
        { column: 'kind', role: 'field', encoding: 'categorical' },
      ],
    }));
    const unknown = GOOD_ROWS.filter((row) => /,t1[0-4],/.test(row)).length;
    expect(unknown).toBeGreaterThan(10);
    expect(summary.report).toMatchObject({ kept: 108, rejected: [{ reason: 'unknown-item', count: unknown }] });
    expect(summary.items).toBe(15);
    expect(summary.fields.map(({ name }) => name)).toEqual([
      'user id',
      'item id',
      'title words',
      'kind',
      'title trigrams',
      'title tokens',
    ]);
    await train(plainDocument(2));
    const { model } = await ask('retrieve', { user: 0, k: 15 });
    expect(model.map(({ id, title }) => [id, title])).toContainEqual([
      expect.stringMatching(/^t1[0-4]$/),
      expect.stringMatching(/^t1[0-4]$/),
    ]);
    expect(model.map(({ title }) => title)).toContainEqual(expect.stringMatching(/^Thing \d$/));
  });
});

/** The columns with exactly these roles. */
const withRoles = (roles: Roles, columns: Partial<Record<'user' | 'item' | 'time', string>>): Roles => ({
  ...roles,
  log: Object.entries(columns).map(([role, column]) => ({ column, role: role as 'user' | 'item' | 'time' })),
});

describe('loading', () => {
  beforeAll(() => ask('load', { source: SMALL_WORLD }));

  it('while a run rests replaces it by the new data', async () => {
    const document = plainDocument(100);
    await ask('step', document);
    const summary = await ask('load', { source: SMALL_WORLD });
    expect(phase()).toBe('idle');
    expect(summary.fingerprint).not.toBe('');
    expect((await refusal(ask('retrieve', { user: 0, k: 5 }))).code).toBe('no-weights');
    expect(await train(plainDocument(3))).toHaveLength(3);
  });

  it('keeps what was shown and not taken, trains beside it to the same losses, and tests its pairs', async () => {
    // After each of his last three things everybody is shown another one, and does not take it.
    const shown = GOOD_ROWS.slice(-36).map((row, i) => {
      const [user, , time] = row.split(',');
      return `${user},t${(i * 7) % 15},${Number(time) + 1},0`;
    });
    const log = csv('log.csv', 'user,item,time,is_click', ...GOOD_ROWS.map((row) => `${row},1`), ...shown);
    const alone = await load({ log }, undefined, { ...LOOSE, where: 'is_click=1' });
    const losses = await train(plainDocument(4));
    expect(heard.results.at(-1)!.metrics).not.toHaveProperty('auc');
    const beside = await load({ log }, undefined, { ...LOOSE, positives: 'is_click=1' });
    expect(await train(plainDocument(4))).toEqual(losses);

    const { train: inTraining, validation, test } = beside.shown!;
    expect([inTraining > 0, validation > 0, test]).toEqual([true, true, beside.testPairs!.shown]);
    expect(beside.testPairs).toMatchObject({ taken: 12 });
    const { protocol, fingerprint, report, schema } = alone;
    expect({ ...beside, protocol, fingerprint, report }).toEqual({
      ...alone,
      schema: { ...schema, hasShown: true, scores: [{ name: 'is_click', least: 0, most: 1 }] },
      shown: beside.shown,
      testPairs: beside.testPairs,
    });
    const { metrics } = heard.results.at(-1)!;
    for (const key of ['auc', 'gauc']) expect(metrics[key]).toSatisfy((x: number) => x >= 0 && x <= 1);
    expect((await ask('evaluate', {})).metrics).toEqual(metrics);
    await ask('load', { source: SMALL_WORLD });
  });

  it('takes a protocol of before there were shown rows, as stored runs have it, for the same data', async () => {
    const now = await load({ log: good });
    const { positives: _, ...before } = LOOSE;
    const { fingerprint, protocol } = await load({ log: good }, undefined, before as Protocol);
    expect([fingerprint, protocol]).toEqual([now.fingerprint, LOOSE]);
    await ask('load', { source: SMALL_WORLD });
  });

  it('says whom the split leaves out, and how much of the training has no past', async () => {
    // Of the twelve four train on three things and eight on seven, who comes twice on both of his.
    const summary = await load({
      log: csv('log.csv', 'user,item,time', ...GOOD_ROWS, 'twice,t1,1700000000', 'twice,t2,1700086400'),
    });
    expect(summary).toMatchObject({
      users: 13,
      testUsers: 12,
      leftOut: { validation: { 'few-moments': 1 }, test: { 'few-moments': 1 } },
    });
    expect(summary.trainingRows).toEqual({ withoutHistory: 13 / 70, untested: 2 / 70 });
    await ask('load', { source: SMALL_WORLD });
  });

  it('splits a world as it is asked to, which makes it another data set', async () => {
    const [usual, other] = [
      await ask('load', { source: SMALL_WORLD }),
      await ask('load', { source: { ...SMALL_WORLD, split: 'last-fifth' } }),
    ];
    expect([usual.protocol.split, other.protocol.split]).toEqual(['leave-last-out', 'last-fifth']);
    expect(other.fingerprint).not.toBe(usual.fingerprint);
    await ask('load', { source: SMALL_WORLD });
  });

  it('while a run goes on ends the run first', async () => {
    await ask('start', plainDocument(100_000));
    await heard.until(() => heard.series('loss').length >= 3);
    await ask('load', { source: SMALL_WORLD });
    expect(phase()).toBe('idle');
  });

  it('that is cancelled leaves data, weights and a resting run as they were', async () => {
    const document = plainDocument(40);
    const losses = await train(document);
    await ask('step', document);
    await ask('step', document);
    heard.forget();
    const loading = refusal(ask('load', { source: { ...SMALL_WORLD, events: 3000 } }));
    await heard.until(() => phase() === 'preparing');
    await ask('cancel', { wait: 'data' });
    expect((await loading).code).toBe('cut-off');
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: 2 });
    heard.forget();
    await ask('resume', {});
    await heard.until(() => phase() === 'done');
    expect(heard.series('loss')).toEqual(losses.slice(2));
  });

  it('is ended by a stop, and a start that waits for it is not begun', async () => {
    const document = plainDocument(5);
    heard.forget();
    const loading = refusal(ask('load', { source: { ...SMALL_WORLD, events: 3000 } }));
    const starting = ask('start', document);
    await heard.until(() => phase() === 'preparing');
    await ask('stop', {});
    expect((await loading).code).toBe('cut-off');
    await starting;
    expect(heard.phases).not.toContain('compiling');
  });
});
