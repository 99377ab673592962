/**
 * Equal budget: the widths of a graph set so that it trains as many parameters as another one, tables included, at the
 * same final width. Tables and hidden layers become wider or narrower together, in the proportions they are drawn in:
 * what is compared is then the shape of the towers, not their size.
 */
import { blockById } from '../nodes/registry';
import type { GraphNode, TowerGraph } from '../document/graph';
import { setParam } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import type { Schema } from '../document/schema';
import type { Costs } from '../check/costs';
import { judge, type Judgement } from '../check/judge';
import { ProblemsError } from '../document/problem';

/** Trainable parameters, tables included, and the floats of an item vector: 0 of a ranker, which has no index. */
export interface Budget {
  parameters: number;
  finalWidth: number;
}

/** What a budget may change, and the tables on which the final width hangs beside it. */
export interface Widths {
  /** Of every table, by id. */
  tables: Readonly<Record<string, number>>;
  /** Of the hidden layers of every MLP that has any, from below, by node id. */
  hidden: Readonly<Record<string, readonly number[]>>;
}

export type Fit =
  | {
      ok: true;
      graph: TowerGraph;
      achieved: Budget;
      /** (achieved - wanted) / wanted parameters */ deviation: number;
      drawn: Widths;
      fitted: Widths;
    }
  | Refusal;

/** Why a budget cannot be kept, in English, and as a code with its numbers for who says it in another way. */
export interface Refusal {
  ok: false;
  reason: string;
  /**
   * `too-narrow`: with the least widths it still has `least`. `steps-over`: whole numbers come within `percent` of it
   * at best.
   */
  code: 'final-width' | 'nothing-to-change' | 'too-narrow' | 'steps-over';
  values: Readonly<Record<string, number>>;
}

/** What is to be equal, of the costs of a graph. */
export interface Goal {
  /** In the words of a refusal: 'parameters'. */
  unit: string;
  of(costs: Costs): number;
  wanted: number;
}

/** How far apart two budgets may be and still count as equal. */
export const TOLERANCE = 0.01;

/**
 * No table and no hidden layer is made narrower than this: it would tell nothing apart. What is drawn narrower is made
 * no narrower than drawn.
 */
export const LEAST_WIDTH = 4;
/** No table and no layer may be wider. */
const MOST_WIDTH = 4096;

/** @throws ProblemsError where the graph has problems */
export function spentBy(graph: TowerGraph, schema: Schema): Budget {
  const { costs } = judged(graph, schema);
  return { parameters: costs.parameters, finalWidth: costs.width.item ?? 0 };
}

function judged(graph: TowerGraph, schema: Schema): Judgement {
  const judgement = judge(graph, schema);
  if (judgement.problems.length > 0) throw new ProblemsError([...judgement.problems]);
  return judgement;
}

export const totalOf = (budgets: readonly Budget[]): Budget => ({
  parameters: budgets.reduce((sum, { parameters }) => sum + parameters, 0),
  finalWidth: budgets.reduce((sum, { finalWidth }) => sum + finalWidth, 0),
});

export const widthsOf = ({ tables, nodes }: TowerGraph): Widths => ({
  tables: Object.fromEntries(tables.map(({ id, width }) => [id, width])),
  hidden: Object.fromEntries(
    nodes
      .filter((node) => hiddenLayers(node) > 0)
      .map((node) => [node.id, layersOf(node).slice(0, hiddenLayers(node))]),
  ),
});

/**
 * A graph that keeps the budget stays as it is; one of another final width is refused, unless one of both is a ranker.
 * @param graph without problems for the schema
 */
export function fitBudget(target: Budget, graph: TowerGraph, schema: Schema): Fit {
  const { finalWidth } = spentBy(graph, schema);
  const areTowers = finalWidth > 0 && target.finalWidth > 0;
  if (areTowers && finalWidth !== target.finalWidth)
    return refusal(
      'final-width',
      { finalWidth, wanted: target.finalWidth },
      `its final width is ${finalWidth}, not ${target.finalWidth}; the last layers decide it`,
    );
  const goal = { unit: 'parameters', of: ({ parameters }: Costs) => parameters, wanted: target.parameters };
  return fitWidths(goal, graph, schema);
}

