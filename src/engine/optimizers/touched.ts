/** The touched rows of a step on the device. */
import { onGpu } from '../run-kernel';
import { Storage } from '../storage';
import { touchedRows } from '../embedding/reference';
import type { LookupPart, TouchedRows } from '../embedding/reference';

const HEADER = 5;

/**
 * Packed into one u32 buffer, so that a step needs one write per table: [count of rows, where start, source and scale begin, optimizer group],
 * unique [most], start [most + 1], source [slots], scale bits [slots]. Sizes lie in the buffer, not in the kernels' text: tables share pipelines.
 */
export class TouchedBuffer {
  readonly storage: Storage;
  private readonly packed: Uint32Array<ArrayBuffer>;
  /** Parts of `packed`, as long as they may become. */
  private readonly room: TouchedRows;
  /** The rows of the step, for the plain path: views. */
  host: TouchedRows;

  /** @param most distinct rows at the most; @param slots looked-up slots at the most; @param group which row of the hyperparameters counts */
  constructor(name: string, readonly most: number, readonly slots: number, readonly group: number) {
    const start = HEADER + most;
    const source = start + most + 1;
    const scale = source + slots;
    this.packed = new Uint32Array(scale + slots);
    this.packed.set([0, start, source, scale, group]);
    this.room = {
      unique: this.packed.subarray(HEADER, start), start: this.packed.subarray(start, source), source: this.packed.subarray(source, scale),
      scale: new Float32Array(this.packed.buffer, scale * 4, slots),
    };
    this.host = this.room;
    this.storage = Storage.create(`touched rows of ${name}`, [this.packed.length], 'int32');
  }

  /** Groups the slots of a step by row (see `touchedRows`), in JavaScript alone. */
  prepare(parts: readonly LookupPart[], counts: Uint32Array): void {
    this.host = touchedRows(parts, counts, this.room);
    this.packed[0] = this.host.unique.length;
  }

  /** Writes what was prepared to the device. */
  submit(): void {
    if (onGpu()) this.storage.write(this.packed);
  }

  dispose(): void {
    this.storage.dispose();
  }
}

/** WGSL: `touchedRows()`, `tableRow(u)` and, with a `gradient(row, column)` beside it, `summed(u, column)`: the gradient of the u-th touched row, summed in a fixed order. */
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
    g += bitcast<f32>(touched[scale + k]) * gradient(touched[source + k], column);
  }
  return g;
}
fn optimizerGroup() -> u32 { return touched[4]; }`;
