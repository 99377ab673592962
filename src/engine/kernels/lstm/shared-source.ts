/** What both forms share: bindings, and a cell's arithmetic in numbers or fours of them. */
import type { Lanes } from '../../wgsl';
import type { LstmSizes } from './lstm';

/**
 * Buffers in the order of their bindings; those written come with a `*`. All but `mask` hold numbers of the form's
 * type.
 */
export const FORWARD = ['gates', 'recurrent', 'mask', 'states*', 'opened*', 'cells*'];
export const BACKWARD = ['opened', 'cells', 'recurrent', 'mask', 'dy', 'states', 'd_gates*', 'before*'];

export const bindings = (names: readonly string[], type: Lanes): string =>
  names
    .map(
      (name, at) =>
        `@group(0) @binding(${at}) var<storage, ${name.endsWith('*') ? 'read_write' : 'read'}> ${name.replace('*', '')}: array<${name === 'mask' ? 'f32' : type}>;`,
    )
    .join('\n');

/** By exp of a number at most 0, which overflows nowhere. */
export const activations = (type: Lanes): string => `
fn gate(x: ${type}) -> ${type} { let e = exp(-abs(x)); return select(e, ${type}(1.0), x >= ${type}(0.0)) / (1.0 + e); }
fn squash(x: ${type}) -> ${type} { let e = exp(-2.0 * abs(x)); return sign(x) * (1.0 - e) / (1.0 + e); }`;

/** i, f, g and o from their logits. */
export const openGates = (i: string, f: string, g: string, o: string): string => `
        let i = gate(${i});
        let f = gate(${f});
        let g = squash(${g});
        let o = gate(${o});`;

/**
 * Slopes of the four logits, from i, f, g, o, the squashed `cell`, `cell_before`, and the slopes `dh` of the state and
 * `dc` of the cell.
 */
export const slopesOfGates = (type: Lanes): string => `
        let one = ${type}(1.0);
        let di = dc * g * i * (one - i);
        let df = dc * cell_before * f * (one - f);
        let dg = dc * i * (one - g * g);
        let do_ = dh * cell * o * (one - o);`;

/**
 * WGSL of `first_event`: the first step at which one of a workgroup's `across` rows has an event, equal in all its
 * threads. Up to there everything is zero: histories are padded in front.
 */
export const firstEvent = ({ rows, steps }: LstmSizes, across: number): string => `
var<workgroup> begin: u32;
fn first_event(first_row: u32, thread: u32) -> u32 {
  if (thread == 0u) {
    var there = false;
    var t = 0u;
    while (t < ${steps}u) {
      for (var row = first_row; row < min(first_row + ${across}u, ${rows}u); row++) { there = there || mask[row * ${steps}u + t] > 0.0; }
      if (there) { break; }
      t++;
    }
    begin = t;
  }
  return workgroupUniformLoad(&begin);
}`;
