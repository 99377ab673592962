/**
 * Embedded rows of all fields of a node in one dispatch: values[r, f] = weight x sum over the slots of the row's owner
 * of table[slot]. Forward only: the results are leaves of the autodiff, and their gradients go to the touched-row
 * update (optimizers/row-update.ts), never through a dense [V, D] gradient.
 */
import { tableNumbers } from '../halves';
import { gridFor, hostArray, mainSource, onGpu, runKernel } from '../run-kernel';
import type { Storage } from '../storage';
import type { StorageType } from '../storage-type';
import type { Tensor } from '../tf';
import { lanesOf, typeOf } from '../wgsl';
import { lookupOnCpu, type HostLookup } from './on-cpu';
import { hostWords } from './reference';
import { FIELD, HEADER, columnsOf, type LookupShape } from './lookup-shape';
import { NOWHERE, type SlotTables } from './slots';

/** A lookup as the kernels read it; the same for every step. */
export interface Lookup extends LookupShape {
  /** [arena rows, D] */
  table: Storage;
  slots: SlotTables;
  /** Owners and fresh slots of the step. */
  words: Storage;
  /** `lookupInfo` of the shape. */
  info: Storage;
}

/**
 * Fills `out`, [rows, F or tokens, D]; where the count is less than the rows, what lies behind stays as it is.
 * @param count rows of the next run, known when a recording is replayed
 */
export function lookUp(lookup: Lookup, out: Tensor, count: () => number = () => lookup.rows): void {
  const { table, slots, words, info, width } = lookup;
  if (!onGpu()) {
    lookupOnCpu(table.host, hostLookup(lookup), hostWords(info).u32, hostArray(out));
    return;
  }
  runKernel(
    'lookup',
    lookupSource(width, table.type),
    [table.binding, slots.storage.binding, words.binding, info.binding, out],
    () => gridFor(count() * columnsOf(lookup) * (width / lanesOf(width))),
  );
}

export const hostLookup = (lookup: Lookup): HostLookup => ({
  shape: lookup,
  slots: hostWords(lookup.slots.storage),
  words: hostWords(lookup.words),
});

/**
 * WGSL of what an owner's slots are, over the bindings `slots`, `words` and `info`, whose numbers are given:
 * `rowsNow()`, `slotsOf(field, row)` as a range, `idOf(field, slot)`, `weightOf(field, row)`.
 */
export const slotsSource = (slots: number, words: number, info: number): string => `
@group(0) @binding(${slots}) var<storage, read> slots: array<u32>;
@group(0) @binding(${words}) var<storage, read> words: array<u32>;
@group(0) @binding(${info}) var<storage, read> info: array<u32>;
fn rowsNow() -> u32 {
  if (info[4] == ${NOWHERE}u) { return info[0]; }
  return words[info[4]];
}
fn ownerOf(row: u32) -> u32 { return words[info[3] + row]; }
fn fieldAt(f: u32) -> u32 { return ${HEADER}u + ${FIELD}u * f; }
fn slotsOf(f: u32, row: u32) -> vec2<u32> {
  let at = fieldAt(f);
  let start = info[at + 1u];
  if (info[at] == 1u) { return vec2<u32>(row * start, (row + 1u) * start); }
  let owner = ownerOf(row);
  if (start == ${NOWHERE}u) { return vec2<u32>(owner, owner + 1u); }
  return vec2<u32>(slots[start + owner], slots[start + owner + 1u]);
}
/** Row of the arena that a slot reads; NOWHERE where it reads none, or another piece of the table. */
fn idOf(f: u32, slot: u32) -> u32 {
  let at = fieldAt(f);
  var id: u32;
  if (info[at] == 1u) { id = words[info[at + 2u] + slot]; } else { id = slots[info[at + 2u] + slot]; }
  if (id == ${NOWHERE}u || id - info[at + 5u] >= info[at + 6u]) { return ${NOWHERE}u; }
  return info[at + 4u] + id - info[at + 5u];
}
fn weightOf(f: u32, row: u32) -> f32 {
  let at = fieldAt(f);
  let weight = info[at + 3u];
  if (weight == ${NOWHERE}u) { return 1.0; }
  if (info[at] == 1u) { return bitcast<f32>(words[weight + row]); }
  return bitcast<f32>(slots[weight + ownerOf(row)]);
}`;

function lookupSource(width: number, type: StorageType): string {
  const numbers = tableNumbers(type, width);
  return `
@group(0) @binding(0) var<storage, read> table: array<${numbers.element}>;${numbers.source}
@group(0) @binding(4) var<storage, read_write> result: array<${typeOf(width)}>;
${slotsSource(1, 2, 3)}
${mainSource(`
  let columns = info[1];
  let across = info[2];
  if (index >= rowsNow() * columns * across) { return; }
  let row = index / (columns * across);
  let column = (index / across) % columns;
  let lane = index % across;
  let isToken = info[5] == 1u;
  let f = select(column, 0u, isToken);
  var range = slotsOf(f, row);
  if (isToken) { range = vec2<u32>(range.x + column, min(range.x + column + 1u, range.y)); }
  var sum = ${typeOf(width)}();
  for (var slot = range.x; slot < range.y; slot++) {
    let id = idOf(f, slot);
    if (id != ${NOWHERE}u) { sum += ${numbers.read('table[id * across + lane]')}; }
  }
  result[index] = weightOf(f, row) * sum;`)}`;
}
