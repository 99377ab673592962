/**
 * From a graph someone may still be drawing to the reasons why it does not run, each at its node, and the type of every
 * output that has one. Asked through `judge` alone, which asks once.
 */
import type { FieldSpec } from '../../data/dataset';
import { judgesByPast } from '../../data/relevance';
import {
  isProblem,
  type AnyBlock,
  type InputSpec,
  type InputTypes,
  type InputSpecs,
  type LocalSchema,
  type OwnProblem,
} from '../blocks/block';
import { findBlock, knownBlocks } from '../nodes/registry';
import { edgesInto, nodeById, nodesOnCycles, topologicalOrder } from '../document/graph-edits';
import type { GraphEdge, GraphNode, TowerGraph } from '../document/graph';
import { checkParam, fieldOwners, isRead, mayBe, ownersOf, withDefaults } from '../document/params';
import { isEveryPosition, type PortType } from '../document/ports';
import { problemsOfPositions } from '../nodes/every-position';
import { problemsOfFieldMatches } from '../nodes/field-match';
import { problemsOfFormulas } from '../nodes/row-formulas';
import { problemsOfClickRates } from '../nodes/click-rates';
import { problemsOfClasses, problemsOfRelevance, relevanceOf } from '../nodes/relevance';
import { problemsOfSamples } from '../nodes/samples';
import type { ItemNumbers, Schema } from '../document/schema';
import { finalScores } from '../nodes/scores';
import { windowsOf } from '../nodes/session-windows';
import { readersOf } from '../nodes/tables';
import type { Problem } from '../document/problem';
import { readableSides } from './sides';

/** What validity depends on: not how many rows there are. */
type Shape = Pick<
  Schema,
  | 'fields'
  | 'hasTime'
  | 'hasSessions'
  | 'hasShown'
  | 'isShuffled'
  | 'scores'
  | 'outcomes'
  | 'itemNumbers'
  | 'sharedValues'
>;

export interface Validation {
  problems: Problem[];
  /** Node id -> output -> type, for every node whose inputs have types and whose parameters fit. */
  types: Map<string, Record<string, PortType>>;
  /** Node id -> what arrives at its inputs, for the same nodes. */
  inputs: Map<string, InputTypes<InputSpecs>>;
}

/** What blocks may know of the tables and fields. */
export function localSchema(graph: TowerGraph, schema: Shape): LocalSchema {
  return {
    table(id) {
      const table = graph.tables.find((known) => known.id === id);
      const field = table && schema.fields.find(({ name }) => name === table.field);
      return table && field ? { field: table.field, width: table.width, owner: field.owner } : undefined;
    },
    field: (name) => schema.fields.find((field) => field.name === name),
  };
}

/**
 * All problems of a graph, none for one that runs. Problems of the graph itself (no match, no objective, two tables
 * with one id) have the node id ''. `values` by code: see the sentences of the catalog.
 */
