/**
 * Rows picked from a tensor, and their scores with the row that picked them: what candidates and target attention read.
 */
import { differentiable } from '../../differentiable';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../tf';
import { innerOf, lanesOf, opaqueBy, typeOf } from '../../wgsl';
import type { Picks } from './picks';
import { gatherGradientReference, gatherReference, scoresGradientReference, scoresReference } from './reference';

/**
 * [R, K, D]: weight x the picked row of x, zeros where there is no pick. One dispatch, and one for the gradient of x,
 * exact zeros in rows nobody picked.
 * @param x [N, D]
 * @throws where the picks are not from N rows
 */
export function pairedGather(x: Tensor2D, picks: Picks): Tensor3D {
  checkRows(picks, 'x', x, picks.from);
  const width = x.shape[1];
  return differentiable<Tensor3D>(
    { x },
    () => {
      const shape: [number, number, number] = [picks.rows, picks.each, width];
      if (!onGpu()) return tf.tensor3d(gatherReference(picks.host, hostArray(x), width), shape);
      return run<Tensor3D>('paired gather', gatherSource(picks, width), picks, [x], shape);
    },
    (dy) => ({
      x: () =>
        onGpu()
          ? run(
              'paired gather gradient',
              readersSource(picks, width, { dy: typeOf(width) }, 'dy[pick * ACROSS + column]'),
              picks,
              [dy],
              x.shape,
            )
          : tf.tensor2d(gatherGradientReference(picks.host, hostArray(dy), picks.from, width), x.shape),
    }),
  );
}

/**
 * [R, K]: weight x <user_r, picked row of x>, 0 where there is no pick; the picked rows are not stored. One dispatch,
 * and one for the gradient of each. Columns of the batch that the GPU finds itself are scored by `pairedScores`.
 * @param user [R, D]; @param x [N, D]
 * @throws where the shapes and the picks do not fit
 */
export function pickedScores(user: Tensor2D, x: Tensor2D, picks: Picks): Tensor2D {
  checkRows(picks, 'x', x, picks.from);
  checkRows(picks, 'user', user, picks.rows);
  const width = x.shape[1];
  if (user.shape[1] !== width)
    throw new Error(`${picks.name}: user is [${user.shape}] and x is [${x.shape}]; equal widths are needed`);
  return differentiable<Tensor2D>(
    { user, x },
    (save) => {
      save(user, x);
      const shape: [number, number] = [picks.rows, picks.each];
      if (!onGpu()) return tf.tensor2d(scoresReference(picks.host, hostArray(user), hostArray(x), width), shape);
      return run<Tensor2D>('picked scores', scoresSource(picks, width), picks, [user, x], shape);
    },
    (dy, saved) => {
      const [u, v] = saved as [Tensor, Tensor];
      if (!onGpu()) {
        const gradient = scoresGradientReference(picks.host, hostArray(dy), hostArray(u), hostArray(v), width);
        return { user: () => tf.tensor2d(gradient.user, user.shape), x: () => tf.tensor2d(gradient.x, x.shape) };
      }
      return {
        user: () => run('picked scores user gradient', userSource(picks, width), picks, [dy, v], user.shape),
        x: () =>
          run(
            'picked scores gradient',
            readersSource(
              picks,
              width,
              { slope: 'f32', user: typeOf(width) },
              `slope[pick] * user[pick / ${picks.each}u * ACROSS + column]`,
            ),
            picks,
            [dy, u],
            x.shape,
          ),
      };
    },
  );
}

function checkRows({ name }: Picks, what: string, given: Tensor2D, rows: number): void {
  if (given.shape[0] !== rows) throw new Error(`${name}: ${what} is [${given.shape}], where ${rows} rows are needed`);
}

function run<T extends Tensor>(
  name: string,
  { source, threads }: { source: string; threads: number },
  picks: Picks,
  given: readonly Tensor[],
  shape: readonly number[],
): T {
  const out = emptyTensor<T>(shape);
  runKernel(name, source, [picks.storage.binding, ...given, out], gridFor(threads));
  return out;
}

/**
 * One thread per `index` of the result.
 * @param given WGSL types of the buffers between the picks and the result, by name
 */
function kernel(
  picks: Picks,
  width: number,
  given: Record<string, string>,
  result: string,
  threads: number,
  body: string,
) {
  const buffers = Object.entries({ ...given, result }).map(
    ([name, type], i) =>
      `@group(0) @binding(${i + 1}) var<storage, ${name === 'result' ? 'read_write' : 'read'}> ${name}: array<${type}>;`,
  );
  const source = `
@group(0) @binding(0) var<storage, read> picks: array<u32>;
${buffers.join('\n')}
const ACROSS = ${width / lanesOf(width)}u;
${opaqueBy('picks')}
fn weightOf(pick: u32) -> f32 { return bitcast<f32>(picks[${picks.count}u + pick]); }
${mainOver(threads, body)}`;
  return { source, threads };
}

const numbersOf = (rows: number, width: number): number => (rows * width) / lanesOf(width);

const gatherSource = (picks: Picks, width: number) =>
  kernel(
    picks,
    width,
    { x: typeOf(width) },
    typeOf(width),
    numbersOf(picks.count, width),
    `
  let pick = index / ACROSS;
  let weight = weightOf(pick);
  var value = ${typeOf(width)}();
  if (weight != 0.0) { value = weight * x[picks[pick] * ACROSS + index % ACROSS]; }
  result[index] = value;`,
  );

const scoresSource = (picks: Picks, width: number) =>
  kernel(
    picks,
    width,
    { user: typeOf(width), x: typeOf(width) },
    'f32',
    picks.count,
    `
  let weight = weightOf(index);
  var sum = 0.0;
  if (weight != 0.0) {
    let own = index / ${picks.each}u * ACROSS;
    let other = picks[index] * ACROSS;
    let across = opaque(ACROSS);
    for (var k = 0u; k < across; k++) { sum += ${innerOf(width, 'user[own + k]', 'x[other + k]')}; }
  }
  result[index] = weight * sum;`,
  );

const userSource = (picks: Picks, width: number) =>
  kernel(
    picks,
    width,
    { slope: 'f32', x: typeOf(width) },
    typeOf(width),
    numbersOf(picks.rows, width),
    `
  let first = index / ACROSS * ${picks.each}u;
  let end = first + opaque(${picks.each}u);
  var sum = ${typeOf(width)}();
  for (var pick = first; pick < end; pick++) {
    let weight = weightOf(pick);
    if (weight != 0.0) { sum += weight * slope[pick] * x[picks[pick] * ACROSS + index % ACROSS]; }
  }
  result[index] = sum;`,
  );

/** Every row of x sums what its readers say, in their order. @param value of one `pick` in one `column`, in WGSL */
const readersSource = (picks: Picks, width: number, given: Record<string, string>, value: string) =>
  kernel(
    picks,
    width,
    given,
    typeOf(width),
    numbersOf(picks.from, width),
    `
  let row = ${picks.starts}u + index / ACROSS;
  let column = index % ACROSS;
  var sum = ${typeOf(width)}();
  for (var at = picks[row]; at < picks[row + 1u]; at++) {
    let pick = picks[${picks.readers}u + at];
    sum += weightOf(pick) * ${value};
  }
  result[index] = sum;`,
  );
