/** What becomes of a document when other data is loaded. */
import { rebind } from '../../model/edits/rebind';
import { presetOf } from '../../model/presets/presets';
import type { Schema } from '../../model/document/schema';
import type { Document } from './graph';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * A preset that nobody has changed is drawn anew for the data, its settings too; a drawing of one's own is kept, with
 * its fields found by name.
 */
export function carryOver({ graph, settings }: Document, from: Schema, to: Schema): Document {
  const preset = presetOf(graph);
  const made = preset?.build(from);
  const anew = preset?.build(to);
  return {
    graph: anew && same(made?.graph, graph) ? anew.graph : rebind(graph, from.fields, to.fields),
    settings: anew && same(made?.settings, settings) ? anew.settings : settings,
  };
}
