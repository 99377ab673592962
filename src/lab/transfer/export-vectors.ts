/**
 * What retrieval needs and nothing else: the vectors of all items and of all users, to be searched by any index that
 * knows inner products. The towers stay at home. `read_vectors.py` beside this file is the reference reader; it also
 * computes the figures of the test part from a file as of 'test'.
 */
import type { Dataset, Target } from '../../data/dataset';
import { allVectors } from '../evaluate/all-vectors';
import { removedItems } from '../evaluate/rank';
import { atEnd } from '../evaluate/asked';
import type { LiveModel } from '../training/live-model';
import type { Watch } from '../waits';
import { vectorsFormat } from '../formats/vectors/format';
import { base64Pieces } from './base64';
import { exportedFile, type ExportedFile } from './exported-file';
import { fileNameOf } from './file-name';
import { JsonText } from './json-pieces';

/**
 * The moment of a user: after the last event of the log, or as the test part asks, with the held-out events unknown.
 */
export type AsOf = 'end' | 'test';

export interface VectorsFile {
  format: 'tower-lab/vectors';
  version: number;
  /** score(user, item) = max over the active k of <user vector k, item vector>; no q and no bias are in it. */
  rule: 'max-inner-product';
  /** Steps the weights had seen, and the fingerprint of the data. */
  steps: number;
  dataset: string;
  width: number;
  /** The moment of the users' vectors. */
  asOf: AsOf;
  /** float32, little-endian, base64: [items, width]. */
  items: { ids: readonly string[]; vectors: string };
  /**
   * As of 'end' all users, as of 'test' the tested ones and no others. vectors [users, interests, width]; active
   * [users][interests]: 1 = the interest retrieves. An interest that is not active must not: its vector is not zero.
   */
  users: { ids: readonly string[]; interests: number; vectors: string; active: number[][] } & Partial<TestLists>;
}

/** As of 'test', what the ranking of each user is judged by, as places in `items.ids`: [users][]. */
interface TestLists {
  /** Held-out items. One that is removed too is a miss. */
  targets: number[][];
  /** Items that are no candidates: those of the history, none under `keepSeen`. */
  removed: number[][];
}

/** The file with its vectors still to be written. */
type InPieces = Omit<VectorsFile, 'items' | 'users'> & {
  items: Omit<VectorsFile['items'], 'vectors'> & { vectors: JsonText };
  users: Omit<VectorsFile['users'], 'vectors'> & { vectors: JsonText };
};

/**
 * With the weights as they are, if nothing trains meanwhile.
 * @param signal aborted when something is about to
 * @throws the signal's reason; LabError (scores-not-finite)
 */
export async function exportVectors(
  model: LiveModel,
  asOf: AsOf,
  signal: AbortSignal,
  onProgress?: Watch['onProgress'],
): Promise<ExportedFile> {
  const { dataset, compiled, step } = model;
  const { indexWidth: width, interestCount: interests } = compiled;
  const asked: readonly Target[] =
    asOf === 'test' ? dataset.split.test : dataset.users.map((_, user) => atEnd(dataset, user));
  const { items, users, active } = await allVectors(model, asked, {
    signal,
    ...(onProgress ? { onProgress } : {}),
  });
  const file: InPieces = {
    ...vectorsFormat.header,
    rule: 'max-inner-product',
    steps: step,
    dataset: dataset.fingerprint,
    width,
    asOf,
    items: { ids: dataset.items, vectors: base64Text(items) },
    users: {
      ids: asked.map(({ user }) => dataset.users[user]!),
      interests,
      vectors: base64Text(users),
      active,
      ...(asOf === 'test' ? testLists(dataset, asked) : {}),
    },
  };
  return exportedFile(fileNameOf(dataset.name, step, 'vectors'), file);
}

function base64Text(values: Float32Array): JsonText {
  return new JsonText(function* () {
    yield '"';
    yield* base64Pieces(values);
    yield '"';
  });
}

const testLists = (dataset: Dataset, targets: readonly Target[]): TestLists => ({
  targets: targets.map(({ items }) => Array.from(items)),
  removed: targets.map((target) => Array.from(removedItems(dataset, target))),
});
