import { describe, expect, it } from 'vitest';
import { costsOfFields } from '../check/field-costs';
import { judge } from '../check/judge';
import { parseTowersOrGraph } from '../check/towers';
import type { Json } from '../document/graph';
import { setParam } from '../document/graph-edits';
import { checkParam, fieldTimes } from '../document/params';
import { schemaOf } from '../document/schema';
import { gatedRanker, plantedLog } from '../harness/planted-fields';
import { differences } from './differences';
import { withMeasured } from './measured-fields';

const schema = schemaOf(plantedLog());
const graph = gatedRanker(['kind', 'shade']);
const time = (field: string, lookup: number, projection: number) => ({
  gate: `${field}-gate`,
  fields: [{ field, lookup, projection, slots: 1, width: 4, to: 64 }],
});
const measured = withMeasured(graph, {
  adapter: 'an adapter',
  gates: [time('kind', 0.123456, 1), time('shade', 0.00012345, 0), time('gone', 1, 1)],
});

describe('measured times', () => {
  it('are what each gate charges, lookup and projection together, to three digits', () => {
    const of = (id: string) => measured.nodes.find((node) => node.id === id)!.params['measured'];
    expect(of('kind-gate')).toEqual({ adapter: 'an adapter', times: { kind: 1.12 } });
    expect(of('shade-gate')).toEqual({ adapter: 'an adapter', times: { shade: 0.000123 } });
    expect(judge(measured, schema).problems).toEqual([]);
    const [, kind, shade] = costsOfFields(measured, schema);
    const [segment, before] = costsOfFields(graph, schema);
    expect(kind!.cost - before!.cost).toBeCloseTo(1.12 - 0.1, 9);
    expect([segment!.time, before!.time, kind!.time, shade!.time]).toEqual([null, null, 1.12, 0.000123]);
  });

  it('are one difference of each gate, and come through a file as they are', () => {
    const settings = { stages: [], optimizers: [] } as never;
    expect(differences({ graph, settings }, { graph: measured, settings })).toMatchObject([
      { kind: 'param', name: 'measured', from: null, to: { times: { kind: 1.12 } } },
      { kind: 'param', name: 'measured', from: null, to: { times: { shade: 0.000123 } } },
    ]);
    const read = parseTowersOrGraph(JSON.parse(JSON.stringify(measured)));
    expect(read.ok && read.value.graph.nodes).toEqual(measured.nodes);
  });

  it.each<[string, Json]>([
    ['no object', 3],
    ['a list', []],
    ['no adapter', { times: {} }],
    ['no times', { adapter: 'a' }],
    ['a time below 0', { adapter: 'a', times: { kind: -1 } }],
    ['a time that is no number', { adapter: 'a', times: { kind: '1' } }],
    ['a list of times', { adapter: 'a', times: [1] }],
    ['something else beside them', { adapter: 'a', times: {}, unit: 'ms' }],
  ])('are refused as %s', (_, value) => {
    expect(checkParam(fieldTimes(), value)).not.toBeNull();
    const { problems } = judge(setParam(graph, 'kind-gate', 'measured', value), schema);
    expect(problems).toEqual([expect.objectContaining({ nodeId: 'kind-gate', field: 'measured' })]);
  });

  it('of fields that the gate does not read are no problem, and cost nothing', () => {
    const other = setParam(graph, 'kind-gate', 'measured', { adapter: 'a', times: { elsewhere: 5 } });
    expect(judge(other, schema).problems).toEqual([]);
    expect(costsOfFields(other, schema)).toEqual(costsOfFields(graph, schema));
  });
});
