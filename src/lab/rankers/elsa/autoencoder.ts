/**
 * ELSA (Vancura, Alves, Kasalicky and Kordik, "Scalable linear shallow autoencoder for collaborative filtering", RecSys
 * 2022, section 3): of a user's binary row x of training items, y = x (A Aᵀ - I), the rows of A [items x width] of
 * length one, and the loss is the mean over users of |x / |x| - y / |y||². It is trained as the authors' program is:
 * weights W by Xavier's uniform distribution, A = W by rows over their lengths at every use, NAdam, batches of users in
 * a new order each epoch.
 *
 * No row of all items is made. With u = Aᵀx, n = |x|² and G = AᵀA the loss of a user is 2 - 2 cos(x, y), where <x, y> =
 * |u|² - n and |y|² = uᵀGu - 2|u|² + n: a step costs a Gramian and a few sums of vectors.
 */
import { groupProduct } from '../../../engine/linear-algebra/group-product';
import { createRandom } from '../../../data/random';
import type { TakeTurn } from '../../turns';
import type { OnProgress } from '../fitting/fitting';
import { RidgeSolver } from '../fitting/ridge';
import { addRowProducts } from '../fitting/row-products';
import { membersOf, sizeOf, type TrainingSets } from '../fitting/training-sets';
import { Nadam } from './nadam';
import { BATCH } from './ranker';

const LEARNING_RATE = 0.1;

/** Below it |y|² is rounding: such a row has no direction, and its user is left out of a step. */
const LEAST_SQUARE = 1e-12;

export interface Training {
  batch?: number;
  learningRate?: number;
}

export class Autoencoder {
  /** W, [items x width] */
  readonly weights: Float64Array;
  /** A, [items x width] */
  readonly vectors: Float64Array;
  /** Of the loss of the last step by W, [items x width]. */
  readonly gradient: Float64Array;
  private readonly random = createRandom(1, 'elsa');
  private readonly optimizer: Nadam;
  private readonly products = groupProduct();
  private readonly ridge: RidgeSolver;
  private readonly users: Uint32Array;
  private readonly batch: number;

  /** @param width a multiple of 4, 128 at most */
  constructor(
    private readonly sets: TrainingSets,
    private readonly width: number,
    { batch = BATCH, learningRate = LEARNING_RATE }: Training = {},
  ) {
    const bound = Math.sqrt(6 / (sets.items + width));
    this.weights = Float64Array.from({ length: sets.items * width }, () => bound * (2 * this.random.uniform() - 1));
    this.vectors = new Float64Array(this.weights.length);
    this.gradient = new Float64Array(this.weights.length);
    this.optimizer = new Nadam(this.weights, learningRate);
    this.ridge = new RidgeSolver(width, this.products);
    this.users = Uint32Array.from({ length: sets.users }, (_, user) => user).filter(
      (user) => sizeOf(sets.itemsOf, user) > 0,
    );
    this.batch = batch;
    this.normalise();
  }

  /** Goes once through all users who have items. */
  async epoch(takeTurn: TakeTurn, onProgress?: OnProgress): Promise<void> {
    const { users, batch } = this;
    this.random.shuffle(users);
    for (let from = 0; from < users.length; from += batch) {
      await takeTurn();
      this.step(users.subarray(from, from + batch));
      onProgress?.(Math.min(1, (from + batch) / users.length));
    }
  }

  /** One step by these users. @returns their mean loss before it */
  step(users: Uint32Array): number {
    const loss = this.differentiate(users);
    this.optimizer.step(this.gradient);
    this.normalise();
    return loss;
  }

  /** The mean loss of these users; its gradient by W is in `gradient` then. */
  differentiate(users: Uint32Array): number {
    const { width, vectors, gradient, products, ridge, sets } = this;
    const gramian = mirrored(ridge.gram(vectors, 1), width);
    const sums = new Float64Array(users.length * width);
    users.forEach((user, row) => {
      const sum = sums.subarray(row * width, (row + 1) * width);
      for (const item of membersOf(sets.itemsOf, user)) addVector(vectors, item * width, sum);
    });
    /** u G */
    const turned = new Float64Array(sums.length);
    addRowProducts(sums, gramian, width, turned, products);
    /** Of each user, what its u uᵀ weighs in the gradient by A. */
    const weights = new Float64Array(users.length);
    let loss = 0;
    gradient.fill(0);
    users.forEach((user, row) => {
      const items = membersOf(sets.itemsOf, user);
      const u = sums.subarray(row * width, (row + 1) * width);
      const uG = turned.subarray(row * width, (row + 1) * width);
      const square = dot(u, u);
      const product = square - items.length;
      const squareOfY = dot(u, uG) - 2 * square + items.length;
      if (squareOfY < LEAST_SQUARE) {
        loss += 2;
        return;
      }
      const perCosine = 1 / Math.sqrt(items.length * squareOfY);
      loss += 2 - 2 * product * perCosine;
      const byProduct = (-2 * perCosine) / users.length;
      const bySquare = (product * perCosine) / squareOfY / users.length;
      weights[row] = 2 * bySquare;
      for (let n = 0; n < width; n++) uG[n] = 2 * (byProduct - 2 * bySquare) * u[n]! + 2 * bySquare * uG[n]!;
      for (const item of items) addVector(uG, 0, gradient.subarray(item * width, (item + 1) * width));
    });
    addRowProducts(vectors, mirrored(ridge.gram(sums, 1, weights), width), width, gradient, products);
    this.throughLengths();
    return loss / users.length;
  }

  /** From a gradient by A to one by W: what lies along a vector is lost, the rest is over the length of its weights. */
  private throughLengths(): void {
    const { width, vectors, weights, gradient } = this;
    for (let at = 0; at < weights.length; at += width) {
      const a = vectors.subarray(at, at + width);
      const g = gradient.subarray(at, at + width);
      const along = dot(a, g);
      const length = lengthOf(weights.subarray(at, at + width));
      for (let n = 0; n < width; n++) g[n] = (g[n]! - along * a[n]!) / length;
    }
  }

  /** Makes the vectors of the weights as they are now. */
  normalise(): void {
    const { width, vectors, weights } = this;
    for (let at = 0; at < weights.length; at += width) {
      const length = lengthOf(weights.subarray(at, at + width));
      for (let n = at; n < at + width; n++) vectors[n] = weights[n]! / length;
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n]! * b[n]!;
  return sum;
}

/** As PyTorch's `normalize` has it, never nothing. */
const lengthOf = (vector: Float64Array): number => Math.max(1e-12, Math.sqrt(dot(vector, vector)));

function addVector(vectors: Float64Array, at: number, into: Float64Array): void {
  for (let n = 0; n < into.length; n++) into[n]! += vectors[at + n]!;
}

/** A square of whose two triangles only the lower one was filled, both filled. */
function mirrored(square: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) square[j * size + i] = square[i * size + j]!;
  return square;
}
