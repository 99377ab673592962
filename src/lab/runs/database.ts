/** The database of runs, its stores, and how it came from older ones. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { RunFile } from '../formats/run/format';
import type { Snapshot } from '../formats/snapshot/format';
import type { Best, Checkpoint } from './checkpoint';
import { runOfFirstVersion } from './first-version';
import { storedForm } from './run-file';
import type { SeriesChunk } from './series';
import type { Upload } from './storage';

/** Without the weights of the best ones where those stand in `best`. */
export type StoredCheckpoint = Omit<Checkpoint, 'best' | 'kept'> & Record<'best' | 'kept', StoredBest | null>;
export type StoredBest = Omit<Best, 'weights'> & { weights: Best['weights'] | null };

export interface LabDatabase extends DBSchema {
  runs: { key: string; value: RunFile };
  /** Pieces, by run and the step that they begin after. */
  curves: { key: [run: string, after: number]; value: SeriesChunk[] };
  checkpoints: { key: string; value: StoredCheckpoint };
  /** Weights that were best on validation, by run, stage and step. */
  best: { key: [run: string, stage: number, step: number]; value: Best['weights'] };
  uploads: { key: string; value: Upload };
  /** By run and step. */
  snapshots: { key: [run: string, step: number]; value: Snapshot };
  /** The run that was stored or opened last, by any tab. */
  state: { key: 'current'; value: string | null };
}

export const PARTS = ['runs', 'curves', 'checkpoints', 'best', 'uploads', 'snapshots'] as const;
const STORES = [...PARTS, 'state'] as const;
/**
 * 1: one run, the last. 2: many, each with its curves and its checkpoint whole. 3: both in pieces. 4: with snapshots.
 */
const VERSION = 4;

/** Everything of a run in a store whose keys begin with it. */
export const ofRun = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

/**
 * @param then takes what there is from now on: the database where it comes late, null where it has to be opened again
 * @throws DOMException, also where a tab of an older page holds an older version open: it may never be closed
 */
export const openDatabase = (then: (database: Promise<IDBPDatabase<LabDatabase>> | null) => void) =>
  new Promise<IDBPDatabase<LabDatabase>>((resolve, reject) => {
    // Where storage is denied, the call itself throws.
    const opening = Promise.resolve().then(() =>
      openDB<LabDatabase>('tower-lab', VERSION, {
        upgrade: (db, _, __, change) => upgrade(db, change),
        blocked() {
          reject(new DOMException('another tab holds an older version of the storage', 'InvalidStateError'));
          // It goes on waiting: a second request would only wait behind it.
          opening.then(
            () => then(opening),
            () => then(null),
          );
        },
        // A newer page waits for this one to let go.
        blocking(_, __, event) {
          (event.target as IDBDatabase).close();
          then(null);
        },
        terminated: () => then(null),
      }),
    );
    opening.then(resolve, (error: unknown) => {
      then(null);
      reject(error);
    });
  });

type Change = IDBPTransaction<LabDatabase, StoreNames<LabDatabase>[], 'versionchange'>;
/** As version 2 had it. */
interface WholeCurves extends DBSchema {
  series: { key: string; value: SeriesChunk[] };
}

async function upgrade(db: IDBPDatabase<LabDatabase>, change: Change): Promise<void> {
  const last: unknown = db.objectStoreNames.contains('runs') ? await change.objectStore('runs').get('last') : undefined;
  for (const store of STORES) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
  await fromWholeCurves(
    db as unknown as IDBPDatabase<WholeCurves>,
    change as unknown as IDBPTransaction<WholeCurves, ['series'], 'versionchange'>,
    change,
  );
  if (last !== undefined) await fromLastRun(last, change);
}

async function fromWholeCurves(
  old: IDBPDatabase<WholeCurves>,
  from: IDBPTransaction<WholeCurves, ['series'], 'versionchange'>,
  change: Change,
): Promise<void> {
  if (!old.objectStoreNames.contains('series')) return;
  const curves = change.objectStore('curves');
  for (let at = await from.objectStore('series').openCursor(); at; at = await at.continue())
    await curves.put(at.value, [at.key, 0]);
  old.deleteObjectStore('series');
}

/** Version 1 kept one run, the last, under that name. */
async function fromLastRun(last: unknown, change: Change): Promise<void> {
  const runs = change.objectStore('runs');
  await runs.delete('last');
  const run = runOfFirstVersion(last);
  if (!run) return;
  const { id, data } = run.run;
  await runs.put(storedForm(run.run), id);
  await change.objectStore('curves').put(run.series, [id, 0]);
  await change.objectStore('checkpoints').put(run.checkpoint, id);
  if (run.upload && data.upload !== null) await change.objectStore('uploads').put(run.upload, data.upload);
  await change.objectStore('state').put(id, 'current');
}
