/** The browser's storage of runs. What a save has in common with the one before is not written again. */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type { Best, Checkpoint } from './checkpoint';
import { pointsUpTo, type CurvePiece } from './curve-pieces';
import { ofRun, openDatabase, PARTS, type LabDatabase, type StoredBest, type StoredCheckpoint } from './database';
import type { SnapshotPiece } from './snapshots';
import type { RunStorage } from './storage';

type Reading = IDBPTransaction<LabDatabase, typeof PARTS, 'readonly'>;
type Writing = IDBPTransaction<LabDatabase, typeof PARTS, 'readwrite'>;

/** Checkpoints take at most so much, and no more than a fifth of what the browser gives the page. */
const LIMIT_BYTES = 500e6;

export function indexedDbStorage(): RunStorage {
  let opened: Promise<IDBPDatabase<LabDatabase>> | null = null;
  // Opened by the first use, so that a browser without storage says so to someone who listens.
  const database = (): Promise<IDBPDatabase<LabDatabase>> => (opened ??= openDatabase((again) => (opened = again)));
  return {
    list: async () => (await database()).getAll('runs'),
    async read({ id, data: { upload } }) {
      const transaction = (await database()).transaction(PARTS);
      const [pieces, checkpoint, files, snapshots] = await Promise.all([
        transaction.objectStore('curves').getAll(ofRun(id)),
        readCheckpoint(transaction, id),
        upload === null ? null : transaction.objectStore('uploads').get(upload),
        transaction.objectStore('snapshots').getAll(ofRun(id)),
        transaction.done,
      ]);
      return { series: pieces.length > 0 ? pieces.flat() : null, checkpoint, upload: files ?? null, snapshots };
    },
    async write(run, { curves, checkpoint, upload, snapshots }) {
      const transaction = (await database()).transaction(PARTS, 'readwrite');
      const uploads = transaction.objectStore('uploads');
      await allOrNothing(transaction, async () => {
        await transaction.objectStore('runs').put(run, run.id);
        if (curves) await writePiece(transaction, run.id, curves);
        if (snapshots) await writeSnapshots(transaction, run.id, snapshots);
        if (checkpoint !== undefined) await writeCheckpoint(transaction, run.id, checkpoint);
        if (upload && run.data.upload !== null) await putOnce(uploads, upload, run.data.upload);
      });
    },
    async remove(id) {
      const transaction = (await database()).transaction(PARTS, 'readwrite');
      const runs = transaction.objectStore('runs');
      await allOrNothing(transaction, async () => {
        const upload = (await runs.get(id))?.data.upload ?? null;
        for (const store of ['runs', 'checkpoints'] as const) await transaction.objectStore(store).delete(id);
        for (const store of ['curves', 'best', 'snapshots'] as const)
          await transaction.objectStore(store).delete(ofRun(id));
        if (upload !== null && !(await runs.getAll()).some(({ data }) => data.upload === upload))
          await transaction.objectStore('uploads').delete(upload);
      });
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

/** @throws DOMException, of the transaction where that is what failed: a full disk, say */
async function allOrNothing(transaction: Writing, work: () => Promise<void>): Promise<void> {
  // Heard below, or after the failure that it follows.
  const done = transaction.done;
  done.catch(() => undefined);
  try {
    await work();
  } catch (error) {
    // A request that could not be made ends no transaction by itself.
    if (transaction.error === null) abort(transaction);
    throw transaction.error ?? error;
  }
  await done;
}

function abort(transaction: Writing): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}

/** What stands under a key stays: the same key is the same thing. */
async function putOnce<K, V>(
  store: { getKey(key: K): Promise<unknown>; put(value: V, key: K): Promise<unknown> },
  value: V,
  key: K,
): Promise<void> {
  if ((await store.getKey(key)) === undefined) await store.put(value, key);
}

async function writePiece(transaction: Writing, id: string, { after, chunks }: CurvePiece): Promise<void> {
  const curves = transaction.objectStore('curves');
  await curves.delete(IDBKeyRange.bound([id, after], [id, []]));
  // A run that went back may begin again in the middle of a piece.
  const before = await curves.openCursor(IDBKeyRange.bound([id], [id, after]), 'prev');
  if (before?.value.some(({ steps }) => (steps.at(-1) ?? 0) > after))
    await before.update(pointsUpTo(before.value, after));
  if (chunks.length > 0) await curves.put(chunks, [id, after]);
}

async function writeSnapshots(transaction: Writing, id: string, { dropped, added }: SnapshotPiece): Promise<void> {
  const snapshots = transaction.objectStore('snapshots');
  for (const step of dropped) await snapshots.delete([id, step]);
  for (const snapshot of added) await snapshots.put(snapshot, [id, snapshot.step]);
}

const keyOf = (id: string, { stage, step }: Pick<Best, 'stage' | 'step'>): [string, number, number] => [
  id,
  stage,
  step,
];

/** The best weights are those of many checkpoints: written with the first of them, and removed with the last. */
async function writeCheckpoint(transaction: Writing, id: string, checkpoint: Checkpoint | null): Promise<void> {
  const best = transaction.objectStore('best');
  const checkpoints = transaction.objectStore('checkpoints');
  const wanted = [checkpoint?.best, checkpoint?.kept].filter((own) => own !== null && own !== undefined);
  for (const key of await best.getAllKeys(ofRun(id)))
    if (!wanted.some(({ stage, step }) => stage === key[1] && step === key[2])) await best.delete(key);
  for (const own of wanted) await putOnce(best, own.weights, keyOf(id, own));
  if (!checkpoint) return checkpoints.delete(id);
  const bare = (own: Best | null): StoredBest | null => own && { ...own, weights: null };
  await checkpoints.put({ ...checkpoint, best: bare(checkpoint.best), kept: bare(checkpoint.kept) }, id);
}

async function readCheckpoint(transaction: Reading, id: string): Promise<unknown> {
  const checkpoint: StoredCheckpoint | undefined = await transaction.objectStore('checkpoints').get(id);
  if (!checkpoint) return null;
  // One object where both are the same, as they were.
  const read = new Map<string, Promise<StoredBest>>();
  const whole = (own: StoredBest | null): Promise<StoredBest> | null => {
    if (!own || own.weights) return own && Promise.resolve(own);
    const key = keyOf(id, own);
    const known = read.get(String(key)) ?? weightsOf(transaction, own, key);
    read.set(String(key), known);
    return known;
  };
  const [best, kept] = await Promise.all([whole(checkpoint.best), whole(checkpoint.kept)]);
  return { ...checkpoint, best, kept };
}

const weightsOf = async (
  transaction: Reading,
  own: StoredBest,
  key: [string, number, number],
): Promise<StoredBest> => ({ ...own, weights: (await transaction.objectStore('best').get(key)) ?? null });
