/**
 * What retrieval needs and nothing else: the vectors of all items and of all users, to be searched by any index that knows inner products. The towers
 * stay at home. `read_vectors.py` beside this file is the reference reader.
 */
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { encodeTargets } from '../evaluate/model';
import { atEnd } from '../evaluate/retrieve';
import type { LiveModel } from '../live-model';
import type { Answer } from '../protocol';
import { encodeFloats } from './base64';
import { fileNameOf } from './file-name';

export interface VectorsFile {
  format: 'tower-lab/vectors';
  version: 1;
  /** score(user, item) = max over the active k of <user vector k, item vector>; no q and no bias are in it. */
  rule: 'max-inner-product';
  /** Steps the weights had seen, and the fingerprint of the data. */
  steps: number;
  dataset: string;
  width: number;
  /** float32, little-endian, base64: [items, width]. */
  items: { ids: readonly string[]; vectors: string };
  /**
   * Each user as of the end of the log. vectors [users, interests, width]; active [users][interests]: 1 = the interest retrieves. An interest that is not
   * active must not: its vector is not zero.
   */
  users: { ids: readonly string[]; interests: number; vectors: string; active: number[][] };
}

/** With the weights as they are, if nothing trains meanwhile. @param signal aborted when something is about to; @throws its reason */
export async function exportVectors(model: LiveModel, signal: AbortSignal): Promise<Answer<'exportVectors'>> {
  const { dataset, encoder, compiled, step } = model;
  const index = encoder.encodeItems();
  const items = await index.read().finally(() => index.dispose());
  const { indexWidth: width, interestCount: interests } = compiled;
  const vectors = new Float32Array(dataset.users.length * interests * width);
  const active: number[][] = [];
  for (let from = 0; from < dataset.users.length; from += encoder.userRows) {
    signal.throwIfAborted();
    const part = dataset.users.slice(from, from + encoder.userRows).map((_, at) => atEnd(dataset, from + at));
    const encoded = encodeTargets(encoder, dataset, part, compiled);
    const [numbers, flags] = await Promise.all([encoded.vectors.data(), encoded.active?.data()]).finally(() => disposeVectors(encoded));
    vectors.set((numbers as Float32Array).subarray(0, part.length * interests * width), from * interests * width);
    part.forEach((_, row) => active.push(Array.from({ length: interests }, (__, k) => (k === 0 || !flags || flags[row * interests + k]! > 0 ? 1 : 0))));
  }
  const file: VectorsFile = {
    format: 'tower-lab/vectors', version: 1, rule: 'max-inner-product', steps: step, dataset: dataset.fingerprint, width,
    items: { ids: dataset.items, vectors: encodeFloats(items.subarray(0, dataset.items.length * width)) },
    users: { ids: dataset.users, interests, vectors: encodeFloats(vectors), active },
  };
  return { fileName: fileNameOf({ dataset, step }, 'vectors'), json: JSON.stringify(file) };
}
