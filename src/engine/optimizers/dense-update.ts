/**
 * The update of all dense weights: as few dispatches as the adapter's bindings allow, since each gradient is a tensor
 * of its own.
 */
import { WORKGROUP, gridFor, hostArray, mainSource, onGpu, runKernel, webgpuBackend } from '../run-kernel';
import { Storage } from '../storage';
import type * as tf from '../tf';
import { normGrid, sumSquares } from './global-norm';
import type { Hyperparameters } from './hyperparameters';
import { sumSource } from './kernel';
import { updateOnCpu } from './on-cpu';
import { elementCall, elementSource, type ElementRule } from './rules';
import type { WeightStore } from './weights';

/** `rule`: lazy Adam is Adam where every row is touched. */
export interface DenseStep {
  path: string;
  rule: Exclude<ElementRule, 'lazy-adam'>;
  group: number;
}

/** Weights of one dispatch; a thread takes four numbers of one weight, and a workgroup never lies in two. */
interface Chunk {
  weights: readonly DenseStep[];
  segments: Storage;
  threads: number;
}

/** Numbers of a workgroup. */
const BLOCK = 4 * WORKGROUP;

export class DenseUpdate {
  private readonly chunks: readonly Chunk[];
  constructor(
    private readonly store: WeightStore,
    learning: readonly DenseStep[],
  ) {
    // Beside the gradients: values, and the moments or, while squares are summed, their parts.
    const room = (onGpu() ? webgpuBackend().device.limits.maxStorageBuffersPerShaderStage : Infinity) - 2;
    const split: DenseStep[][] = [];
    for (const step of learning) {
      if ((split.at(-1)?.length ?? room) >= room) split.push([]);
      split.at(-1)!.push(step);
    }
    this.chunks = split.map((weights) => ({
      weights,
      segments: this.segmentsOf(weights),
      threads: weights.reduce((sum, { path }) => sum + Math.ceil(store.numbersOf(path).size / BLOCK) * WORKGROUP, 0),
    }));
  }

  /**
   * [weights, 4] per weight: its first number in the flat buffer, its size, its optimizer group, and whether it has
   * moments.
   */
  private segmentsOf(weights: readonly DenseStep[]): Storage {
    const rows = weights.flatMap(({ path, rule, group }) => {
      const { first, size } = this.store.numbersOf(path);
      return [first, size, group, rule === 'sgd' ? 0 : 1];
    });
    return Storage.create('dense segments', [weights.length, 4], 'int32', Uint32Array.from(rows), true);
  }

  /** Dispatches of an update, and of the sums of squares. */
  get dispatches(): number {
    return this.chunks.length;
  }

  /** Updates every weight from its gradient, in place. */
  update(gradients: ReadonlyMap<string, tf.Tensor>, hyper: Hyperparameters): void {
    for (const { weights, segments, threads } of this.chunks) {
      if (!onGpu()) {
        for (const { path, rule, group } of weights) {
          const gradient = hostArray(of(gradients, path));
          const step = { rule, hyper: hyper.hostRow(group), factor: hyper.hostClip[0] ?? 1 };
          updateOnCpu(this.store.host(path), gradient, step);
        }
        continue;
      }
      const { value, moments } = this.store.flatBuffers;
      const rules = (['adam', 'sgd'] as const).filter((rule) => weights.some((weight) => weight.rule === rule));
      const own = rules.includes('adam') && moments ? [value.binding, moments.binding] : [value.binding];
      const bindings = [
        hyper.storage.binding,
        segments.binding,
        ...own,
        ...weights.map(({ path }) => of(gradients, path)),
      ];
      runKernel('dense weights', updateSource(weights.length, rules, hyper.source(0)), bindings, gridFor(threads));
    }
  }

  /** Writes the sum of squares of the gradients in parts, one source of the global norm per dispatch. */
  square(gradients: ReadonlyMap<string, tf.Tensor>, parts: readonly Storage[]): void {
    this.chunks.forEach(({ weights, segments, threads }, i) => {
      const own = parts[i]!;
      if (!onGpu())
        own.host[0] = weights.reduce((sum, { path }) => sum + sumSquares(hostArray(of(gradients, path))), 0);
      else
        runKernel(
          'norm of dense weights',
          squaresSource(weights.length),
          [segments.binding, own.binding, ...weights.map(({ path }) => of(gradients, path))],
          normGrid(threads),
        );
    });
  }

