import type { Json, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { categoryField } from '../drawing/groups';
import { drawTowers, widthFor, widthsOf } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

const MATCH = { score: 'cosine', temperature: 0.07, learnTemperature: false };
/** Items drawn for a batch as not clicked, and what they count together beside a click. */
const NO_CLICKS = { sampled: 64, noClicks: 4 };
/** Below it the teacher calls a pair irrelevant. */
const THRESHOLD = 0.1;
/** Bad cases of a row. */
const BAD = 2;

/**
 * The towers of `two-tower`, whose vectors are their parts of the click; an affine map of each makes the parts of no
 * click and of bad. The teacher is the share of the user's past in the item's category, or, where no field tells
 * categories apart, how often the item was taken together with something of it.
 * @param bad cases of a row; 0 leaves a model of two classes, served as one
 */
export function drawMobius(title: string, schema: Schema, width: number, bad = BAD): TowerGraph {
  const field = categoryField(schema);
  const { vector } = widthsOf(schema, width);
  return drawTowers(title, schema, width, {
    meet(draft, towers) {
      for (const side of ['user', 'item'] as const) {
        const x = side === 'user' ? 180 : 650;
        for (const [place, name] of ['no-click', 'bad'].entries())
          draft.add(
            `${side}-${name}`,
            'mlp',
            side,
            [x - 90 + 180 * place, 95],
            { widths: [vector], lastLinear: true },
            [[towers[side], 'vector']],
          );
        draft.add(`${side}-classes`, 'concat', side, [x, 0], {}, [
          [towers[side], 'parts'],
          [`${side}-no-click.vector`, 'parts'],
          [`${side}-bad.vector`, 'parts'],
        ]);
      }
      draft.add('match', 'odds-match', 'match', [420, -95], { ...MATCH, against: bad === 0 ? 'no-click' : 'either' }, [
        ['user-classes.vector', 'user'],
        ['item-classes.vector', 'item'],
      ]);
      const teacher: Record<string, Json> =
        field === null ? { teacher: 'co-occurrence' } : { teacher: 'category', field };
      draft.add(
        'softmax',
        'bad-case-softmax',
        'objective',
        [420, -190],
        { ...teacher, threshold: THRESHOLD, bad, ...NO_CLICKS },
        [['match.classes', 'classes']],
      );
    },
  });
}

const mobius: Preset = {
  id: 'mobius',
  place: 17,
  title: 'MOBIUS',
  needs: 'time',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawMobius('MOBIUS', schema, width),
    settings: settingsFor(schema),
  }),
};
export default mobius;
