/** The layer on the CPU path. */
import { byRows } from '../../cpu/by-rows';
import { wasm } from '../../cpu/module';
import type { LstmSizes } from './lstm';
import type { LstmTape } from './reference';

type Numbers = Float32Array;
/** Rows of a call at the least: the product of a step is one of all their states. */
const ROWS = 128;

/** @see lstmReference */
export function lstmOnCpu(
  { rows, steps, units }: LstmSizes,
  { gates, recurrent, mask }: Record<'gates' | 'recurrent' | 'mask', Numbers>,
  found: Record<'states' | 'opened' | 'cells', Numbers>,
): void {
  const each = steps * units;
  const [states, opened, cells] = byRows(
    rows,
    [gates, mask],
    [each, 4 * each, each],
    ([x, there], [state, gate, cell], count, frame) => {
      const [u, room] = [frame.put(recurrent), frame.room(wasm().lstmRoom(count, units))];
      const products = frame.room(wasm().productRoom());
      wasm().lstm(count, steps, units, x!, u, there!, state!, gate!, cell!, room, products);
    },
    ROWS,
  );
  found.states.set(states);
  found.opened.set(opened);
  found.cells.set(cells);
}

/** @see lstmGradientReference */
export function lstmGradientOnCpu(
  { rows, steps, units }: LstmSizes,
  { opened, cells, recurrent, mask, dy, states }: LstmTape,
  { dGates, before }: Record<'dGates' | 'before', Numbers>,
): void {
  const [slopes] = byRows(
    rows,
    [opened, cells, mask, dy],
    [4 * steps * units],
    ([gate, cell, there, slope], [to], count, frame) => {
      const [u, room] = [frame.put(recurrent), frame.room(wasm().lstmSlopesRoom(count, units))];
      const products = frame.room(wasm().productRoom());
      wasm().lstmSlopes(count, steps, units, gate!, cell!, u, there!, slope!, to!, room, products);
    },
    ROWS,
  );
  dGates.set(slopes);
  // Each step found the state of the one before, the first of a row nothing.
  before.set(states.subarray(0, -units), units);
  for (let row = 0; row < rows; row++) before.fill(0, row * steps * units, (row * steps + 1) * units);
}
