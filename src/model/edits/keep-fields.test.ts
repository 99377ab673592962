import { describe, expect, it } from 'vitest';
import { judge } from '../check/judge';
import { costsOfFields } from '../check/field-costs';
import { schemaOf } from '../document/schema';
import { gatedRanker, plantedLog } from '../harness/planted-fields';
import { preset } from '../presets/presets';
import { tinyDataset } from '../harness/tiny-log';
import { keepFields } from './keep-fields';

const schema = schemaOf(plantedLog());
const graph = gatedRanker(['kind', 'shade']);

describe('kept fields', () => {
  it('stay, and a node without any goes with its gate, its table and its penalty', () => {
    const kept = keepFields(graph, (_, field) => field === 'kind');
    expect(kept.nodes.map(({ id }) => id)).toEqual(
      graph.nodes.map(({ id }) => id).filter((id) => !id.startsWith('shade')),
    );
    expect(kept.tables.map(({ id }) => id)).toEqual(['segment', 'kind']);
    expect(judge(kept, schema).problems).toEqual([]);
  });

  it('that pass no gate are nobody’s choice, and without gates nobody pays', () => {
    const kept = keepFields(graph, () => false);
    expect(kept.nodes.map(({ id }) => id)).toContain('segment');
    expect(kept.nodes.map(({ id }) => id)).not.toContain('cost');
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
