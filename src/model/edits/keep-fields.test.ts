import { describe, expect, it } from 'vitest';
import { judge } from '../check/judge';
import { costsOfFields } from '../check/field-costs';
import { schemaOf } from '../document/schema';
import { gatedRanker, plantedLog } from '../harness/planted-fields';
import { preset } from '../presets/presets';
import { graphOf, tinyDataset } from '../harness/tiny-log';
import { keepFields } from './keep-fields';

const schema = schemaOf(plantedLog());
const graph = gatedRanker(['kind', 'shade']);

describe('kept fields', () => {
  it('stay, and a node without any goes with its gate, its table and its penalty', () => {
    const kept = keepFields(graph, (_, field) => field !== 'shade');
    expect(kept.nodes.map(({ id }) => id)).toEqual(
      graph.nodes.map(({ id }) => id).filter((id) => !id.startsWith('shade')),
    );
    expect(kept.tables.map(({ id }) => id)).toEqual(['segment', 'kind']);
    expect(judge(kept, schema).problems).toEqual([]);
  });

  it('need no gate: what stands above a node without any goes too, where it reads nothing else', () => {
    const drawn = graphOf(
      { users: ['user id', 4], items: ['item id', 4], genres: ['genre', 4] },
      {
        user: ['fields', 'user', { tables: ['users'] }],
        'user-flat': ['concat', 'user'],
        item: ['fields', 'item', { tables: ['items'] }],
        genre: ['fields', 'item', { tables: ['genres'] }],
        'genre-flat': ['concat', 'item'],
        'genre-mlp': ['mlp', 'item', { widths: [4] }],
        both: ['concat', 'item'],
        'item-mlp': ['mlp', 'item', { widths: [4] }],
        match: ['match', 'match'],
        softmax: ['in-batch-softmax', 'objective'],
      },
      [
        'user.fields > user-flat.parts',
        'genre.fields > genre-flat.parts',
        'genre-flat.vector > genre-mlp.vector',
        'item.fields > both.parts',
        'genre-mlp.vector > both.parts',
        'both.vector > item-mlp.vector',
        'user-flat.vector > match.user',
        'item-mlp.vector > match.item',
        'match.pairing > softmax.pairing',
      ],
    );
    const tiny = schemaOf(tinyDataset());
    expect(judge(drawn, tiny).problems).toEqual([]);
    const kept = keepFields(drawn, (_, field) => field !== 'genre');
    expect(kept.nodes.map(({ id }) => id)).toEqual([
      'user',
      'user-flat',
      'item',
      'both',
      'item-mlp',
      'match',
      'softmax',
    ]);
    expect(kept.tables.map(({ id }) => id)).toEqual(['users', 'items']);
    expect(judge(kept, tiny).problems).toEqual([]);
  });

  it('that are none of a tower leave the match without it, which is a problem of the drawing', () => {
    const without = keepFields(graph, (_, field) => field === 'segment');
    expect(without.nodes.filter(({ side }) => side === 'item')).toEqual([]);
    expect(without.nodes.map(({ id }) => id)).not.toContain('cost');
    expect(judge(without, schema).problems).not.toEqual([]);
  });

  it('that are all of them leave the drawing as it is', () => {
    expect(keepFields(graph, () => true)).toBe(graph);
  });

  it('of one node leave it the others, and a table that a past reads stays', () => {
    const dataset = tinyDataset();
    const drawn = preset('fscd').build(schemaOf(dataset)).graph;
    const fields = costsOfFields(drawn, schemaOf(dataset));
    expect(fields.map(({ field, gate }) => [field, gate?.node])).toEqual([
      ['item id', 'item-id-gate'],
      ['genre', 'item-fields-gate'],
      ['segment', 'user-fields-gate'],
    ]);
    const kept = keepFields(drawn, (node) => node !== 'item-id');
    expect(kept.nodes.map(({ id }) => id)).not.toContain('item-id-gate');
    expect(kept.tables.map(({ field }) => field)).toEqual(['item id', 'genre', 'segment']);
    expect(judge(kept, schemaOf(dataset)).problems).toEqual([]);
  });
});
