/** Principal components: the two directions along which vectors differ most, and how much of that they show. */
import { largestOf } from './eigen';

export interface PrincipalAxes {
  width: number;
  /** [width] */
  mean: Float64Array;
  /** [2, width] of length 1, at right angles; zeros where vectors of one number have no second. */
  axes: Float64Array;
  /** Share of the variance along both together, from 0 to 1; 0 where the vectors do not differ. */
  explained: number;
}

/**
 * The largest number of each axis is positive, so that the same vectors give the same picture.
 * @param vectors [any, width] finite
 * @param rows those that are looked at, at least one
 */
export function principalAxes(vectors: Float32Array, rows: readonly number[], width: number): PrincipalAxes {
  const mean = meanOf(vectors, rows, width);
  const covariance = covarianceOf(vectors, rows, mean);
  let total = 0;
  for (let d = 0; d < width; d++) total += covariance[d * width + d]!;
  const axes = new Float64Array(2 * width);
  const { values, vectors: found } = largestOf(covariance, width, Math.min(2, width));
  axes.set(found);
  for (const axis of [axes.subarray(0, width), axes.subarray(width)]) faceUp(axis);
  const along = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  return { width, mean, axes, explained: total > 0 ? Math.min(1, along / total) : 0 };
}

/** @param vector [width] @returns its place on both axes */
export function projected({ width, mean, axes }: PrincipalAxes, vector: Float32Array): [x: number, y: number] {
  let [x, y] = [0, 0];
  for (let d = 0; d < width; d++) {
    const apart = vector[d]! - mean[d]!;
    x += apart * axes[d]!;
    y += apart * axes[width + d]!;
  }
  return [x, y];
}

function meanOf(vectors: Float32Array, rows: readonly number[], width: number): Float64Array {
  const mean = new Float64Array(width);
  for (const row of rows) for (let d = 0; d < width; d++) mean[d] = mean[d]! + vectors[row * width + d]! / rows.length;
  return mean;
}

/** [width, width] */
function covarianceOf(vectors: Float32Array, rows: readonly number[], mean: Float64Array): Float64Array {
  const width = mean.length;
  const covariance = new Float64Array(width * width);
  const apart = new Float64Array(width);
  for (const row of rows) {
    for (let d = 0; d < width; d++) apart[d] = vectors[row * width + d]! - mean[d]!;
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++) covariance[i * width + j] = covariance[i * width + j]! + apart[i]! * apart[j]!;
  }
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      const value = covariance[i * width + j]! / rows.length;
      covariance[i * width + j] = value;
      covariance[j * width + i] = value;
    }
  return covariance;
}

function faceUp(axis: Float64Array): void {
  const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  if (largest < 0) for (let d = 0; d < axis.length; d++) axis[d] = -axis[d]!;
}
