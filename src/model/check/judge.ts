/**
 * The one judge of a drawing: what is wrong with it, what flows where, which live values it will have, and what it
 * weighs. The page asks while a graph is drawn, and whatever compiles one asks the same; each graph is judged once for
 * each schema.
 */
import type { TowerGraph } from '../document/graph';
import type { Schema } from '../document/schema';
import { costsOf, type Costs } from './costs';
import { probesOf, type Probe } from './probe';
import { validate, type Validation } from './validate';

export interface Judgement extends Readonly<Validation> {
  readonly graph: TowerGraph;
  readonly schema: Schema;
  /** Live values of all nodes without problems. */
  readonly probes: readonly Probe[];
  readonly costs: Costs;
}

/** Graphs and schemas are never changed in place. One that nobody holds any more takes its judgement along. */
const judged = new WeakMap<TowerGraph, WeakMap<Schema, Judgement>>();

export function judge(graph: TowerGraph, schema: Schema): Judgement {
  const bySchema = judged.get(graph) ?? new WeakMap<Schema, Judgement>();
  judged.set(graph, bySchema);
  const judgement = bySchema.get(schema) ?? new Judged(graph, schema);
  bySchema.set(schema, judgement);
  return judgement;
}

/** Live values and costs are worked out where somebody asks for them: most frames of a drag do not. */
class Judged implements Judgement {
  private readonly validation: Validation;
  private ownProbes: readonly Probe[] | null = null;
  private ownCosts: Costs | null = null;

  constructor(
    readonly graph: TowerGraph,
    readonly schema: Schema,
  ) {
    this.validation = validate(graph, schema);
  }

  get problems() {
    return this.validation.problems;
  }

  get types() {
    return this.validation.types;
  }

  get inputs() {
    return this.validation.inputs;
  }

  get probes(): readonly Probe[] {
    return (this.ownProbes ??= probesOf(this.graph, this.validation));
  }

  get costs(): Costs {
    return (this.ownCosts ??= costsOf(this.graph, this.schema, this.validation));
  }
}
