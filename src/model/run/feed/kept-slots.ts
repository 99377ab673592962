/**
 * What items have in their fields, and users in the pasts of items, lies on the device for good: a batch only says
 * whose it is. All that read one graph over one data set share it.
 */
import type { Dataset, Field } from '../../../data/dataset';
import { SlotTables, type SlotPlaces } from '../../../engine/embedding/slots';
import { Storage } from '../../../engine/storage';
import { onGpu, webgpuBackend } from '../../../engine/run-kernel';
import * as tf from '../../../engine/tf';
import type { CompiledGraph, CompiledLookup } from '../compile';
import { usedSlots } from './used-slots';

/** Whether a field's slots lie on the device rather than among the words of each step. */
export const isKept = ({ at }: Pick<CompiledLookup, 'at'>, { owner }: Pick<Field, 'owner'>): boolean =>
  owner === 'item' || at === 'history';

interface Shared {
  fields: readonly Field[];
  tables: SlotTables;
  readers: number;
}
/** By what holds them: a device, or tfjs's backend on a machine without WebGPU. */
const shared = new WeakMap<object, Set<Shared>>();

export class KeptSlots {
  private isGone = false;

  private constructor(
    private readonly all: Set<Shared>,
    private readonly held: Shared,
  ) {}

  /** Those of a graph, which others may hold already. @throws LimitError */
  static of(compiled: Pick<CompiledGraph, 'lookups'>, { fields: known }: Dataset): KeptSlots {
    const names = new Set(compiled.lookups.flatMap(({ fields }) => fields));
    const fields = known.filter(
      (field) =>
        names.has(field.name) &&
        compiled.lookups.some((lookup) => lookup.fields.includes(field.name) && isKept(lookup, field)),
    );
    const holder = onGpu() ? webgpuBackend().device : tf.backend();
    let all = shared.get(holder);
    if (!all) shared.set(holder, (all = new Set()));
    let held = [...all].find(
      (other) => other.fields.length === fields.length && other.fields.every((field, i) => field === fields[i]),
    );
    if (!held) {
      held = { fields, tables: new SlotTables(fields.map(usedSlots)), readers: 0 };
      all.add(held);
    }
    held.readers++;
    return Storage.noted(new KeptSlots(all, held));
  }

  get tables(): SlotTables {
    return this.held.tables;
  }

  placesOf(field: Field): SlotPlaces {
    const places = this.held.tables.places[this.held.fields.indexOf(field)];
    if (!places) throw new Error(`internal: the slots of "${field.name}" are not kept`);
    return places;
  }

  /** Once; again it does nothing. */
  dispose(): void {
    if (this.isGone) return;
    this.isGone = true;
    if (--this.held.readers > 0) return;
    this.all.delete(this.held);
    this.held.tables.dispose();
  }
}
