/** What a run that is being opened is protected from, and what the keeper says of its storage. */
import { beforeEach, describe, expect, it } from 'vitest';
import { LabError, type FailureCode } from '../failure';
import { bytesOf } from './checkpoint';
import { memoryLocks, type RunLocks } from './locks';
import { RunKeeper } from './run-keeper';
import { memoryStorage, type RunStorage } from './storage';
import { checkpointOf, runOf } from './testing';

let storage: RunStorage;
let other: RunLocks;
let unsaved: (FailureCode | null)[];
let keeper: RunKeeper;
beforeEach(() => {
  const locks = memoryLocks();
  storage = memoryStorage();
  other = locks();
  unsaved = [];
  keeper = new RunKeeper(storage, locks(), {
    changed: () => undefined,
    own: () => undefined,
    unsaved: (failure) => unsaved.push(failure?.code ?? null),
  });
});

/** Trains a run to its first checkpoint. */
async function train(id: string): Promise<void> {
  keeper.hold({ run: runOf(id), checkpoint: null, series: [] });
  await keeper.save({}, { checkpoint: checkpointOf(1), series: [] }, null);
}

describe('a run that is being opened', () => {
  beforeEach(async () => {
    await train('opening');
    await train('current');
    await keeper.claim('opening');
  });

  it('is still kept from other tabs once it is renamed, until it is given up', async () => {
    await keeper.change('opening', { title: 'Renamed' });
    expect(await other.take('opening')).toBe(false);
    keeper.letGo('opening');
    expect(await other.take('opening')).toBe(true);
  });

  it('keeps its checkpoint where another one needs room', async () => {
    storage.limit = async () => bytesOf(checkpointOf(2));
    await keeper.save({}, { checkpoint: checkpointOf(2), series: [] }, null);
    expect((await keeper.read('opening')).checkpoint).not.toBeNull();
    keeper.letGo('opening');
    await keeper.save({}, { checkpoint: checkpointOf(3), series: [] }, null);
    expect((await keeper.read('opening')).checkpoint).toBeNull();
  });
});

it('says no longer that a run is not stored once no run is the current one', async () => {
  storage.write = () => Promise.reject(new DOMException('no', 'UnknownError'));
  await train('lost');
  expect(unsaved).toEqual(['storage-refused']);
  keeper.leave();
  expect(unsaved).toEqual(['storage-refused', null]);
});

it('says of a damaged run what it is, and nothing of the storage', async () => {
  await train('damaged');
  storage.read = () => Promise.reject(new LabError('run-damaged', 'its arrays are cut off'));
  await expect(keeper.read('damaged')).rejects.toMatchObject({ code: 'run-damaged' });
});