/**
 * A graph that reaches the goal stays as it is. Else tables that may be wider or narrower without another final width,
 * and all hidden layers of MLPs, those of interests too (all but those that lead to an output), are scaled by one
 * factor, to the widest that the goal pays for. What whole numbers leave over goes to the hidden layers; tables one
 * step wider or narrower are tried too, and the widths nearest to the drawn proportions are taken.
 * @param graph without problems for the schema
 */
export function fitWidths({ unit, of, wanted }: Goal, graph: TowerGraph, schema: Schema): Fit {
  const spent = (drawn: TowerGraph): number => of(judged(drawn, schema).costs);
  const offOf = (drawn: TowerGraph): number => spent(drawn) / wanted - 1;
  const done = (fitted: TowerGraph): Fit => ({
    ok: true,
    graph: fitted,
    achieved: spentBy(fitted, schema),
    deviation: offOf(fitted),
    drawn: widthsOf(graph),
    fitted: widthsOf(fitted),
  });
  if (Math.abs(offOf(graph)) <= TOLERANCE) return done(graph);

  const groups = adjustableTables(graph, schema, spentBy(graph, schema).finalWidth);
  const hidden = graph.nodes.filter((node) => hiddenLayers(node) > 0);
  if (groups.length === 0 && hidden.length === 0)
    return refusal('nothing-to-change', {}, 'the final width depends on every table, and no MLP has a hidden layer');
  // Many factors come to the same widths. A graph is judged once: the same one for all of them.
  const drawnAt = new Map<string, TowerGraph>();
  const at = (tables: number, layers: number): TowerGraph => {
    const drawn = scaled(graph, groups, tables, hidden, layers);
    const widths = JSON.stringify(widthsOf(drawn));
    const known = drawnAt.get(widths) ?? drawn;
    drawnAt.set(widths, known);
    return known;
  };
  const parts = [...(groups.length > 0 ? ['tables'] : []), ...(hidden.length > 0 ? ['hidden layers'] : [])].join(
    ' and ',
  );
  if (offOf(at(0, 0)) > TOLERANCE) {
    const least = spent(at(0, 0));
    return refusal(
      'too-narrow',
      { least, wanted, width: LEAST_WIDTH },
      `with ${parts} no wider than ${LEAST_WIDTH} it has ${least} ${unit}, more than ${wanted}; narrower ones are not drawn`,
    );
  }

  const both = largest((factor) => offOf(at(factor, factor)) <= 0);
  let best: { graph: TowerGraph; apart: number } | null = null;
  let nearest = Infinity;
  for (const tables of groups.length === 0 ? [1] : stepsAround(both, graph, groups)) {
    const below = hidden.length === 0 ? tables : largest((factor) => offOf(at(tables, factor)) <= 0);
    // The factor above is the first that pays for one unit more: both sides of the remainder count.
    for (const layers of hidden.length === 0 ? [tables] : [below, nextFactor(below, hidden)]) {
      const tried = at(tables, layers);
      const [off, apart] = [Math.abs(offOf(tried)), outOfProportion(graph, tried, groups.flat())];
      nearest = Math.min(nearest, off);
      if (off <= TOLERANCE && (best === null || apart < best.apart - 1e-9)) best = { graph: tried, apart };
    }
  }
  if (best) return done(best.graph);
  return refusal(
    'steps-over',
    { wanted, percent: 100 * nearest },
    `no whole widths of its ${parts} come within ${100 * TOLERANCE} % of ${wanted} ${unit}; the nearest is ${(100 * nearest).toFixed(1)} % off`,
  );
}

export const refusal = (code: Refusal['code'], values: Refusal['values'], reason: string): Refusal => ({
  ok: false,
  reason,
  code,
  values,
});

const paramsOf = (node: GraphNode) => withDefaults(blockById(node.block).params, node.params);
const layersOf = (node: GraphNode): readonly number[] => paramsOf(node)['widths'] as readonly number[];

/**
 * How many of a node's layers, from below, lead to no output. A network whose output is added to its input has a last
 * layer beside the listed ones.
 */
