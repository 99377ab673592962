import * as tf from '../../../engine/tf';
import type { Tensor3D } from '../../../engine/tf';
import type { Typed } from '../block';
import { crossed } from './crossed';

/** [R, F, D] */
export function crossedValues({ type, values }: Typed<'fields' | 'vector'>): Tensor3D {
  const { count, width } = crossed(type);
  return type.kind === 'fields' ? (values as Tensor3D) : tf.reshape(values, [values.shape[0]!, count, width]);
}
