import { afterEach, describe, expect, it } from 'vitest';
import { listen, type Heard } from '../testing';
import { storageV1 } from './corpus';
import { pieceSince } from './curve-pieces';
import { runOfFirstVersion } from './first-version';
import { storedForm } from './run-file';
import { memoryStorage } from './storage';

let heard: Heard | null = null;
afterEach(async () => {
  await heard?.lab.dispose();
  heard = null;
});

describe('a run of version 1 of the storage', () => {
  it('comes back with its files, curves and figures, and retrieves what it retrieved', async () => {
    const { record, retrieved } = storageV1();
    const { run, series, checkpoint, upload } = runOfFirstVersion(record)!;
    const storage = memoryStorage();
    await storage.write(storedForm(run), {
      curves: pieceSince([], series)!,
      checkpoint,
      ...(upload ? { upload } : {}),
    });
    await storage.setLast(run.id);
    heard = listen({ storage });
    await heard.lab.ask('open', { cpu: false });
    const restored = await heard.lab.ask('restore', {});
    expect(restored).toMatchObject({
      run: { title: 'Plain', status: 'finished', step: 6, origin: { kind: 'trained' } },
      progress: { phase: 'done', step: 6 },
      dataset: { name: 'own.csv', users: 12, items: 15 },
      lacks: null,
    });
    expect(restored!.series.find(({ name }) => name === 'loss')!.values).toHaveLength(6);
    expect(restored!.run.evaluated!.metrics['hr@10']).toBeGreaterThan(0);
    const { model } = await heard.lab.ask('retrieve', { user: retrieved.user, k: retrieved.items.length });
    expect(model.map(({ id }) => id)).toEqual(retrieved.items);
  });

  it('that had not ended goes on from its checkpoint', () => {
    const { record } = storageV1();
    expect(runOfFirstVersion({ ...(record as object), phase: 'paused' })!.run.status).toBe('paused');
  });

  it('is left out where it is damaged', () => {
    const record = storageV1().record as Record<string, unknown>;
    const checkpoint = record['checkpoint'] as Record<string, unknown>;
    const damaged: unknown[] = [
      {},
      'text',
      { ...record, version: 3 },
      { ...record, files: null },
      { ...record, settings: {} },
      { ...record, checkpoint: { ...checkpoint, step: -1 } },
      { ...record, series: [{ name: 'loss', steps: [1], values: [2] }] },
    ];
    expect(damaged.map(runOfFirstVersion)).toEqual(damaged.map(() => null));
  });

  it('of an early page, which did not tell the best of a stage from the best of all, keeps its best', () => {
    const record = storageV1().record as Record<string, unknown>;
    const { kept: _, ...checkpoint } = record['checkpoint'] as Record<string, unknown>;
    const best = { step: 4, value: 0.5, weights: checkpoint['weights'] };
    const read = runOfFirstVersion({ ...record, checkpoint: { ...checkpoint, stage: 1, best } })!.checkpoint;
    expect(read.kept).toMatchObject({ stage: 1, step: 4 });
    expect(read.kept).toBe(read.best);
  });
});
