/** The vectors of all items, and of the users of many targets, on the host. */
import { areFinite } from '../../engine/are-finite';
import type { Target } from '../../data/dataset';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import type { LiveModel } from '../training/live-model';
import type { Watch } from '../waits';
import { encodeTargets } from './model';
import { scoresNotFinite } from './targets';

export interface AllVectors {
  /** [items x D] */
  items: Float32Array;
  /** [targets x K x D] */
  users: Float32Array;
  /** [targets][K] 1 = the interest retrieves; the first one always does. */
  active: number[][];
}

/**
 * With the weights as they are, if nothing trains meanwhile.
 * @param signal is heard before each chunk of users
 * @throws the signal's reason; LabError (no-vectors, scores-not-finite)
 */
export async function allVectors(
  { dataset, encoder, compiled }: Pick<LiveModel, 'dataset' | 'encoder' | 'compiled'>,
  asked: readonly Target[],
  { signal, onProgress }: Partial<Watch> = {},
): Promise<AllVectors> {
  const index = encoder.encodeItems();
  const stored = await index.read().finally(() => index.dispose());
  const { indexWidth: width, interestCount: interests } = compiled;
  const items = stored.subarray(0, dataset.items.length * width);
  const users = new Float32Array(asked.length * interests * width);
  const active: number[][] = [];
  for (let from = 0; from < asked.length; from += encoder.userRows) {
    signal?.throwIfAborted();
    const part = asked.slice(from, from + encoder.userRows);
    const encoded = encodeTargets(encoder, dataset, part, compiled);
    const [numbers, flags] = await Promise.all([encoded.vectors.data(), encoded.active?.data()]).finally(() =>
      disposeVectors(encoded),
    );
    users.set((numbers as Float32Array).subarray(0, part.length * interests * width), from * interests * width);
    part.forEach((_, row) =>
      active.push(
        Array.from({ length: interests }, (__, k) => (k === 0 || !flags || flags[row * interests + k]! > 0 ? 1 : 0)),
      ),
    );
    onProgress?.((from + part.length) / asked.length);
  }
  if (!areFinite(items) || !areFinite(users)) throw scoresNotFinite();
  return { items, users, active };
}