export function validate(graph: TowerGraph, schema: Shape): Validation {
  const problems: Problem[] = [
    ...problemsOfTheWhole(graph),
    ...graph.edges.flatMap((edge) => problemsOfEdge(graph, edge)),
  ];
  const types: Validation['types'] = new Map();
  const arrived: Validation['inputs'] = new Map();
  const local = localSchema(graph, schema);
  const onCycle = nodesOnCycles(graph);
  for (const { id } of onCycle)
    problems.push({ nodeId: id, code: 'cycle', values: { nodes: onCycle.map((node) => node.id).join(', ') } });

  for (const node of graph.nodes) {
    const block = findBlock(node.block);
    if (!block) {
      problems.push({
        nodeId: node.id,
        code: 'unknown-block',
        values: { block: node.block, known: knownBlocks().join(', ') },
      });
    } else {
      problems.push(
        ...[
          ...problemsOfSide(node, block),
          ...problemsOfParams(node, block),
          ...problemsOfTables(graph, node, block, schema),
          ...problemsOfFields(node, block, schema),
          ...problemsOfTime(node, block, schema),
        ].map((own) => ({ nodeId: node.id, ...own })),
      );
    }
  }
  problems.push(...problemsOfSamples(graph, schema), ...problemsOfClickRates(graph, schema));
  problems.push(...problemsOfFormulas(graph, schema));
  problems.push(...problemsOfFieldMatches(graph, schema));
  problems.push(...problemsOfRelevance(graph, schema), ...problemsOfClasses(graph));
  problems.push(...problemsOfPositions(graph, schema.isShuffled ?? false));
  const blamed = new Set(problems.map((problem) => problem.nodeId));

  for (const node of topologicalOrder(graph)) {
    const block = findBlock(node.block);
    if (!block) continue;
    const inputs: Record<string, PortType | PortType[]> = {};
    let complete = true;
    for (const [name, spec] of Object.entries(block.inputs)) {
      const read = readInput(graph, node, name, spec, types);
      problems.push(...read.problems.map((own) => ({ nodeId: node.id, field: name, ...own })));
      if (read.types.length === 0) complete = false;
      else inputs[name] = spec.many ? read.types : read.types[0]!;
    }
    if (!complete || blamed.has(node.id)) continue;
    const params = withDefaults(block.params, node.params);
    if (Object.values(inputs).flat().some(isEveryPosition) && !block.causal?.(params)) {
      problems.push({ nodeId: node.id, code: 'not-causal', values: {} });
      continue;
    }
    const inferred = block.infer(inputs as InputTypes<InputSpecs>, params, local);
    if (isProblem(inferred)) problems.push({ nodeId: node.id, ...inferred });
    else {
      types.set(node.id, inferred);
      arrived.set(node.id, inputs as InputTypes<InputSpecs>);
    }
  }
  return { problems, types, inputs: arrived };
}

function problemsOfTheWhole(graph: TowerGraph): Problem[] {
  const problems: Problem[] = [];
  const twice = <T>(all: readonly T[]): T[] => [...new Set(all.filter((x, at) => all.indexOf(x) !== at))];
  for (const id of twice(graph.nodes.map((node) => node.id)))
    problems.push({ nodeId: id, code: 'duplicate-id', values: { id } });
  for (const id of twice(graph.tables.map((table) => table.id)))
    problems.push({ nodeId: '', field: 'tables', code: 'duplicate-id', values: { id } });
  problems.push(...problemsOfKind(graph));
  if (!graph.nodes.some(({ side }) => side === 'objective'))
    problems.push({ nodeId: '', code: 'no-objective', values: {} });
  return problems;
}

/** What an objective of a ranker learns from: the score of pairs, or what a block asks to pay. */
const readsOfRanker = ({ kinds }: InputSpec): boolean => kinds.includes('logits') || kinds.includes('penalty');

/** Two towers meet in a match; a ranker ranks pairs by one score, and has nothing that needs vectors of its own. */
function problemsOfKind(graph: TowerGraph): Problem[] {
  const { kind, nodes } = graph;
  const known = nodes.flatMap((node) => {
    const block = findBlock(node.block);
    return block ? [{ node, block }] : [];
  });
  if (kind === 'retrieval') {
    const strangers = known.filter(
      ({ node, block }) => block.family === 'crossing' || (node.side === 'match' && block.family !== 'match'),
    );
    return [
      ...(nodes.some(({ side }) => side === 'match') ? [] : [{ nodeId: '', code: 'no-match', values: {} } as const]),
      ...strangers.map(({ node }): Problem => ({ nodeId: node.id, code: 'needs-ranker', values: {} })),
    ];
  }
  const [score, ...others] = finalScores(graph);
  const strangers = known.filter(
    ({ node, block }) =>
      block.family === 'match' ||
      (node.side === 'objective' && !Object.values(block.inputs).some(readsOfRanker)) ||
      (node.side === 'item' && block.family === 'sequence'),
  );
  return [
    ...(score ? [] : [{ nodeId: '', code: 'no-score', values: {} } as const]),
    ...others.map(({ node }): Problem => ({ nodeId: node.id, code: 'two-scores', values: { other: score!.node.id } })),
    ...strangers.map(({ node }): Problem => ({ nodeId: node.id, code: 'not-in-ranker', values: {} })),
  ];
}

