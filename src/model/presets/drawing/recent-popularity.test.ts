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
const NOT_FOR = ['mobius', 'heads', 'din', 'fscd', 'pre-ranker', 'recent-popularity'];

it.each([
  [20, 16],
  [3858, 16],
  [32_302, 128],
  [62_636, 256],
  [1_000_000, 256],
])('of %d events has %d snapshots', (events, snapshots) => {
  const { graph } = preset('two-tower').build({ ...schema, events });
  const { params } = servedMatch(withRecentPopularity(graph, { events })!)!;
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
      expect(served).toMatchObject({ block: 'recent-popularity', params: { halfLife: 100, snapshots: 128 } });
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
