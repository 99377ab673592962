import { describe, expect, it } from 'vitest';
import { ask, heard, onLab, phase, refusal } from './host-testing';
import { judge } from '../model/check/judge';
import { memoryStorage, type RunStorage } from './runs/storage';
import { plainDocument, ready, SMALL_WORLD, smallDocument } from './testing';
import type { Events } from './protocol';

onLab({}, true);

/** What is said of waits while a question is under way, which is taken back at the n-th word. */
async function takenBack(
  question: () => Promise<unknown>,
  wait: Events['waiting']['wait'],
  at: number,
): Promise<{ said: (number | null)[]; code: string | null }> {
  const said: (number | null)[] = [];
  const end = heard.lab.on('waiting', ({ fraction }) => {
    if (said.push(fraction) === at + 1) void ask('cancel', { wait });
  });
  const code = await question().then(
    () => null,
    (error: { failure: { code: string } }) => error.failure.code,
  );
  end();
  return { said, code };
}

describe('an import', () => {
  it('that is taken back, wherever it is, leaves everything as it was', async () => {
    await ask('start', plainDocument(4));
    await heard.until(() => phase() === 'done');
    const json = await (await ask('exportWeights', { encoding: 'base64-f32-le' })).blob.text();
    const document = plainDocument(100);
    await ask('step', document);
    const before = [heard.progress.at(-1), await ask('retrieve', { user: 1, k: 5 }), (await ask('runs', {})).runs];
    const whole = await takenBack(() => ask('importWeights', { json: `${json} x` }), 'import', 99);
    expect(whole.code).toBe('weights');
    for (let at = 0; ; at++) {
      const { said, code } = await takenBack(() => ask('importWeights', { json }), 'import', at);
      expect(said.at(-1)).toBeNull();
      // Nothing is said any more once the weights are there.
      if (code === null) {
        expect(at).toBeGreaterThan(3);
        break;
      }
      expect(code).toBe('cut-off');
      expect([heard.progress.at(-1), await ask('retrieve', { user: 1, k: 5 }), (await ask('runs', {})).runs]).toEqual(
        before,
      );
    }
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', step: 4 });
  });

  it('gives way to the one that is asked next', async () => {
    const json = await (await ask('exportWeights', { encoding: 'base64-f32-le' })).blob.text();
    const first = refusal(ask('importWeights', { json }));
    void ask('cancel', { wait: 'import' });
    const second = await ask('importWeights', { json });
    expect((await first).code).toBe('cut-off');
    expect(second.run.origin).toEqual({ kind: 'imported' });
  });
});

it('a run of other data that is not opened after all leaves the one at rest as it was', async () => {
  await ask('load', { source: { ...SMALL_WORLD, seed: 4 } });
  await ask('start', plainDocument(2));
  await heard.until(() => phase() === 'done');
  const other = (await ask('runs', {})).runs[0]!.id;
  await ask('load', { source: SMALL_WORLD });
  await ask('step', plainDocument(100));
  const before = [heard.progress.at(-1), await ask('retrieve', { user: 1, k: 5 })];
  heard.forget();
  const opening = refusal(ask('openRun', { id: other }));
  await heard.until(() => phase() === 'preparing');
  await ask('cancel', { wait: 'data' });
  expect((await opening).code).toBe('cut-off');
  expect([heard.progress.at(-1), await ask('retrieve', { user: 1, k: 5 })]).toEqual(before);
});

describe('a storage that does not answer', () => {
  it('holds up nothing once a person has given up what was asked of it', async () => {
    const kept = memoryStorage();
    let silent = false;
    const storage: RunStorage = {
      ...kept,
      read: (run) => (silent ? new Promise(() => undefined) : kept.read(run)),
    };
    const page = await ready({ storage });
    await page.lab.ask('step', plainDocument(9));
    await page.lab.ask('stop', {});
    const { id } = (await page.lab.ask('runs', {})).runs[0]!;
    await page.lab.ask('load', { source: { ...SMALL_WORLD, seed: 4 } });
    silent = true;
    const file = refusal(page.lab.ask('exportRun', { id }));
    await page.lab.ask('cancel', { wait: `run ${id}` });
    expect((await file).code).toBe('cut-off');
    const [opening, inLine] = [page.lab.ask('openRun', { id }), page.lab.ask('openRun', { id })].map(refusal);
    await page.lab.ask('cancel', { wait: 'data' });
    expect([(await opening!).code, (await inLine!).code]).toEqual(['cut-off', 'cut-off']);
    silent = false;
    expect(await page.lab.ask('openRun', { id })).toMatchObject({ lacks: null, run: { id } });
    await page.lab.dispose();
  });
});

it('weights that never come are given up', async () => {
  await ask('step', plainDocument(9));
  const given = refusal(ask('exportWeights', { encoding: 'array' }));
  await ask('cancel', { wait: 'weights' });
  expect((await given).code).toBe('cut-off');
});

describe('a question to weights at rest', () => {
  it.each([
    ['the test part', () => ask('evaluate', {})],
    ['the lists by interest', () => ask('evaluateByInterest', { k: 5, category: null, diversity: 0 })],
    ['the vectors', () => ask('exportVectors', {})],
  ])('says how far it is and can be taken back: %s', async (_, question) => {
    await ask('load', { source: SMALL_WORLD });
    await ask('start', plainDocument(2));
    await heard.until(() => phase() === 'done');
    const { said, code } = await takenBack(question, 'evaluation', 99);
    expect(code).toBeNull();
    expect([said[0], said.at(-2), said.at(-1)]).toEqual([0, 1, null]);
    const again = await takenBack(question, 'evaluation', 0);
    expect(again).toEqual({ said: [0, null], code: 'cut-off' });
    const inLine = refusal(question());
    await ask('cancel', { wait: 'evaluation' });
    expect((await inLine).code).toBe('cut-off');
  });
});

it('live values by field are asked of one field at a time: the newest question of a probe ends the one before', async () => {
  const { schema } = await ask('load', { source: SMALL_WORLD });
  const document = await smallDocument(heard.lab, 100);
  await ask('step', document);
  const side = new Map(document.graph.nodes.map((node) => [node.id, node.side]));
  const [probe, other] = judge(document.graph, schema).probes.filter(
    ({ per, nodeId }) => per === 'row' && side.get(nodeId) === 'user',
  );
  const question = (of = probe) => ask('valuesByField', { key: of!.key, field: null });
  const heardOf: [string, number | null][] = [];
  const end = heard.lab.on('waiting', ({ wait, fraction }) => heardOf.push([wait, fraction]));
  const first = refusal(question());
  const beside = question(other);
  const second = await question();
  expect([(await first).code, second.all.rows > 0]).toEqual(['cut-off', true]);
  expect((await beside).labels).toEqual(other!.labels);
  end();
  // Nothing is said any more of the question that was ended.
  const saidOf = (key: string) => heardOf.flatMap(([wait, said]) => (wait === `values ${key}` ? [said] : []));
  expect(saidOf(probe!.key).slice(0, 2)).toEqual([0, 0]);
  expect(saidOf(probe!.key).indexOf(null)).toBe(saidOf(probe!.key).length - 1);
  const { said, code } = await takenBack(question, `values ${probe!.key}`, 0);
  expect([said, code]).toEqual([[0, null], 'cut-off']);
  expect(phase()).toBe('paused');
});
