/**
 * Towers for the plant nursery of the world noise-fields: over its fields, with a gate or without, all of them or those
 * that decide.
 */
import type { TowerGraph } from '../../../model/document/graph';
import type { Schema } from '../../../model/document/schema';
import { drawFieldTowers, leftOf } from './field-towers';

const WIDTH = 8;
const WIDTHS = [48, 24];
const TEMPERATURE = 0.1;

export const INFORMATIVE = {
  user: ['soil', 'light', 'wind'],
  item: ['likes_soil', 'likes_light', 'likes_wind'],
} as const;
export const NOISE = {
  user: ['club_card', 'parking_bay', 'newsletter_day'],
  item: ['pot_colour', 'bench', 'label_font'],
} as const;
export const SIDES = ['user', 'item'] as const;
export const isOf =
  (fields: typeof INFORMATIVE | typeof NOISE) =>
  (field: string): boolean =>
    SIDES.some((side) => fields[side].some((name) => name === field));
/** Title words are left out: they tell one plant from another, which is neither of the two. */
export const isRead = (field: string): boolean => isOf(INFORMATIVE)(field) || isOf(NOISE)(field);

/** @param ids whether each side reads its id, too */
export const nurseryTowers =
  (
    title: string,
    {
      isGated = false,
      reads = isRead,
      ids = false,
    }: { isGated?: boolean; reads?: (field: string) => boolean; ids?: boolean } = {},
  ) =>
  (schema: Schema): TowerGraph =>
    drawFieldTowers(schema, { title, temperature: TEMPERATURE, reads, ids }, (draft, side, fields) => {
      const x = leftOf(side);
      draft.add(`${side}-fields`, 'fields', side, [x, 760], { tables: draft.addTables(fields, WIDTH) });
      if (isGated) draft.add(`${side}-gate`, 'senet', side, [x, 640], {}, [[`${side}-fields.fields`, 'fields']]);
      draft.add(`${side}-concat`, 'concat', side, [x, 520], {}, [
        [isGated ? `${side}-gate.fields` : `${side}-fields.fields`, 'parts'],
      ]);
      draft.add(`${side}-mlp`, 'mlp', side, [x, 400], { widths: WIDTHS, activation: 'relu', lastLinear: true }, [
        [`${side}-concat.vector`, 'vector'],
      ]);
      return `${side}-mlp.vector`;
    });