function hiddenLayers(node: GraphNode): number {
  if (node.block === 'mlp') return Math.max(0, layersOf(node).length - 1);
  return node.block === 'interest-mlp' ? layersOf(node).length - (paramsOf(node)['residual'] ? 0 : 1) : 0;
}

const scale = (width: number, factor: number): number =>
  Math.min(MOST_WIDTH, Math.max(Math.min(LEAST_WIDTH, width), Math.round(width * factor)));

function scaled(
  graph: TowerGraph,
  groups: readonly (readonly string[])[],
  tables: number,
  hidden: readonly GraphNode[],
  layers: number,
): TowerGraph {
  const ids = new Set(groups.flat());
  const wider = {
    ...graph,
    tables: graph.tables.map((table) => (ids.has(table.id) ? { ...table, width: scale(table.width, tables) } : table)),
  };
  return hidden.reduce(
    (drawn, node) =>
      setParam(
        drawn,
        node.id,
        'widths',
        layersOf(node).map((width, i) => (i < hiddenLayers(node) ? scale(width, layers) : width)),
      ),
    wider,
  );
}

/**
 * How much more hidden layers have changed than tables, or less: |log| of the quotient of their factors. What there is
 * nothing of has the factor 1.
 */
function outOfProportion(graph: TowerGraph, fitted: TowerGraph, adjustable: readonly string[]): number {
  const factor = (widths: (from: TowerGraph) => number[]): number => {
    const [before, after] = [graph, fitted].map((from) => widths(from).reduce((sum, width) => sum + width, 0));
    return before === 0 ? 1 : after! / before!;
  };
  const tables = factor((from) => from.tables.filter(({ id }) => adjustable.includes(id)).map(({ width }) => width));
  return Math.abs(Math.log(factor((from) => Object.values(widthsOf(from).hidden).flat()) / tables));
}

/**
 * Ids of tables that must be equally wide, group by group; only groups that leave the graph sound and its final width
 * as it is.
 */
function adjustableTables(graph: TowerGraph, schema: Schema, finalWidth: number): string[][] {
  let groups = graph.tables.map(({ id }) => [id]);
  for (const node of graph.nodes) {
    const { params } = blockById(node.block);
    const values = withDefaults(params, node.params);
    const read = Object.entries(params).flatMap(([name, { kind }]) =>
      kind === 'tables' ? (values[name] as readonly string[]) : [],
    );
    const together = groups.filter((group) => group.some((id) => read.includes(id)));
    groups = [
      ...groups.filter((group) => !together.includes(group)),
      ...(together.length > 0 ? [together.flat()] : []),
    ];
  }
  return groups.filter((group) => {
    const wider = {
      ...graph,
      tables: graph.tables.map((table) => (group.includes(table.id) ? { ...table, width: table.width + 1 } : table)),
    };
    const { problems, costs } = judge(wider, schema);
    return problems.length === 0 && (costs.width.item ?? 0) === finalWidth;
  });
}

/** The largest factor for which `holds`, which is true up to some factor; 1 / 1024 where none is. */
function largest(holds: (factor: number) => boolean): number {
  let [low, high] = [1 / 1024, 1];
  while (holds(high) && high < 1024) high *= 2;
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Factors of the tables to be tried, `factor` first: the narrowest table that may change one unit narrower and wider, a
 * few times.
 */
function stepsAround(factor: number, graph: TowerGraph, groups: readonly (readonly string[])[]): number[] {
  const unit = 1 / Math.min(...graph.tables.filter(({ id }) => groups.flat().includes(id)).map(({ width }) => width));
  return [0, -1, 1, -2, 2].map((steps) => factor + steps * unit).filter((tried) => tried > 0);
}

/** The smallest factor above `factor` at which some hidden layer has one unit more. */
const nextFactor = (factor: number, hidden: readonly GraphNode[]): number =>
  Math.min(
    ...hidden.flatMap((node) =>
      layersOf(node)
        .slice(0, hiddenLayers(node))
        .map((width) => (scale(width, factor) + 0.5) / width),
    ),
  ) *
  (1 + 1e-9);