/** Problems of an edge are shown where it arrives; only where it arrives nowhere, at its source. */
function problemsOfEdge(graph: TowerGraph, { from, to }: GraphEdge): Problem[] {
  const source = nodeById(graph, from.node);
  const target = nodeById(graph, to.node);
  const nodeId = target?.id ?? source?.id ?? '';
  const field = to.input;
  const sourceBlock = source && findBlock(source.block);
  const targetBlock = target && findBlock(target.block);
  const problems: Problem[] = [];
  if (!source || (sourceBlock && !(from.output in sourceBlock.outputs))) {
    problems.push({
      nodeId,
      field,
      code: 'unknown-output',
      values: { node: from.node, output: from.output, known: Object.keys(sourceBlock?.outputs ?? {}).join(', ') },
    });
  }
  if (!target || (targetBlock && !(to.input in targetBlock.inputs))) {
    problems.push({
      nodeId,
      field,
      code: 'unknown-input',
      values: { node: to.node, input: to.input, known: Object.keys(targetBlock?.inputs ?? {}).join(', ') },
    });
  }
  if (source && target) {
    const allowed = readableSides(targetBlock, target, to.input);
    if (!allowed.includes(source.side)) {
      problems.push({
        nodeId,
        field,
        code: 'crosses-sides',
        values: { input: to.input, from: source.id, side: source.side, allowed: allowed.join(', ') },
      });
    }
  }
  return problems;
}

function problemsOfSide(node: GraphNode, block: AnyBlock): OwnProblem[] {
  return block.sides.includes(node.side)
    ? []
    : [{ code: 'wrong-side', values: { block: block.id, side: node.side, allowed: block.sides.join(', ') } }];
}

function problemsOfParams(node: GraphNode, block: AnyBlock): OwnProblem[] {
  const problems: OwnProblem[] = [];
  for (const [name, value] of Object.entries(node.params)) {
    const spec = block.params[name];
    const wrong = spec ? checkParam(spec, value) : { got: name, allowed: Object.keys(block.params).join(', ') || '–' };
    if (wrong)
      problems.push({ code: 'bad-param', field: name, values: { param: name, got: '', allowed: '', ...wrong } });
  }
  return problems;
}

function problemsOfTables(graph: TowerGraph, node: GraphNode, block: AnyBlock, schema: Shape): OwnProblem[] {
  const problems: OwnProblem[] = [];
  for (const [name, spec] of Object.entries(block.params)) {
    const value = node.params[name] ?? spec.default;
    if (spec.kind !== 'tables' || checkParam(spec, value)) continue;
    const owners = fieldOwners(spec.owner, node.side);
    for (const id of value as readonly string[]) {
      const table = graph.tables.find((known) => known.id === id);
      const field = table && schema.fields.find((known) => known.name === table.field);
      if (!table)
        problems.push({
          code: 'unknown-table',
          field: name,
          values: { table: id, known: graph.tables.map((known) => known.id).join(', ') },
        });
      else if (!field)
        problems.push({
          code: 'unknown-field',
          field: name,
          values: { table: id, field: table.field, known: schema.fields.map((known) => known.name).join(', ') },
        });
      else if (!owners.includes(field.owner))
        problems.push({
          code: 'field-of-other-side',
          field: name,
          values: { field: field.name, owner: field.owner, allowed: owners.join(', ') },
        });
      else if (spec.own)
        problems.push(
          ...problemsOfOwn(
            field,
            name,
            readersOf(graph, id)
              .map((reader) => reader.id)
              .filter((reader) => reader !== node.id),
          ),
        );
      else if (spec.of && field.kind !== spec.of)
        problems.push({ code: `no-${spec.of}`, field: name, values: { field: field.name, kind: field.kind } });
    }
  }
  return problems;
}

/**
 * Sequences, teachers who judge by the past, and what counts events before a moment need the time of events; sessions
 * do with a column instead, as long as no days are counted.
 */
