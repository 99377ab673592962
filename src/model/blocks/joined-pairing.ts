/** Scores that are added up, as one pairing: the vectors of its terms side by side. */
import { concatColumns } from '../../engine/kernels/concat/concat';
import * as tf from '../../engine/tf';
import type { Tensor1D, Tensor2D, Tensor3D } from '../../engine/tf';
import type { PortValues } from '../document/ports';

/** A term <user, item>, or of several interests max over the active k of <interests_k, item>. Made where it is read. */
export interface Term {
  user(): Tensor2D;
  item(): Tensor2D;
  interests?: { vectors(): Tensor3D; active: Tensor2D };
}

/** The sum of the terms. Where more than one has several interests they are the same ones. @param terms at least one */
export function joinedPairing(terms: readonly Term[]): PortValues['pairing'] {
  const user = once(() => concatColumns(terms.map((term) => term.user())));
  const item = once(() => concatColumns(terms.map((term) => term.item())));
  const several = terms.find(({ interests }) => interests)?.interests;
  const scale = tf.ones([1]) as Tensor1D;
  const joined = {
    get user() {
      return user();
    },
    get item() {
      return item();
    },
    scale,
  };
  if (!several) return joined;
  const vectors = once(() => joinedInterests(terms, several.vectors()));
  // Defined, not spread, which would make them: where the items are encoded there are none of any user.
  return Object.defineProperties(joined, {
    interests: { get: vectors, enumerable: true },
    active: { value: several.active, enumerable: true },
  });
}

/** [R, K, D]: beside each interest the vectors of the other terms, which are the same for all of a row. */
function joinedInterests(terms: readonly Term[], { shape: [rows, count] }: Tensor3D): Tensor3D {
  const parts = terms.map(({ user, interests }): Tensor2D => {
    if (interests) {
      const own = interests.vectors();
      return tf.reshape(own, [rows * count, own.shape[2]]);
    }
    const own = user();
    const width = own.shape[1];
    const repeated = tf.mul(tf.ones([1, count, 1]), tf.reshape(own, [rows, 1, width]));
    return tf.reshape(repeated, [rows * count, width]);
  });
  return tf.reshape(concatColumns(parts), [rows, count, -1]) as Tensor3D;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
