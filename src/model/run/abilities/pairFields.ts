import { FIRST_VALUE, type Dataset, type Field } from '../../../data/dataset';
import { Storage } from '../../../engine/storage';
import type { Tensor2D } from '../../../engine/tf';
import type { ParamSpecs, ParamValues } from '../../document/params';
import { keyOf, pairFieldsOf } from '../../nodes/pair-fields';
import type { RowSet } from '../feed/row-sets';
import { ability, absent, type Feed, type Given } from './ability';

declare module '../../blocks/block' {
  interface PairFieldRequest {
    /** A categorical or multi-valued item field. */
    field: string;
    /** The newest so many events of the past are looked at. */
    length: number;
  }
  interface Context {
    /** [P, 2] of every pair: see `pair-fields`. Not differentiated. */
    pairFields(field: string, length: number): Tensor2D;
  }
  interface Asks<P extends ParamSpecs> {
    /** What is read by `ctx.pairFields`. */
    pairFields?(params: ParamValues<P>): PairFieldRequest;
  }
}

/** Numbers of a pair: how many events, and how recent the newest. */
const NUMBERS = 2;

interface Counted {
  field: Field;
  length: number;
  values: Float32Array;
  storage: Storage;
}

/** What past events hold of a value. */
interface Met {
  events: number;
  /** Of the newest. */
  ageDays: number;
  /** The event that was counted last: an item may name a value twice. */
  last: number;
}

class PairFields implements Feed {
  private readonly counted = new Map<string, Counted>();

  /** @param pairs P. @throws Error where the data set lacks a field */
  constructor(
    requests: readonly { field: string; length: number }[],
    { fields }: Dataset,
    private readonly pairs: number,
  ) {
    for (const { field: name, length } of requests) {
      const field = fields.find((known) => known.name === name);
      if (!field)
        throw new Error(`the data set has no field "${name}"; known: ${fields.map((known) => known.name).join(', ')}`);
      this.counted.set(keyOf({ field: name, length }), {
        field,
        length,
        values: new Float32Array(pairs * NUMBERS),
        storage: Storage.create(`pairs by ${name}`, [pairs, NUMBERS], 'float32'),
      });
    }
  }

  prepare({ user, item }: Given): void {
    if (!user || !item) return;
    for (const counted of this.counted.values()) this.count(counted, user, item);
  }

  private count({ field, length, values }: Counted, { rows: users, history }: RowSet, { rows: items }: RowSet): void {
    if (!history) throw new Error('internal: pairs are counted without a past');
    values.fill(0);
    const each = users.length === 0 ? 0 : items.length / users.length;
    const { ids, length: slots } = field;
    for (let row = 0; row < users.length; row++) {
      const met = metBy(history, row, length, field);
      for (let pair = row * each; pair < (row + 1) * each; pair++) {
        const own = ids.subarray(items[pair]! * slots, (items[pair]! + 1) * slots);
        const shared = slots === 1 ? met.by.get(own[0]!) : sharedOf(met, own);
        if (!shared) continue;
        values[pair * NUMBERS] = Math.log1p(shared.events);
        values[pair * NUMBERS + 1] = 1 / (1 + shared.ageDays);
      }
    }
  }

  submit(): void {
    for (const { storage, values } of this.counted.values()) storage.write(values);
  }

  of(field: string, length: number): Tensor2D {
    const found = this.counted.get(keyOf({ field, length }));
    return (
      (found?.storage.tensor as Tensor2D | undefined) ?? absent(`${this.pairs} pairs were not counted by "${field}"`)
    );
  }

  dispose(): void {
    for (const { storage } of this.counted.values()) storage.dispose();
  }
}

interface Past {
  by: Map<number, Met>;
  /** Slots of each event's item, newest first, with the event's age. */
  events: { slots: Uint32Array; ageDays: number }[];
}

/** The newest `length` events of a row, by the values of a field. */
function metBy(
  history: NonNullable<RowSet['history']>,
  row: number,
  length: number,
  { ids, length: slots }: Field,
): Past {
  const past: Past = { by: new Map(), events: [] };
  const end = (row + 1) * history.length;
  const from = end - Math.min(length, history.counts[row]!);
  for (let at = end - 1; at >= from; at--) {
    const owner = history.owners[at]!;
    const own = ids.subarray(owner * slots, (owner + 1) * slots);
    const ageDays = history.ageDays[at]!;
    past.events.push({ slots: own, ageDays });
    for (const value of own) {
      if (value < FIRST_VALUE) continue;
      const met = past.by.get(value);
      if (!met) past.by.set(value, { events: 1, ageDays, last: at });
      else if (met.last !== at) {
        met.events += 1;
        met.last = at;
      }
    }
  }
  return past;
}

/** Events that share any of several values. */
function sharedOf({ by, events }: Past, values: Uint32Array): Pick<Met, 'events' | 'ageDays'> | undefined {
  const wanted = values.filter((value) => value >= FIRST_VALUE && by.has(value));
  if (wanted.length <= 1) return wanted.length === 0 ? undefined : by.get(wanted[0]!);
  const sharing = events.filter(({ slots }) => slots.some((value) => wanted.includes(value)));
  return { events: sharing.length, ageDays: sharing[0]!.ageDays };
}

export default ability('pairFields', {
  feed({ compiled, dataset, rows }) {
    const requests = pairFieldsOf(compiled.graph);
    return requests.length === 0 ? null : new PairFields(requests, dataset, rows.item);
  },
  give:
    ({ node }, feed) =>
    (field, length) =>
      feed?.of(field, length) ?? absent(`"${node.id}" asked for pairs, of which nothing is counted`),
  alone:
    ({ pairs, uniform }) =>
    (field, length) =>
      uniform(`${field} ${length}`, [pairs, NUMBERS]) as Tensor2D,
  twin: { fields: (graph) => pairFieldsOf(graph).map(({ field }) => field) },
});
