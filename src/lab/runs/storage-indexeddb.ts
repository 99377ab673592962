/** The browser's storage of runs: what is listed, what is large, and files that several runs share, each in a store. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import type { Checkpoint } from './checkpoint';
import type { RunFile } from '../formats/run/format';
import { runOfFirstVersion } from './first-version';
import { storedForm } from './run-file';
import type { SeriesChunk } from './series';
import type { RunStorage, Upload } from './storage';

interface LabDatabase extends DBSchema {
  runs: { key: string; value: RunFile };
  series: { key: string; value: SeriesChunk[] };
  checkpoints: { key: string; value: Checkpoint };
  uploads: { key: string; value: Upload };
  /** The run that was stored or opened last, by any tab. */
  state: { key: 'current'; value: string | null };
}

const STORES = ['runs', 'series', 'checkpoints', 'uploads', 'state'] as const;
const PARTS = ['runs', 'series', 'checkpoints', 'uploads'] as const;
/** Checkpoints take at most so much, and no more than a fifth of what the browser gives the page. */
const LIMIT_BYTES = 500e6;

export function indexedDbStorage(): RunStorage {
  let opened: Promise<IDBPDatabase<LabDatabase>> | null = null;
  // Opened by the first use, so that a browser without storage says so to someone who listens.
  const database = (): Promise<IDBPDatabase<LabDatabase>> => (opened ??= open((again) => (opened = again)));
  return {
    list: async () => (await database()).getAll('runs'),
    async read({ id, data: { upload } }) {
      const transaction = (await database()).transaction(PARTS);
      const [series, checkpoint, files] = await Promise.all([
        transaction.objectStore('series').get(id),
        transaction.objectStore('checkpoints').get(id),
        upload === null ? null : transaction.objectStore('uploads').get(upload),
        transaction.done,
      ]);
      return { series: series ?? null, checkpoint: checkpoint ?? null, upload: files ?? null };
    },
    async write(run, { series, checkpoint, upload }) {
      const transaction = (await database()).transaction(PARTS, 'readwrite');
      const checkpoints = transaction.objectStore('checkpoints');
      await Promise.all([
        transaction.objectStore('runs').put(run, run.id),
        series && transaction.objectStore('series').put(series, run.id),
        checkpoint && checkpoints.put(checkpoint, run.id),
        checkpoint === null && checkpoints.delete(run.id),
        upload && run.data.upload !== null && transaction.objectStore('uploads').put(upload, run.data.upload),
        transaction.done,
      ]);
    },
    async remove(id) {
      const transaction = (await database()).transaction(PARTS, 'readwrite');
      const runs = transaction.objectStore('runs');
      const uploads = transaction.objectStore('uploads');
      const upload = (await runs.get(id))?.data.upload ?? null;
      for (const store of ['runs', 'series', 'checkpoints'] as const) await transaction.objectStore(store).delete(id);
      if (upload !== null && !(await runs.getAll()).some(({ data }) => data.upload === upload))
        await uploads.delete(upload);
      await transaction.done;
    },
    last: async () => (await (await database()).get('state', 'current')) ?? null,
    async setLast(id) {
      await (await database()).put('state', id, 'current');
    },
    async limit() {
      const { quota = Infinity } = await navigator.storage.estimate();
      return Math.min(LIMIT_BYTES, quota / 5);
    },
  };
}

/**
 * @param then takes what there is from now on: the database where it comes late, null where it has to be opened again
 * @throws DOMException, also where a tab of an older page holds an older version open: it may never be closed
 */
const open = (then: (database: Promise<IDBPDatabase<LabDatabase>> | null) => void) =>
  new Promise<IDBPDatabase<LabDatabase>>((resolve, reject) => {
    const opening = openDB<LabDatabase>('tower-lab', 2, {
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
    });
    opening.then(resolve, (error: unknown) => {
      then(null);
      reject(error);
    });
  });

type Change = IDBPTransaction<LabDatabase, StoreNames<LabDatabase>[], 'versionchange'>;

/** Version 1 kept one run, the last, under that name. */
async function upgrade(db: IDBPDatabase<LabDatabase>, change: Change): Promise<void> {
  const last: unknown = db.objectStoreNames.contains('runs') ? await change.objectStore('runs').get('last') : undefined;
  for (const store of STORES) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
  if (last === undefined) return;
  const runs = change.objectStore('runs');
  await runs.delete('last');
  const run = runOfFirstVersion(last);
  if (!run) return;
  await runs.put(storedForm(run.run), run.run.id);
  await change.objectStore('series').put(run.series, run.run.id);
  await change.objectStore('checkpoints').put(run.checkpoint, run.run.id);
  if (run.upload && run.run.data.upload !== null)
    await change.objectStore('uploads').put(run.upload, run.run.data.upload);
  await change.objectStore('state').put(run.run.id, 'current');
}
