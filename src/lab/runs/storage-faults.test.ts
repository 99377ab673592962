import { afterEach, describe, expect, it } from 'vitest';
import type { LabFailure } from '../failure';
import { listen, plainDocument, SMALL_WORLD, type Heard } from '../testing';
import type { Checkpoint } from './checkpoint';
import { faultyStorage, type Faults } from './faulty-storage';
import type { Run } from './run';
import type { SeriesChunk } from './series';
import { memoryStorage, type RunStorage } from './storage';
import { storageThatAnswers } from './storage-answers';

const open: Heard[] = [];
afterEach(() => Promise.all(open.splice(0).map(({ lab }) => lab.dispose())));

/** A page: what it goes on with, data, a few steps; what it says of the storage at last. */
async function page(storage: RunStorage) {
  const heard = listen({ storage });
  open.push(heard);
  const said: { unsaved: LabFailure | null; own: string | null } = { unsaved: null, own: null };
  heard.lab.on('unsaved', (unsaved) => Object.assign(said, { unsaved }));
  heard.lab.on('own', ({ run }) => Object.assign(said, { own: run }));
  await heard.lab.ask('open', { cpu: true });
  await heard.lab.ask('restore', {});
  await heard.lab.ask('load', { source: SMALL_WORLD });
  return { heard, said };
}

async function session(storage: RunStorage) {
  const { heard, said } = await page(storage);
  const document = plainDocument(9);
  for (let n = 0; n < 2; n++) await heard.lab.ask('step', document);
  await heard.lab.ask('evaluate', {});
  return { heard, said };
}

const stepsOf = (series: unknown): number[] =>
  (series as SeriesChunk[]).filter(({ name }) => name === 'loss').flatMap(({ steps }) => [...steps]);

describe.each([
  ['once', false],
  ['from then on', true],
])('a storage that fails %s', (_, lasting) => {
  it('at whatever it is asked, ends no training, takes no earlier run, writes none by half, and the page says what is so', async () => {
    const kept = { ...memoryStorage(), limit: async () => 1e9 };
    const first = await session(kept);
    const earlier = first.said.own!;
    await first.heard.lab.ask('stop', {});
    await first.heard.lab.dispose();
    const hit = new Set<string>();
    for (let n = 1; ; n++) {
      const faults: Faults = { at: n, lasting, hit: [] };
      const { heard, said } = await session(faultyStorage(kept, faults));
      if (faults.hit.length === 0) break;
      hit.add(faults.hit[0]!);
      const at = `failed at ${faults.hit[0]}, question ${n}`;
      expect(heard.failures, at).toEqual([]);
      expect(heard.series('loss'), at).toHaveLength(2);

      const stored = (await kept.list()) as Run[];
      for (const run of stored) {
        const { checkpoint, series } = await kept.read(run);
        expect((checkpoint as Checkpoint).step, at).toBe(run.step);
        expect(stepsOf(series), at).toEqual(Array.from({ length: run.step }, (__, i) => i + 1));
      }
      const mine = stored.find(({ id }) => id === said.own);
      expect(said.unsaved === null, at).toBe(mine?.step === 2 && mine.evaluated !== null);
      await heard.lab.dispose();
      if (mine) await kept.remove(mine.id);
    }
    expect([...hit].sort()).toEqual(expect.arrayContaining(['last', 'limit', 'list', 'read', 'setLast', 'write']));
    const after = await page(kept);
    expect(await after.heard.lab.ask('openRun', { id: earlier })).toMatchObject({ lacks: null, run: { step: 2 } });
  });
});

describe('a storage that never answers', () => {
  it('is waited for once, said to be silent, and used as soon as it answers after all', async () => {
    const kept = memoryStorage();
    let answer = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let questions = 0;
    const silent: RunStorage = Object.fromEntries(
      Object.entries(kept).map(([name, ask]: [string, (...given: never[]) => Promise<unknown>]) => [
        name,
        (...given: never[]) => {
          questions += 1;
          return opened.then(() => ask(...given));
        },
      ]),
    ) as unknown as RunStorage;
    let waits = 0;
    const patience = async (): Promise<void> => void (waits += 1);
    const { heard, said } = await page(storageThatAnswers(silent, patience));
    await heard.lab.ask('step', plainDocument(9));
    expect(said.unsaved).toMatchObject({ code: 'storage-silent' });
    expect(waits).toBe(1);
    // No checkpoint is kept in memory for an answer that may never come.
    expect(questions).toBeLessThanOrEqual(2);
    answer();
    await opened;
    await heard.lab.ask('step', plainDocument(9));
    expect(said.unsaved).toBeNull();
    expect(((await kept.list()) as Run[]).map(({ step }) => step)).toEqual([2]);
  });
});