function problemsOfTime(node: GraphNode, block: AnyBlock, { hasTime, hasSessions }: Shape): OwnProblem[] {
  if (hasTime) return [];
  const windows = windowsOf(node);
  if (windows.length === 0) {
    const asked = relevanceOf(node);
    const reads =
      (asked !== null && judgesByPast(asked.teacher)) ||
      block.recentPopularity !== undefined ||
      block.clickRates !== undefined ||
      (block.family === 'sequence' &&
        Object.values(block.params).some((spec) => spec.kind === 'tables' && spec.owner !== 'side'));
    return reads ? [{ code: 'no-time', values: { block: block.id } }] : [];
  }
  if (!hasSessions) return [{ code: 'no-sessions', values: {} }];
  return windows.some((window) => window.sessions === 'earlier' && window.days > 0)
    ? [{ code: 'days-need-time', field: 'days', values: {} }]
    : [];
}

/** @param field what a node's own table embeds; @param others the nodes that read it, too */
function problemsOfOwn(field: FieldSpec, param: string, others: readonly string[]): OwnProblem[] {
  if (field.kind !== 'id') return [{ code: 'not-an-id', field: param, values: { field: field.name } }];
  return others.length === 0
    ? []
    : [{ code: 'shared-table', field: param, values: { field: field.name, nodes: others.join(', ') } }];
}

function problemsOfFields(node: GraphNode, block: AnyBlock, { fields, itemNumbers = [] }: Shape): OwnProblem[] {
  return Object.entries(block.params).flatMap(([name, spec]): OwnProblem[] => {
    const value = node.params[name] ?? spec.default;
    if (spec.kind !== 'field' || checkParam(spec, value) || !isRead(block.params, name, node.params)) return [];
    if (value === '') return [{ code: 'no-fields', field: name, values: {} }];
    const field = fields.find((known) => known.name === value);
    if (!field)
      return [
        {
          code: 'unknown-field',
          field: name,
          values: { table: '', field: String(value), known: fields.map((known) => known.name).join(', ') },
        },
      ];
    const owners = ownersOf(spec);
    if (!owners.includes(field.owner))
      return [
        {
          code: 'field-of-other-side',
          field: name,
          values: { field: field.name, owner: field.owner, allowed: owners.join(', ') },
        },
      ];
    if (!mayBe(spec, field.kind)) {
      const code = spec.numbers ? 'not-numeric' : 'not-categorical';
      return [{ code, field: name, values: { field: field.name, kind: field.kind } }];
    }
    return spec.numbers ? problemsOfLogarithm(field.name, name, itemNumbers) : [];
  });
}

/** Numbers of items are read by their logarithms. @param field of the items; @param param that names it */
function problemsOfLogarithm(field: string, param: string, known: readonly ItemNumbers[]): OwnProblem[] {
  const numbers = known.find(({ name }) => name === field);
  if (!numbers) return [{ code: 'not-numeric', field: param, values: { field, kind: 'numeric' } }];
  if (!(numbers.least > 0)) return [{ code: 'not-positive', field: param, values: { field, least: numbers.least } }];
  return numbers.missing > 0
    ? [{ code: 'numbers-missing', field: param, values: { field, items: numbers.missing } }]
    : [];
}

/** The types that arrive at one input, in the order of the document's edges, or nothing where one of them has none. */
function readInput(
  graph: TowerGraph,
  node: GraphNode,
  name: string,
  spec: InputSpec,
  types: Validation['types'],
): { types: PortType[]; problems: OwnProblem[] } {
  const edges = edgesInto(graph, node.id).filter(({ to }) => to.input === name);
  if (edges.length === 0) return { types: [], problems: [{ code: 'missing-input', values: { input: name } }] };
  if (edges.length > 1 && !spec.many)
    return { types: [], problems: [{ code: 'too-many-edges', values: { input: name, edges: edges.length } }] };
  const found = edges.map(({ from }) => types.get(from.node)?.[from.output]);
  const problems = found.flatMap((type): OwnProblem[] =>
    type && !spec.kinds.includes(type.kind)
      ? [{ code: 'wrong-kind', values: { input: name, got: type.kind, needs: spec.kinds.join(', ') } }]
      : [],
  );
  const arrived = found.filter((type) => type !== undefined);
  return { types: problems.length === 0 && arrived.length === found.length ? arrived : [], problems };
}
