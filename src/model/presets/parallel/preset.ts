import type { Schema } from '../../document/schema';
import type { Draft, Wire } from '../drawing/draft';
import { column, drawTowers, fieldsOf, PAST, widthFor, widthsOf, type TowerHead } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

type Side = 'user' | 'item';
interface Channel {
  id: 'dcn' | 'fm' | 'cin';
  params: Record<string, number | readonly number[]>;
}

/**
 * FM, DCN and CIN cross and do not compress: beside the item's id they get at most this many of its fields, and of the
 * user's own.
 */
const MOST_CHOSEN = 2;
/** Events until one of the past counts half. */
const HALF_LIFE = 10;
/** Share dropped of what a channel crosses: with less, four channels learn the training part by heart. */
const DROPOUT = 0.5;
/** A score is a sum of cosines, one for each channel: its range grows with them, and so does the temperature. */
const TEMPERATURE = 0.05;

/**
 * Parallel towers: beside the two towers, whose channel is the MLP's, a cross network, a factorisation machine and a
 * CIN go up each side, each from tables of its own, and meet their like: the match adds the cosines of the channels by
 * learnt coefficients. What the channels cross of a user is what they cross of an item, pooled over the history, and
 * the user's own fields. With a single field there is nothing to cross: then FM and CIN are left out.
 */
const parallel: Preset = {
  id: 'parallel',
  place: 5,
  title: 'Parallel towers',
  build(schema, { width = widthFor(schema) } = {}) {
    const { narrow } = widthsOf(schema, width);
    const chosen = chosenFields(schema);
    const crosses = [chosen.item, [...chosen.user, ...(schema.hasTime ? chosen.item : [])]].every(
      ({ length }) => length > 1,
    );
    const channels: Channel[] = [
      { id: 'dcn', params: { layers: 2, project: narrow } },
      ...(crosses
        ? [
            { id: 'fm' as const, params: {} },
            { id: 'cin' as const, params: { layers: [narrow / 2, narrow / 2] } },
          ]
        : []),
    ];
    const tables = new Map<string, string[]>();
    const head: TowerHead = {
      match: { coefficients: 'part', temperature: TEMPERATURE * (channels.length + 1) },
      draw(draft, side, tower, at) {
        const tops = channels.map((channel, n) =>
          drawChannel(draft, side, channel, n, schema, (owner) => {
            const key = `${channel.id} ${owner}`;
            if (!tables.has(key)) tables.set(key, draft.addTables(chosen[owner], narrow, `${channel.id}-`));
            return tables.get(key)!;
          }),
        );
        draft.add(`${side}-channels`, 'concat', side, at, {}, [
          [tower, 'parts'],
          ...tops.map((top) => [top, 'parts'] as const),
        ]);
        return `${side}-channels.vector`;
      },
    };
    return { graph: drawTowers('Parallel towers', schema, width, { head }), settings: settingsFor(schema) };
  },
};
export default parallel;

/**
 * The id of the item and its first fields; the first fields of the user, whose id stands in for a history where there
 * is none.
 */
function chosenFields(schema: Schema): Record<Side, string[]> {
  const [user, item] = [fieldsOf(schema, 'user'), fieldsOf(schema, 'item')];
  return {
    user: [...(schema.hasTime ? [] : user.id), ...user.others.slice(0, MOST_CHOSEN)],
    item: [...item.id, ...item.others.slice(0, MOST_CHOSEN)],
  };
}

/**
 * @param n which of the channels;
 * @param tablesOf the channel's own, of a side's chosen fields; returns the vector that it ends in
 */
function drawChannel(
  draft: Draft,
  side: Side,
  { id, params }: Channel,
  n: number,
  schema: Schema,
  tablesOf: (owner: Side) => string[],
): string {
  const name = (what: string): string => `${side}-${id}-${what}`;
  const [x, beside] =
    side === 'user' ? [column(side, 2 * n), column(side, 2 * n + 1)] : [column(side, n), column(side, n)];
  const parts: Wire[] = [];
  const own = tablesOf(side);
  if (own.length > 0) {
    draft.add(name('fields'), 'fields', side, [beside, 760], { tables: own });
    parts.push([`${name('fields')}.fields`, 'parts']);
  }
  if (side === 'user' && schema.hasTime) {
    draft.add(name('history'), 'history', side, [x, 760], { tables: tablesOf('item'), ...PAST });
    draft.add(name('pool'), 'pool', side, [x, 640], { by: 'recency', halfLife: HALF_LIFE }, [
      [`${name('history')}.sequence`, 'sequence'],
    ]);
    parts.push([`${name('pool')}.vector`, 'parts']);
  }
  draft.add(name('concat'), 'concat', side, [x, 550], {}, parts);
  draft.add(name('dropout'), 'dropout', side, [x, 460], { rate: DROPOUT }, [[`${name('concat')}.vector`, 'vector']]);
  draft.add(`${side}-${id}`, id, side, [x, 370], params, [
    [`${name('dropout')}.vector`, id === 'dcn' ? 'vector' : 'fields'],
  ]);
  return `${side}-${id}.vector`;
}
