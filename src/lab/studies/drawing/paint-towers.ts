/** Towers over the fields of the paint shop, the world `paints`: gated in several ways, or not. */
import type { TowerGraph } from '../../../model/document/graph';
import type { Schema } from '../../../model/document/schema';
import { Draft, type Wire } from '../../../model/presets/drawing/draft';
import { fieldsOf } from '../../../model/presets/drawing/towers';
import { drawFieldTowers, leftOf } from './field-towers';

const WIDTH = 8;
const WIDTHS = [48, 24];
const TEMPERATURE = 0.1;
/** Rows that bear the cost of the fields. Seen at seed 101. */
export const ROWS = 256;

export const INFORMATIVE = ['trade', 'job', 'finish', 'surface'];
/** Says what `finish` says, in six lookups among hundreds of values. */
export const COSTLY_TWIN = 'recipe';
export const NOISE = ['van', 'invoice_day', 'lid', 'shelf'];
export const ALL = [...INFORMATIVE, COSTLY_TWIN, ...NOISE];

/** What weighs the fields: gates with a price that so many rows bear (FSCD), or a gate for each row. */
export type PaintGate = number | 'SE' | 'COLD';
const ROW_GATES = { SE: {}, COLD: { squeeze: 'all', gate: 'sigmoid' } } as const;

/**
 * Each tower reads its id beside its fields, without a gate: else what says nothing would be an id in disguise (see
 * `gate`). Two towers, not a ranker: the gates are the same, and a softmax over the batch tells in minutes what lists
 * of candidates tell in hours.
 */
export const paintTowers =
  (title: string, { gate = null, fields = ALL }: { gate?: PaintGate | null; fields?: readonly string[] } = {}) =>
  (schema: Schema): TowerGraph => {
    const penalties: Wire[] = [];
    const towers = drawFieldTowers(
      schema,
      { title, temperature: TEMPERATURE, reads: (field) => fields.includes(field) },
      (draft, side, read) => {
        const x = leftOf(side);
        const { id } = fieldsOf(schema, side);
        draft.add(`${side}-id`, 'fields', side, [x + 180, 760], { tables: draft.addTables(id, WIDTH) });
        draft.add(`${side}-fields`, 'fields', side, [x, 760], { tables: draft.addTables(read, WIDTH) });
        const wire: Wire = [`${side}-fields.fields`, 'fields'];
        if (typeof gate === 'number') {
          draft.add(`${side}-gate`, 'field-gate', side, [x, 640], {}, [wire]);
          penalties.push([`${side}-gate.penalty`, 'penalty']);
        } else if (gate !== null) draft.add(`${side}-gate`, 'senet', side, [x, 640], ROW_GATES[gate], [wire]);
        draft.add(`${side}-concat`, 'concat', side, [x, 520], {}, [
          [gate === null ? `${side}-fields.fields` : `${side}-gate.fields`, 'parts'],
          [`${side}-id.fields`, 'parts'],
        ]);
        draft.add(`${side}-mlp`, 'mlp', side, [x, 400], { widths: WIDTHS, activation: 'relu', lastLinear: true }, [
          [`${side}-concat.vector`, 'vector'],
        ]);
        return `${side}-mlp.vector`;
      },
    );
    if (typeof gate !== 'number') return towers;
    const priced = Draft.of(towers);
    priced.add('cost', 'field-cost', 'objective', [700, 0], { rows: gate }, penalties);
    return { ...towers, ...priced.graph(title) };
  };