  dispose(): void {
    for (const { segments } of this.chunks) segments.dispose();
  }
}

function of(gradients: ReadonlyMap<string, tf.Tensor>, path: string): tf.Tensor {
  const gradient = gradients.get(path);
  if (!gradient) throw new Error(`internal: no gradient of "${path}"`);
  return gradient;
}

/**
 * WGSL: `find(block, local)`, the weight a thread of a workgroup belongs to, one for the whole workgroup, and its first
 * number there (the weight is `count` past the end), and `gradient(place)`, four numbers, 0 past the end of the weight.
 * A gradient is read number by number: its size need not be a multiple of four.
 */
const segmentsSource = (count: number, binding: number, firstGradient: number): string => `
struct Segment { first: u32, size: u32, group: u32, hasMoments: u32 }
struct Place { weight: u32, at: u32 }
@group(0) @binding(${binding}) var<uniform> segments: array<Segment, ${count}>;
${Array.from({ length: count }, (_, i) => `@group(0) @binding(${firstGradient + i}) var<storage, read> gradient${i}: array<f32>;`).join('\n')}
fn find(block: u32, local: u32) -> Place {
  var place = Place(0u, block);
  for (; place.weight < ${count}u; place.weight++) {
    let blocks = (segments[place.weight].size + ${BLOCK - 1}u) / ${BLOCK}u;
    if (place.at < blocks) { break; }
    place.at -= blocks;
  }
  place.at = (place.at * ${WORKGROUP}u + local) * 4u;
  return place;
}
fn gradient(place: Place) -> vec4<f32> {
  let end = min(place.at + 4u, segments[place.weight].size);
  var g = vec4<f32>();
  for (var at = place.at; at < end; at++) {
    var x = 0.0;
    switch place.weight {
${Array.from({ length: count }, (_, i) => `      ${i === count - 1 ? 'default' : `case ${i}u`}: { x = gradient${i}[at]; }`).join('\n')}
    }
    g[at - place.at] = x;
  }
  return g;
}`;

function updateSource(count: number, rules: readonly ElementRule[], hyper: string): string {
  const moments = rules.includes('adam');
  const call = (rule: ElementRule) =>
    elementCall(rule, '(segment.first + place.at) / 4u', 'clipFactor() * gradient(place)', 'hyper[segment.group]');
  return `${hyper}
${segmentsSource(count, 1, moments ? 4 : 3)}
@group(0) @binding(2) var<storage, read_write> value: array<vec4<f32>>;
${moments ? '@group(0) @binding(3) var<storage, read_write> moments: array<vec4<f32>>;' : ''}
${rules.map((rule) => elementSource(rule, 'vec4<f32>', ['moments[at]', 'moments[at + arrayLength(&moments) / 2u]'])).join('\n')}
${mainSource(`
  let place = find(group.y * groups.x + group.x, local);
  if (place.weight == ${count}u) { return; }
  let segment = segments[place.weight];
  if (place.at >= segment.size) { return; }
  ${rules.length === 1 ? call(rules[0]!) : `if (segment.hasMoments == 1u) { ${call('adam')} } else { ${call('sgd')} }`}`)}`;
}

const squaresSource = (count: number): string => `${segmentsSource(count, 0, 2)}
@group(0) @binding(1) var<storage, read_write> parts: array<f32>;
${sumSource(WORKGROUP)}
${mainSource(`
  var square = 0.0;
  for (var block = group.x; ; block += groups.x) {
    let place = find(block, local);
    if (place.weight == ${count}u) { break; }
    if (place.at >= segments[place.weight].size) { continue; }
    let g = gradient(place);
    square += dot(g, g);
  }
  let sum = sumOver(local, square);
  if (local == 0u) { parts[group.x] = sum; }`)}`;
