/** The touched rows of a step on the device. */
import { onGpu } from '../run-kernel';
import { Storage } from '../storage';
import type { TouchedRows } from '../embedding/reference';

const HEADER = 5;

/**
 * Packed into one u32 buffer, so that a step needs one write per table: [count of rows, where start, source and scale begin, optimizer group],
 * unique [most], start [most + 1], source [slots], scale bits [slots]. Sizes lie in the buffer, not in the kernels' text: tables share pipelines.
 */
export class TouchedBuffer {
  readonly storage: Storage;
  private readonly packed: Uint32Array<ArrayBuffer>;
  private readonly start: number;
  private readonly source: number;
  private readonly scale: number;
  /** The same rows for the plain path. */
  host: TouchedRows = { unique: new Uint32Array(0), start: new Uint32Array(1), source: new Uint32Array(0), scale: new Float32Array(0) };

  /** @param most distinct rows at the most; @param slots looked-up slots at the most; @param group which row of the hyperparameters counts */
  constructor(name: string, readonly most: number, readonly slots: number, readonly group: number) {
    this.start = HEADER + most;
    this.source = this.start + most + 1;
    this.scale = this.source + slots;
    this.packed = new Uint32Array(this.scale + slots);
    this.packed.set([0, this.start, this.source, this.scale, group]);
    this.storage = Storage.create(`touched rows of ${name}`, [this.packed.length], 'int32');
  }

  /** Packs the rows, in JavaScript alone. */
  prepare(rows: TouchedRows): void {
    const { unique, start, source, scale } = rows;
    if (unique.length > this.most || source.length > this.slots) throw new Error(`touched rows: ${unique.length} rows, ${source.length} slots; room for ${this.most} and ${this.slots}`);
    this.host = rows;
    this.packed[0] = unique.length;
    this.packed.set(unique, HEADER);
    this.packed.set(start, this.start);
    this.packed.set(source, this.source);
    new Float32Array(this.packed.buffer).set(scale, this.scale);
  }

  /** Writes what was prepared to the device. */
  submit(): void {
    if (onGpu()) this.storage.write(this.packed);
  }

  write(rows: TouchedRows): void {
    this.prepare(rows);
    this.submit();
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
