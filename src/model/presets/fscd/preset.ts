import type { Json, Settings, Side, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import { Draft, type Wire } from '../drawing/draft';
import { DROPOUT, fieldsOf, HIDDEN, mlpTo, PAST, POOL, widthFor, widthsOf } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/** Items of a row that are scored in training. */
const CANDIDATES = 16;
/** Rows that bear the cost of the fields. */
const ROWS = 256;
/** The side of 1/2 on which a gate ends is all that counts. */
const SEARCH_EPOCHS = 12;

/**
 * A ranker that chooses its fields (FSCD: Ma et al., SIGIR 2021). The first stage trains it with a gate for every field
 * of both sides and charges for what the gates keep; the second leaves the gates out, which are decided then, and
 * trains what they chose. The past of a user passes no gate: it is no field.
 */
const fscd: Preset = {
  id: 'fscd',
  place: 22,
  title: 'Ranker that selects its fields',
  isRanker: true,
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawSelecting(schema, width),
    settings: inTwoPhases(settingsFor(schema), schema),
  }),
};
export default fscd;

function inTwoPhases(settings: Settings, { hasTime }: Schema): Settings {
  return {
    ...settings,
    stages: [
      { terms: ['*'], trainable: ['*'], until: { epochs: SEARCH_EPOCHS } },
      {
        terms: ['loss'],
        trainable: ['table/*', ...(hasTime ? ['user/pool/*'] : []), 'user/user-mlp/*', 'item/item-mlp/*', 'match/*'],
        until: settings.stages[0]!.until,
      },
    ],
  };
}

function drawSelecting(schema: Schema, width: number): TowerGraph {
  const draft = new Draft();
  const { narrow } = widthsOf(schema, width);
  const fields = { user: fieldsOf(schema, 'user'), item: fieldsOf(schema, 'item') };
  const penalties: Wire[] = [];
  /** Fields of one width behind their gates, side by side from x on. */
  const gated = (id: string, side: Side, x: number, names: readonly string[], fieldWidth: number): Wire[] => {
    if (names.length === 0) return [];
    draft.add(id, 'fields', side, [x, 760], { tables: draft.addTables(names, fieldWidth) });
    draft.add(`${id}-gate`, 'field-gate', side, [x, 640], {}, [[`${id}.fields`, 'fields']]);
    penalties.push([`${id}-gate.penalty`, 'penalty']);
    return [[`${id}-gate.fields`, 'parts']];
  };
  const tower = (side: 'user' | 'item', x: number, parts: readonly Wire[]): Wire => {
    const node = (name: string, block: string, y: number, params: Record<string, Json>, wires: readonly Wire[]) =>
      draft.add(`${side}-${name}`, block, side, [x, y], params, wires);
    node('concat', 'concat', 520, {}, parts);
    node('dropout', 'dropout', 400, { rate: DROPOUT }, [[`${side}-concat.vector`, 'vector']]);
    node('mlp', 'mlp', 280, mlpTo(width), [[`${side}-dropout.vector`, 'vector']]);
    return [`${side}-mlp.vector`, side];
  };

  const item = [
    ...gated('item-id', 'item', 560, fields.item.id, width),
    ...gated('item-fields', 'item', 740, fields.item.others, narrow),
  ];
  const user = [
    ...(schema.hasTime ? [] : gated('user-id', 'user', 0, fields.user.id, width)),
    ...gated('user-fields', 'user', 180, fields.user.others, narrow),
  ];
  if (schema.hasTime) {
    draft.add('history', 'history', 'user', [0, 760], { tables: [draft.tableOf(fields.item.id[0]!)], ...PAST });
    draft.add('pool', 'pool', 'user', [0, 640], POOL, [['history.sequence', 'sequence']]);
    user.push(['pool.vector', 'parts']);
  }
  const towers = [tower('user', 90, user), tower('item', 650, item)];
  draft.add('towers', 'interaction', 'match', [370, 170], { product: true }, towers);
  draft.add('ranker', 'mlp', 'match', [370, 75], { widths: [HIDDEN, width], activation: 'relu', lastLinear: false }, [
    ['towers.vector', 'vector'],
  ]);
  draft.add('score', 'logits', 'match', [370, -20], {}, [['ranker.vector', 'vector']]);
  draft.add('loss', 'list-softmax', 'objective', [370, -115], { candidates: CANDIDATES }, [['score.logits', 'logits']]);
  draft.add('cost', 'field-cost', 'objective', [740, -115], { rows: ROWS }, penalties);
  return { ...draft.graph(fscd.title), kind: 'ranker' };
}
