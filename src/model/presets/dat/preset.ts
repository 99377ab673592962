/**
 * DAT's dual augmentation upon the plain two towers, and what it is compared with: pooled lists of the user's items and
 * the item's users.
 */
import { connect } from '../../document/graph-edits';
import type { GraphNode, Json, TowerGraph } from '../../document/graph';
import type { Schema } from '../../document/schema';
import type { Draft, Wire } from '../drawing/draft';
import { categoryField } from '../drawing/groups';
import { drawTowers, fieldsOf, PAST, POOL, widthFor, widthsOf } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/** Weights in the loss, as printed. */
const MIMIC = 0.5;
const ALIGNMENT = 1;

export interface DatParts {
  /**
   * What the towers begin from: those of `two-tower`, a pooled history against the item; or the two ids alone, as in
   * the paper.
   */
  base: 'history' | 'ids';
  /** Augmented vectors on both sides, each with its mimic objective (AMM). */
  augment: boolean;
  /**
   * Category alignment (CAL) over the field of the items that tells categories apart (drawing/groups.ts); nothing where
   * there is none.
   */
  alignment: boolean;
  /**
   * Pooled lists, where augmented vectors enter: the item's past users and, where the base has no history, the user's
   * past items. Nothing where the log has no time.
   */
  lists: boolean;
}

/**
 * Two towers of whose parts any combination may be left out; with none of them and a history they are those of
 * `two-tower`.
 */
export function drawDat(title: string, schema: Schema, width: number, parts: DatParts): TowerGraph {
  const begun: Schema = { ...schema, hasTime: schema.hasTime && parts.base === 'history' };
  const lists = parts.lists && schema.hasTime;
  const { narrow, vector } = widthsOf(begun, width);
  const drawn = (draft: Draft, side: 'user' | 'item', left: number): Wire[] => {
    const { id, others } = fieldsOf(schema, side);
    const wires: Wire[] = [];
    if (side === 'user') {
      // Towers without a history begin from the user's id: there it is drawn already. A list of an item's users is made
      // of ids that the user's side reads too.
      if (begun.hasTime && lists)
        draft.add('user-id', 'fields', 'user', [left + 180, 760], { tables: draft.addTables(id, width) });
      if (!begun.hasTime || lists) wires.push(['user-id.fields', 'parts']);
      if (others.length > 0)
        draft.add('user-fields', 'fields', 'user', [left + 180, 640], { tables: draft.addTables(others, narrow) });
      if (others.length > 0) wires.push(['user-fields.fields', 'parts']);
    }
    if (parts.augment) {
      draft.add(`${side}-augment`, 'augment', side, [left, 760], { tables: draft.addTables(id, vector, 'augmented-') });
      wires.push([`${side}-augment.vector`, 'parts']);
    }
    if (lists && (side === 'item' || !begun.hasTime)) {
      const [block, met, x] =
        side === 'item' ? (['past-users', 'user', left + 180] as const) : (['history', 'item', left - 180] as const);
      draft.add(`${side}-list`, block, side, [x, 760], {
        tables: fieldsOf(schema, met).id.map((field) => draft.tableOf(field)),
        ...PAST,
      });
      draft.add(`${side}-list-pool`, 'pool', side, [x, 640], POOL, [[`${side}-list.sequence`, 'sequence']]);
      wires.push([`${side}-list-pool.vector`, 'parts']);
    }
    return wires;
  };
  let graph = drawTowers(title, begun, width, parts.augment || lists ? { channels: { draw: drawn } } : {});
  if (parts.augment) {
    graph = withTerm(
      graph,
      'mimic-user',
      'mimic',
      [600, 0],
      { weight: MIMIC, side: 'user', rowWeights: true },
      { augmented: 'user-augment.vector' },
    );
    graph = withTerm(
      graph,
      'mimic-item',
      'mimic',
      [780, 0],
      { weight: MIMIC, side: 'item', rowWeights: true },
      { augmented: 'item-augment.vector' },
    );
  }
  const category = parts.alignment ? categoryField(schema) : null;
  return category === null
    ? graph
    : withTerm(
        graph,
        'alignment',
        'category-alignment',
        [960, 0],
        { weight: ALIGNMENT, field: category, least: 4 },
        {},
      );
}

/** One more objective, which reads the match and what else is named by input. */
function withTerm(
  graph: TowerGraph,
  id: string,
  block: string,
  at: [number, number],
  params: Record<string, Json>,
  inputs: Record<string, string>,
): TowerGraph {
  const node: GraphNode = { id, block, side: 'objective', params, at };
  return Object.entries({ ...inputs, pairing: 'match.pairing' }).reduce(
    (drawn, [input, source]) => {
      const [from = '', output = ''] = source.split('.');
      return connect(drawn, { from: { node: from, output }, to: { node: id, input } });
    },
    { ...graph, nodes: [...graph.nodes, node] },
  );
}

const dat: Preset = {
  id: 'dat',
  place: 7,
  title: 'DAT two towers',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawDat('DAT two towers', schema, width, { base: 'history', augment: true, alignment: true, lists: false }),
    settings: settingsFor(schema),
  }),
};
export default dat;
