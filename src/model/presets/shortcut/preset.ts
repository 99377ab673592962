import type { Schema } from '../../document/schema';
import type { Wire } from '../drawing/draft';
import { tellsGroups } from '../drawing/groups';
import { column, drawTowers, widthFor, type TowerHead } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

const MOST_CHOSEN = 2;
/**
 * Weight of the short-cut at the start, the tower's being 1, and share dropped of what it carries: with more and less
 * of it ids are learnt by heart.
 */
const START = 0.3;
const DROPOUT = 0.5;

/**
 * `classic`, and past its MLPs what tells rows apart most finely, straight into the last layer: the item's id, the
 * pooled ids of the user's history (without time the user's id) and the first few fields that tell segments apart,
 * through a linear map alone. Tower and short-cut are brought to length one, each with a learnt weight: otherwise the
 * longer would decide the cosine.
 */
const shortcut: Preset = {
  id: 'shortcut',
  place: 4,
  title: 'Towers with a short-cut',
  build(schema, { width = widthFor(schema) } = {}) {
    const head: TowerHead = {
      draw(draft, side, tower, at) {
        const past: Wire[] = [
          side === 'user' && schema.hasTime ? ['pool.vector', 'parts'] : [`${side}-id.fields`, 'parts'],
        ];
        const segments = draft.tablesOf(`${side}-fields`, segmentFields(schema, side));
        if (segments.length > 0) {
          draft.add(`${side}-segments`, 'fields', side, [column(side, 0), 760], { tables: segments });
          past.push([`${side}-segments.fields`, 'parts']);
        }
        draft.add(`${side}-past`, 'concat', side, [column(side, 0), 460], {}, past);
        draft.add(`${side}-past-dropout`, 'dropout', side, [column(side, 0), 370], { rate: DROPOUT }, [
          [`${side}-past.vector`, 'vector'],
        ]);
        const params = {
          join: 'concatenate',
          map: 'linear',
          width: Math.max(8, width / 4),
          normalise: true,
          start: START,
        };
        draft.add(`${side}-shortcut`, 'shortcut', side, at, params, [
          [tower, 'main'],
          [`${side}-past-dropout.vector`, 'shortcut'],
        ]);
        return `${side}-shortcut.vector`;
      },
    };
    return {
      graph: drawTowers('Towers with a short-cut', schema, width, { head, classic: true }),
      settings: settingsFor(schema),
    };
  },
};
export default shortcut;

const segmentFields = ({ fields }: Schema, side: 'user' | 'item'): string[] =>
  fields
    .filter((field) => field.owner === side && field.kind === 'categorical' && tellsGroups(field))
    .slice(0, MOST_CHOSEN)
    .map(({ name }) => name);
