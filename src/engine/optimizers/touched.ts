/** The touched rows of a step on the device. */
import { onGpu } from '../run-kernel';
import { Storage } from '../storage';
import { touchedRows, wordsFor, type LookupPart, type TouchedRows } from '../embedding/touched-rows';

const HEADER = 5;

/**
 * Packed into one u32 buffer, so that a step needs one write per arena: [count of rows, where start, source and scale
 * begin (0 = all scales are 1), optimizer group], then unique, start, source and scale bits without gaps (see
 * `touchedRows`). Sizes lie in the buffer, not in the kernels' text: arenas share pipelines.
 */
export class TouchedBuffer {
  readonly storage: Storage;
  private readonly packed: Uint32Array<ArrayBuffer>;
  /** Words of `packed` that the step needs. */
  private used = HEADER;
  /** The rows of the step, for the plain path: views. */
  host: TouchedRows = {
    unique: new Uint32Array(0),
    start: new Uint32Array(1),
    source: new Uint32Array(0),
    scale: new Float32Array(0),
  };

  /**
   * @param most distinct rows at the most;
   * @param slots looked-up slots at the most;
   * @param group which row of the hyperparameters counts
   */
  constructor(
    name: string,
    readonly most: number,
    slots: number,
    readonly group: number,
  ) {
    this.packed = new Uint32Array(HEADER + wordsFor(most, slots));
    this.storage = Storage.create(`touched rows of ${name}`, [this.packed.length], 'int32');
  }

  /** Groups the slots of a step by row (see `touchedRows`), in JavaScript alone. */
  prepare(parts: readonly LookupPart[], counts: Uint32Array): void {
    this.host = touchedRows(parts, counts, this.packed.subarray(HEADER));
    const {
      unique: { length: rows },
      source: { length: slots },
      scale,
    } = this.host;
    const start = HEADER + rows;
    const source = start + rows + 1;
    this.packed.set([rows, start, source, scale.length === 0 ? 0 : source + slots, this.group]);
    this.used = source + slots + scale.length;
  }

  /** Writes what was prepared to the device. */
  submit(): void {
    if (onGpu()) this.storage.write(this.packed.subarray(0, this.used));
  }

  dispose(): void {
    this.storage.dispose();
  }
}

/**
 * WGSL: `touchedRows()`, `tableRow(u)` and, with a `gradient(row, column)` beside it, `summed(u, column)`: the gradient
 * of the u-th touched row, summed in a fixed order.
 */
export const touchedSource = (binding: number, type: string): string => `
@group(0) @binding(${binding}) var<storage, read> touched: array<u32>;
fn touchedRows() -> u32 { return touched[0]; }
fn tableRow(u: u32) -> u32 { return touched[${HEADER}u + u]; }
fn summed(u: u32, column: u32) -> ${type} {
  let start = touched[1];
  let source = touched[2];
  let scale = touched[3];
  var g = ${type}();
  let end = touched[start + u + 1u];
  for (var k = touched[start + u]; k < end; k++) {
    let dy = gradient(touched[source + k], column);
    if (scale == 0u) { g += dy; } else { g += bitcast<f32>(touched[scale + k]) * dy; }
  }
  return g;
}
fn optimizerGroup() -> u32 { return touched[4]; }`;
