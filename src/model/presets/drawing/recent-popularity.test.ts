import { describe, expect, it } from 'vitest';
import { judge } from '../../check/judge';
import type { Schema } from '../../document/schema';
import { servedMatch } from '../../nodes/served-match';
import { preset, presets } from '../presets';
import { withRecentPopularity } from './recent-popularity';

const schema: Schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 102, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 802, length: 1 },
    { name: 'segment', owner: 'user', kind: 'categorical', rows: 5, length: 1 },
    { name: 'genres', owner: 'item', kind: 'bag', rows: 20, length: 4 },
  ],
  users: 100,
  items: 800,
  events: 32_000,
  hasTime: true,
};
/** Scorers of pairs; what is served of classes; lists of two heads, of which no objective learns; and what has it. */
const NOT_FOR = ['mobius', 'heads', 'din', 'fscd', 'pre-ranker', 'recent-popularity', 'moment'];

it.each([
  [20, 30, 16],
  [3858, 800, 128],
  [32_302, 800, 1024],
  [62_636, 800, 1024],
  [1_000_000, 800, 1024],
  // An index of them all does not fit.
  [1_000_000, 100_000, 64],
  [1_000_000, 10_000_000, 16],
])('of %d events and %d items has %d snapshots', (events, items, snapshots) => {
  const { graph } = preset('two-tower').build({ ...schema, events });
  const { params } = servedMatch(withRecentPopularity(graph, { events, items })!)!;
  expect(params).toMatchObject({ snapshots, halfLife: Math.max(1, Math.round(events / 320)) });
});

describe('recent popularity', () => {
  it.each(NOT_FOR)('has no place upon %s', (id) =>
    expect(withRecentPopularity(preset(id).build(schema).graph, schema)).toBeNull(),
  );

  it.each([...presets.keys()].filter((id) => !NOT_FOR.includes(id)))(
    'is served upon %s, and what set items against each other by the match does so by it',
    (id) => {
      const { graph } = preset(id).build(schema);
      const changed = withRecentPopularity(graph, schema)!;
      expect(judge(changed, schema).problems).toEqual(judge(graph, schema).problems);
      const [match, served] = [servedMatch(graph)!, servedMatch(changed)!];
      expect(served).toMatchObject({ block: 'recent-popularity', params: { halfLife: 100, snapshots: 1024 } });
      const readers = ({ edges }: typeof graph, node: string) =>
        edges.filter(({ from, to }) => from.node === node && to.node !== served.id).map(({ to }) => to.node);
      // Of DAT the vectors that meet are mimicked, too.
      const others = readers(changed, match.id);
      expect(others).toEqual(id === 'dat' ? ['mimic-user', 'mimic-item', 'alignment'] : []);
      expect(readers(changed, served.id)).toEqual(readers(graph, match.id).filter((node) => !others.includes(node)));
      // What stood above the match makes room.
      const places = changed.nodes.map(({ at }) => at.join());
      expect(new Set(places).size).toBe(places.length);
      expect(withRecentPopularity(changed, schema)).toBeNull();
    },
  );
});
