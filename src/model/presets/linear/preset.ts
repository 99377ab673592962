import { column, drawTowers, fieldsOf, widthFor, type TowerHead } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/** What the linear channel reads: a long past, whose events all count alike. */
const LONG_PAST = { length: 200, dropout: 0.6 };
/** Share dropped of the numbers of its vectors: with less of it, logs of short pasts learn ids by heart. */
const DROPOUT = 0.5;
/** A score is a sum of two cosines: its range grows, and so does the temperature. */
const TEMPERATURE = 0.1;

/**
 * `two-tower`, and beside it a linear channel as EASE and ELSA are one: the mean of the items of a long past meets the
 * item, both from a table of their own and nothing between them. The match adds the two cosines, each with a learnt
 * coefficient.
 */
const linear: Preset = {
  id: 'linear',
  place: 13,
  title: 'Two towers with a linear channel',
  needs: 'time',
  build(schema, { width = widthFor(schema) } = {}) {
    const { id } = fieldsOf(schema, 'item');
    let tables: string[] = [];
    const head: TowerHead = {
      match: { coefficients: 'part', temperature: TEMPERATURE },
      draw(draft, side, tower, at) {
        const x = column(side, 0);
        if (side === 'user') {
          tables = draft.addTables(id, width, 'linear-');
          draft.add('linear-past', 'history', side, [x, 760], { tables, ...LONG_PAST });
          draft.add('user-linear', 'pool', side, [x, 640], { by: 'mean' }, [['linear-past.sequence', 'sequence']]);
        } else {
          draft.add('linear-id', 'fields', side, [x, 760], { tables });
          draft.add('item-linear', 'concat', side, [x, 640], {}, [['linear-id.fields', 'parts']]);
        }
        draft.add(`${side}-linear-dropout`, 'dropout', side, [x, 460], { rate: DROPOUT }, [
          [`${side}-linear.vector`, 'vector'],
        ]);
        draft.add(`${side}-channels`, 'concat', side, at, {}, [
          [tower, 'parts'],
          [`${side}-linear-dropout.vector`, 'parts'],
        ]);
        return `${side}-channels.vector`;
      },
    };
    return {
      graph: drawTowers('Two towers with a linear channel', schema, width, { head }),
      settings: settingsFor(schema),
    };
  },
};
export default linear;
