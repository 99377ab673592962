import { afterEach, expect, it } from 'vitest';
import { listen, plainDocument, SMALL_WORLD, type Heard } from '../testing';
import type { CurvePiece } from './curve-pieces';
import { memoryStorage, type RunStorage } from './storage';

const open: Heard[] = [];
afterEach(() => Promise.all(open.splice(0).map(({ lab }) => lab.dispose())));

async function opened(storage: RunStorage): Promise<Heard['lab']> {
  const heard = listen({ storage });
  open.push(heard);
  await heard.lab.ask('open', { cpu: true });
  return heard.lab;
}

it('a save writes what has changed since the last one, also the first after a reload', async () => {
  const storage = memoryStorage();
  const pieces: CurvePiece[] = [];
  const checkpoints: number[] = [];
  const watched: RunStorage = {
    ...storage,
    write: (run, parts) => {
      if (parts.curves) pieces.push(parts.curves);
      if (parts.checkpoint) checkpoints.push(parts.checkpoint.step);
      return storage.write(run, parts);
    },
  };
  const first = await opened(watched);
  await first.ask('load', { source: SMALL_WORLD });
  for (let n = 0; n < 3; n++) await first.ask('step', plainDocument(9));
  await first.dispose();
  const second = await opened(watched);
  await second.ask('restore', {});
  await second.ask('step', plainDocument(9));
  const losses = pieces.map(({ chunks }) => chunks.find(({ name }) => name === 'loss')!.steps);
  expect(losses.map((steps) => [...steps])).toEqual([[1], [2], [3], [4]]);
  // What rests has not changed: neither after a reload, nor at a stop.
  await second.ask('stop', {});
  expect(checkpoints).toEqual([1, 2, 3, 4]);
});
