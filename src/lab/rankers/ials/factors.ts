/**
 * iALS, the matrix factorisation of implicit feedback by alternating least squares (Hu, Koren and Volinsky, ICDM 2008),
 * in the form of Rendle, Krichene, Zhang and Koren ("Revisiting the performance of iALS on item recommendation
 * benchmarks", RecSys 2022): over users u with training items I(u), and items i with their users U(i), it minimises
 *
 * sum over i in I(u) of (<w_u, h_i> - 1)^2 + alpha0 sum over all u, i of <w_u, h_i>^2 + lambda (sum over u of (|I(u)| +
 * alpha0 items) |w_u|^2 + sum over i of (|U(i)| + alpha0 users) |h_i|^2),
 *
 * their regularisation by frequency with nu = 1: a row is regularised by the weight of all that it is fitted to.
 */
import { createRandom } from '../../../data/random';
import type { TakeTurn } from '../../turns';
import type { OnProgress } from '../fitting/fitting';
import { RidgeSolver } from '../fitting/ridge';
import { membersOf, type Sets, type TrainingSets } from '../fitting/training-sets';

/** What the loss weighs: a pair that was not observed, and the squares of the factors. */
export interface Weights {
  alpha0: number;
  lambda: number;
}

/** Length of a vector at the start, about; their 0.1 / sqrt(width) for each number. */
const START = 0.1;

export class Factors {
  /** [items x width] */
  readonly items: Float64Array;
  /** [users x width] Zeros before the first iteration. */
  readonly users: Float64Array;

  /** @param width a multiple of 4 */
  constructor(
    private readonly sets: TrainingSets,
    private readonly width: number,
    private readonly weights: Weights,
  ) {
    const random = createRandom(1, 'ials');
    const std = START / Math.sqrt(width);
    this.users = new Float64Array(sets.users * width);
    this.items = Float64Array.from({ length: sets.items * width }, () => std * random.normal());
  }

  /** Solves all users for the items as they are, then all items for those users. */
  async iterate(takeTurn: TakeTurn, onProgress?: OnProgress): Promise<void> {
    const { sets, users, items } = this;
    const all = sets.users + sets.items;
    await this.solveAll(sets.itemsOf, items, users, takeTurn, (done) => onProgress?.(done / all));
    await this.solveAll(sets.usersOf, users, items, takeTurn, (done) => onProgress?.((sets.users + done) / all));
  }

  private async solveAll(
    sets: Sets,
    others: Float64Array,
    into: Float64Array,
    takeTurn: TakeTurn,
    onProgress: OnProgress,
  ): Promise<void> {
    const { width, weights } = this;
    const solve = rowSolver(others, width, weights);
    for (let row = 0; row < into.length / width; row++) {
      await takeTurn();
      solve(membersOf(sets, row), null, into.subarray(row * width, (row + 1) * width));
      onProgress(row + 1);
    }
  }
}

/** @param weights of the observed, where they do not all weigh 1 */
type RowSolver = (observed: Uint32Array, weights: Float64Array | null, into: Float64Array) => void;

/**
 * The least squares of one row by the factors of the others that were observed with it; of all others the Gramian is
 * enough, which is made once.
 * @param others [rows x width], not to change
 */
export function rowSolver(others: Float64Array, width: number, { alpha0, lambda }: Weights): RowSolver {
  const solver = new RidgeSolver(width);
  const start = solver.gram(others, alpha0);
  const unobserved = (alpha0 * others.length) / width;
  return (observed, weights, into) => {
    const seen = weights?.reduce((sum, weight) => sum + weight, 0) ?? observed.length;
    solver.solve(others, observed, weights, { start, ridge: lambda * (seen + unobserved) }, into);
  };
}
