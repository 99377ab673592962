/**
 * From a study to the graphs and settings of a run: the world of the seed, the budget, and a mark by which records are
 * told apart.
 */
import { Sha256 } from '../../../data/fingerprint';
import { fitBudget, spentBy, totalOf, widthsOf, type Budget, type Widths } from '../../../model/edits/budget';
import type { Settings, TowerGraph } from '../../../model/document/graph';
import { schemaOf, type Schema } from '../../../model/document/schema';
import { Sources, type Loaded } from '../../loading/sources';
import type { Arm, Draw, Study } from '../studies';
import { loadShown } from './impressions';

/** What an arm trains. */
export interface ArmDocument {
  graphs: Readonly<Record<string, TowerGraph>>;
  settings: Settings;
  /** Of all graphs together. */
  budget: Budget;
  /** Differs where graphs, settings or data do. */
  mark: string;
}

export interface Prepared {
  seed: number;
  loaded: Loaded;
  arms: Readonly<Record<string, ArmDocument>>;
}

/** @throws Error where the study names an arm that is not there, or a budget cannot be kept */
export async function prepare(study: Study, seed: number): Promise<Prepared> {
  const { impressions, ...world } = study.world;
  const source = { ...world, kind: 'world', seed: world.seed === 'run' ? seed : world.seed } as const;
  const loaded = impressions
    ? await loadShown(world, impressions, source.seed)
    : await new Sources().load(source, new AbortController().signal, () => undefined);
  return { seed, loaded, arms: documentsOf(study, schemaOf(loaded.dataset), seed, loaded.dataset.fingerprint) };
}

/** The arms of a study for data of this schema. */
export function documentsOf(study: Study, schema: Schema, seed: number, data: string): Record<string, ArmDocument> {
  const target = study.budget === null ? null : budgetOfArm(study, study.budget, schema);
  return Object.fromEntries(
    Object.entries(study.arms).map(([name, arm]) => {
      const settings = { ...study.settings(schema), seed };
      const own = arm.settings?.(settings) ?? settings;
      const graphs = graphsOf(study, name, arm, schema, name === study.budget ? null : target);
      const budget = totalOf(Object.values(graphs).map((graph) => spentBy(graph, schema)));
      const mark = markOf([
        graphs,
        own,
        data,
        ...('keep' in arm ? [arm.keep] : []),
        ...(study.keeps ? [study.keeps] : []),
      ]);
      return [name, { graphs, settings: own, budget, mark }];
    }),
  );
}

/** Widths of the graphs of each arm, those of all worlds together. */
export function widthsOfArms(worlds: readonly Prepared[]): Record<string, Widths[]> {
  const names = [...new Set(worlds.flatMap(({ arms }) => Object.keys(arms)))];
  return Object.fromEntries(
    names.map((name) => [name, worlds.flatMap(({ arms }) => Object.values(arms[name]?.graphs ?? {}).map(widthsOf))]),
  );
}

/** Of what a run is made: another one where any of it differs. Tables were float32 before settings said so. */
export function markOf(document: unknown): string {
  const sha = new Sha256();
  sha.add(
    new TextEncoder().encode(
      JSON.stringify(document, (key, value: unknown) =>
        key === 'tablePrecision' && value === 'float32' ? undefined : isGraph(value) ? drawn(value) : value,
      ),
    ),
  );
  return sha.hex().slice(0, 16);
}

const isGraph = (value: unknown): value is TowerGraph =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === 'tower-lab/graph';

/** The version of its form, and what it was made from, change nothing of what is trained: marks are of version 1. */
const drawn = (graph: TowerGraph) => ({ ...graph, version: 1, madeFrom: undefined });

const drawsOf = (name: string, arm: Arm): Readonly<Record<string, Draw>> =>
  'draw' in arm ? { [name]: arm.draw } : 'funnel' in arm ? arm.funnel : arm.retrievals;

function budgetOfArm({ id, arms }: Study, name: string, schema: Schema): Budget {
  const arm = arms[name];
  if (!arm)
    throw new Error(`study "${id}": the budget is that of "${name}"; the arms are ${Object.keys(arms).join(', ')}`);
  return totalOf(Object.values(drawsOf(name, arm)).map((draw) => spentBy(draw(schema), schema)));
}

function graphsOf(
  { id }: Study,
  name: string,
  arm: Arm,
  schema: Schema,
  target: Budget | null,
): Record<string, TowerGraph> {
  const draws = Object.entries(drawsOf(name, arm));
  const parts = 'retrievals' in arm ? draws.length : 1;
  const share = target && { parameters: target.parameters / parts, finalWidth: target.finalWidth / parts };
  return Object.fromEntries(
    draws.map(([part, draw]) => {
      const graph = draw(schema);
      if (arm.budget === 'own' || !share) return [part, graph];
      const fit = fitBudget(share, graph, schema);
      if (!fit.ok)
        throw new Error(`study "${id}", arm "${name}": ${part} cannot be brought to the budget: ${fit.reason}`);
      return [part, fit.graph];
    }),
  );
}
