/** For tests: what a block that reads pairs without inputs gives, in a batch and where lists are served. */
import { createBatches, type Batch } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import { WeightStore } from '../../engine/optimizers/weights';
import type { Tensor } from '../../engine/tf';
import { judge } from '../check/judge';
import type { Json, TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import { schemaOf } from '../document/schema';
import { blockById } from '../nodes/registry';
import { Abilities } from '../run/abilities/abilities';
import { CandidateScorer } from '../run/candidate-scorer';
import { CompiledGraph } from '../run/compile';
import type { UserRows } from '../run/encode';
import { rowSets } from '../run/feed/row-sets';
import { forwardOf } from '../run/forwards';
import { addWeights } from '../run/train-step';
import { smallSettings } from './small-graph';
import { graphOf } from './tiny-log';

/** A ranker whose score is read of one block, `common`, alone. @param candidates of each row of a batch */
export const rankerOf = (block: string, params: Record<string, Json>, candidates = 2): TowerGraph => ({
  ...graphOf(
    {},
    {
      common: [block, 'match', params],
      score: ['logits', 'match'],
      loss: ['list-softmax', 'objective', { candidates }],
    },
    ['common.vector > score.vector', 'score.logits > loss.logits'],
  ),
  kind: 'ranker',
});

/** [B, candidates, numbers] by the event of each row that is not padding. @param items candidates of every row */
export async function numbersInBatch(
  graph: TowerGraph,
  dataset: Dataset,
  items: readonly number[],
): Promise<Map<number, number[][]>> {
  const compiled = new CompiledGraph(judge(graph, schemaOf(dataset)));
  const size = dataset.split.train.length + 1;
  const drawn = createBatches(dataset, { batch: size, seed: 1, ...compiled.reads }).at(0);
  const lists = Uint32Array.from({ length: size * items.length }, (_, pair) => items[pair % items.length]!);
  const batch: Batch = { ...drawn, candidates: { ...drawn.candidates!, items: lists } };
  const rows = { user: size, item: lists.length };
  const abilities = new Abilities({ compiled, dataset, rows, training: null });
  const given = { batch, ...rowSets(batch, compiled) };
  abilities.prepare(given);
  abilities.submit(given);
  const node = graph.nodes[0]!;
  const context = abilities.contexts({ training: true, sides: {}, probe: null })(node);
  const params = withDefaults(blockById(node.block).params, node.params);
  const { vector } = forwardOf(node.block)({}, {}, params, context) as unknown as { vector: { values: Tensor } };
  const flat = (await vector.values.array()) as number[][];
  abilities.dispose();
  return new Map(
    Array.from(batch.events.subarray(0, batch.real), (event, row) => [
      event,
      flat.slice(row * items.length, (row + 1) * items.length),
    ]),
  );
}

/** [users, items, numbers] as lists are scored, and as the whole catalogue is. */
export async function numbersServed(
  graph: TowerGraph,
  dataset: Dataset,
  rowsOf: (compiled: CompiledGraph) => UserRows,
): Promise<{ lists: number[][][]; catalogue: number[][][] }> {
  const compiled = new CompiledGraph(judge(graph, schemaOf(dataset)));
  const weights = new WeightStore();
  addWeights(weights, compiled, smallSettings({}));
  // Chunks that cut lists and the catalogue, and are not full.
  const scorer = new CandidateScorer(compiled, dataset, weights, { users: 8, each: 4 });
  const rows = rowsOf(compiled);
  const items = dataset.items.length;
  const [width] = weights.shape('match/score/kernel') as [number, number];
  const all = Uint32Array.from({ length: rows.users.length * items }, (_, at) => at % items);
  const found = {
    lists: Array.from(rows.users, () => Array.from({ length: items }, () => Array<number>(width).fill(NaN))),
    catalogue: Array.from(rows.users, () => Array.from({ length: items }, () => Array<number>(width).fill(NaN))),
  };
  for (let at = 0; at < width; at++) {
    weights.write(
      'match/score/kernel',
      Float32Array.from({ length: width }, (_, own) => (own === at ? 1 : 0)),
    );
    scorer.keepItems();
    const scores = { lists: await scorer.score(rows, all), catalogue: await scorer.scoreAll(rows) };
    for (const [way, of] of Object.entries(scores) as [keyof typeof found, Float32Array][])
      of.forEach((score, pair) => (found[way][Math.floor(pair / items)]![pair % items]![at] = score));
  }
  scorer.dispose();
  weights.dispose();
  return found;
}
