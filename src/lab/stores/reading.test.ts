import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen, plainDocument, type Heard } from '../testing';
import { createViewStore } from './view';
import { createWorkbench, type Workbench } from './workbench';

const HEAD = 'user,item,time\n';
const rows = (count: number): string =>
  Array.from({ length: count }, (_, i) => `u${i % 9},i${(i * 7) % 5},${1_700_000_000 + i}\n`).join('');

/** A file of which no end is in sight: after its first pieces nothing comes, for ever. */
class EndlessFile extends File {
  private hasStalled: () => void = () => undefined;
  readonly stalled = new Promise<void>((resolve) => {
    this.hasStalled = resolve;
  });
  constructor(name: string) {
    super([HEAD + rows(100_000)], name);
  }
  override stream(): ReturnType<File['stream']> {
    const pieces = [HEAD + rows(30), rows(30)].map((text) => new TextEncoder().encode(text));
    return new ReadableStream(
      {
        pull: (controller) => {
          const piece = pieces.shift();
          if (piece) return controller.enqueue(piece);
          this.hasStalled();
          return new Promise(() => undefined);
        },
      },
      // Pulled where somebody reads, not ahead.
      { highWaterMark: 0 },
    );
  }
}

class CountedFile extends File {
  reads = 0;
  override stream(): ReturnType<File['stream']> {
    this.reads += 1;
    return super.stream();
  }
}

const small = (name: string) => new CountedFile([HEAD + rows(60)], name);
const items = () => new CountedFile(['item,title\n', ...[0, 1, 2, 3, 4].map((i) => `i${i},Thing ${i}\n`)], 'items.csv');

let heard: Heard;
let bench: Workbench;
beforeEach(() => {
  heard = listen();
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  bench = createWorkbench(heard.lab, createViewStore(storage, { asked: null, preferred: 'en' }));
});
afterEach(() => bench.dispose());

const state = () => bench.data.getState();
const choose = (kind: 'log' | 'items', file: File | null): Promise<void> => {
  state().setFile(kind, file);
  return bench.preview();
};
describe('a file that is being read for the first time', () => {
  it('has progress, and gives way to a small one after it was removed', async () => {
    const endless = new EndlessFile('endless.csv');
    const reading = choose('log', endless);
    expect(state().busy).toBe('preview');
    await endless.stalled;
    expect(bench.run.getState().progress).toMatchObject({ phase: 'preparing', detail: 'reading' });
    await choose('log', null);
    expect(state()).toMatchObject({ busy: null, preview: null });
    await choose('log', small('small.csv'));
    expect(state().preview?.log).toMatchObject({ fileName: 'small.csv', rows: 60 });
    await reading;
    expect(state()).toMatchObject({ busy: null, problem: null, preview: { log: { fileName: 'small.csv' } } });
    expect(bench.run.getState()).toMatchObject({ failure: null, progress: { phase: 'idle' } });
  });

  it('is replaced by the one that is chosen next, however many wait', async () => {
    const files = ['a.csv', 'b.csv', 'c.csv'].map((name) => new EndlessFile(name));
    for (const file of files) void choose('log', file);
    await choose('log', small('last.csv'));
    expect(state()).toMatchObject({ busy: null, preview: { log: { fileName: 'last.csv' } } });
  });

  it('is cancelled: it is chosen no more, and what was read before is as it was', async () => {
    const log = small('log.csv');
    await choose('log', log);
    state().setLogColumn('item', { role: 'context' });
    const { roles, preview } = state();
    const endless = new EndlessFile('endless.csv');
    void choose('items', endless);
    await endless.stalled;
    await bench.cancel();
    expect(state()).toMatchObject({ busy: null, roles, preview, files: { log, items: null } });
    const first = new EndlessFile('log.csv');
    void choose('log', first);
    await first.stalled;
    await bench.cancel();
    expect(state()).toMatchObject({ busy: null, preview: null, files: { log: null } });
  });

  it('is read in the old way again after another way was cancelled', async () => {
    await choose('log', small('log.csv'));
    const { preview } = state();
    state().setDialect('log', { delimiter: ';' });
    const asked = bench.preview();
    await bench.cancel();
    await asked;
    expect(state()).toMatchObject({ dialects: {}, preview });
  });
});

it('reads again only the file that is another one', async () => {
  const log = small('log.csv');
  await choose('log', log);
  const before = log.reads;
  expect(before).toBeGreaterThan(0);
  const table = items();
  await choose('items', table);
  await choose('items', null);
  await choose('items', table);
  expect([log.reads, state().preview?.items?.rows]).toEqual([before, 5]);
  state().setDialect('log', { header: false });
  await bench.preview();
  expect(log.reads).toBeGreaterThan(before);
});

it('files that are shown are the ones that are loaded, also after a run on others was opened', async () => {
  await bench.openDevice(true);
  const loadShown = (): Promise<boolean> => {
    const { roles, protocol } = state();
    return bench.load({ kind: 'files', roles: roles!, protocol: { ...protocol, minItemEvents: 1, minUserEvents: 1 } });
  };
  await choose('log', small('theirs.csv'));
  await loadShown();
  await heard.lab.ask('step', plainDocument(9));
  await bench.stop();
  const run = bench.run.getState().id!;
  await choose('log', new File([HEAD + rows(40)], 'ours.csv'));
  await loadShown();
  expect(state().summary).toMatchObject({ name: 'ours.csv' });
  expect(await bench.openRun(run)).toBe(true);
  expect(state()).toMatchObject({ summary: { name: 'theirs.csv' }, preview: { log: { fileName: 'ours.csv' } } });
  await loadShown();
  expect(state().summary).toMatchObject({ name: 'ours.csv', report: { kept: 40 } });
});
