/**
 * A drawing brought to what another one costs, in parameters, bytes of the index or multiply-adds: what is compared is
 * then the shape of the towers, not their size. Widths alone change.
 */
import type { Costs } from '../check/costs';
import { judge } from '../check/judge';
import type { TowerGraph } from '../document/graph';
import { setParam } from '../document/graph-edits';
import { withDefaults } from '../document/params';
import type { Schema } from '../document/schema';
import { blockById } from '../nodes/registry';
import { fitWidths, LEAST_WIDTH, refusal, spentBy, widthsOf, type Fit } from './budget';

export const MEASURES = ['parameters', 'index', 'multiplyAdds'] as const;
/** `index`: floats of an item in it, of which its bytes are a multiple at any number of items; 0 of a ranker. */
export type Measure = (typeof MEASURES)[number];

/** What is compared of a graph; `multiplyAdds`: of one user and one item, and of what a ranker makes of the pair. */
export type Size = Readonly<Record<Measure, number>>;

/** @param costs of a graph without problems */
export const sizeOf = ({ parameters, width, flops }: Costs): Size => ({
  parameters,
  index: width.item ?? 0,
  multiplyAdds: (flops.user + flops.item + flops.pair) / 2,
});

/**
 * The graph with widths at which it costs as much as `wanted`, within TOLERANCE; a graph that does stays as it is. Of
 * parameters and multiply-adds the final width stays; of the index that alone changes, by what is as wide as it.
 * @param graph without problems for the schema
 */
export function equalBudget(measure: Measure, wanted: Size, graph: TowerGraph, schema: Schema): Fit {
  if (measure === 'index') return fitIndex(wanted.index, graph, schema);
  const unit = measure === 'parameters' ? 'parameters' : 'multiply-adds';
  return fitWidths({ unit, of: (costs) => sizeOf(costs)[measure], wanted: wanted[measure] }, graph, schema);
}

/** A width of the drawing, and the drawing with another one there. */
interface Lever {
  width: number;
  to(graph: TowerGraph, width: number): TowerGraph;
}

function fitIndex(wanted: number, graph: TowerGraph, schema: Schema): Fit {
  const { finalWidth } = spentBy(graph, schema);
  const more = wanted - finalWidth;
  const done = (fitted: TowerGraph): Fit => ({
    ok: true,
    graph: fitted,
    achieved: spentBy(fitted, schema),
    deviation: 0,
    drawn: widthsOf(graph),
    fitted: widthsOf(fitted),
  });
  if (more === 0) return done(graph);
  const bears = (changed: TowerGraph): boolean => {
    const { problems, costs } = judge(changed, schema);
    return problems.length === 0 && costs.width.item === wanted;
  };
  const layers = byWidth(layersOf(graph).filter((lever) => decides(lever, graph, schema, finalWidth)));
  const tables = byWidth(tablesOf(graph));
  let isTooNarrow = false;
  // The fewest first: layers alone, tables alone, and both where towers add up what they begin from.
  for (const levers of [
    ...layers,
    ...tables,
    ...layers.flatMap((some) => tables.map((other) => [...some, ...other])),
  ]) {
    if (levers.some(({ width }) => width + more < Math.min(LEAST_WIDTH, width))) {
      isTooNarrow = true;
      continue;
    }
    const changed = levers.reduce((drawn, { width, to }) => to(drawn, width + more), graph);
    if (bears(changed)) return done(changed);
  }
  return isTooNarrow
    ? refusal(
        'too-narrow',
        { least: finalWidth, wanted, width: LEAST_WIDTH },
        `an index ${wanted} wide needs layers or tables narrower than ${LEAST_WIDTH}`,
      )
    : refusal(
        'final-width',
        { finalWidth, wanted },
        `no layer or table alone decides its final width of ${finalWidth}`,
      );
}

/** Levers of one width together, the widest first. */
function byWidth(levers: readonly Lever[]): Lever[][] {
  const widths = [...new Set(levers.map(({ width }) => width))].toSorted((a, b) => b - a);
  return widths.map((width) => levers.filter((lever) => lever.width === width));
}

const tablesOf = ({ tables }: TowerGraph): Lever[] =>
  tables.map(({ id, width }) => ({
    width,
    to: (graph, next) => ({
      ...graph,
      tables: graph.tables.map((table) => (table.id === id ? { ...table, width: next } : table)),
    }),
  }));

/** The last layer of each network, and every parameter that is one whole number. */
const layersOf = ({ nodes }: TowerGraph): Lever[] =>
  nodes.flatMap(({ id, block, params }) => {
    const specs = blockById(block).params;
    const values = withDefaults(specs, params);
    return Object.entries(specs).flatMap(([name, { kind }]): Lever[] => {
      const value = values[name];
      if (kind === 'int') return [{ width: value as number, to: (graph, next) => setParam(graph, id, name, next) }];
      const widths = kind === 'widths' ? (value as readonly number[]) : [];
      const last = widths.at(-1);
      return last === undefined
        ? []
        : [{ width: last, to: (graph, next) => setParam(graph, id, name, [...widths.slice(0, -1), next]) }];
    });
  });

/** One wider, the drawing has another final width, or towers that no longer fit together: it is a width of theirs. */
function decides({ width, to }: Lever, graph: TowerGraph, schema: Schema, finalWidth: number): boolean {
  const { problems, costs } = judge(to(graph, width + 1), schema);
  return problems.length > 0 || costs.width.item !== finalWidth;
}
