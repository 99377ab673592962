/** For tests: what a block of sessions brings into the tower, for users whose events are written by hand. */
import { FIRST_VALUE } from '../../../data/dataset';
import { encodeHistories } from '../../../data/history';
import { datasetOf, type Row } from '../../../data/testing';
import { disposeVectors } from '../../../engine/kernels/retrieval/retrieval';
import { WeightStore } from '../../../engine/optimizers/weights';
import { judge } from '../../check/judge';
import { CompiledGraph } from '../../run/compile';
import { Encoder } from '../../run/encode';
import type { GraphNode } from '../../document/graph';
import { schemaOf } from '../../document/schema';
import { addWeights } from '../../run/train-step';
import { settingsOf } from '../augment/testing';
import { graphOf } from '../../harness/tiny-log';

const MINUTE = 60_000;
const ITEMS = 'pqrstuvw';

/**
 * A user has the items p, q, r, … at these minutes and is asked for the last one. Which of them the tower is made of,
 * by a mean over what the block reads.
 */
export async function lettersRead(
  block: string,
  params: GraphNode['params'],
  minutes: readonly number[],
): Promise<string> {
  const rows = ['a', 'b'].flatMap((user) => minutes.map((minute, i): Row => [user, ITEMS[i]!, minute * MINUTE]));
  const bare = datasetOf(rows);
  const { items } = bare;
  const data = {
    ...bare,
    fields: [
      {
        name: 'item id',
        owner: 'item' as const,
        kind: 'id' as const,
        rows: items.length + FIRST_VALUE,
        vocabulary: items,
        length: 1,
        ids: Uint32Array.from(items, (_, i) => i + FIRST_VALUE),
        weights: null,
      },
    ],
  };
  const graph = graphOf(
    { items: ['item id', items.length] },
    {
      sequence: [block, 'user', { tables: ['items'], ...params }],
      pool: ['pool', 'user', { by: 'mean' }],
      item: ['fields', 'item', { tables: ['items'] }],
      'item-concat': ['concat', 'item'],
      match: ['match', 'match', { score: 'inner' }],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'sequence.sequence > pool.sequence',
      'pool.vector > match.user',
      'item.fields > item-concat.parts',
      'item-concat.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  );
  const compiled = new CompiledGraph(judge(graph, schemaOf(data)));
  const store = new WeightStore();
  addWeights(store, compiled, settingsOf(4, 'sgd', 1));
  // An item's embedding has a 1 at its own place.
  store.write(
    'table/items',
    Float32Array.from({ length: (items.length + FIRST_VALUE) * items.length }, (_, at) =>
      Number(Math.floor(at / items.length) - FIRST_VALUE === at % items.length),
    ),
  );
  const encoder = new Encoder(compiled, data, store, 4);
  const [target] = data.split.test;
  const windows = compiled.windows.map(({ window, length }) => encodeHistories(data, [target!], length, window));
  const encoded = encoder.encodeUsers({
    users: Uint32Array.of(target!.user),
    events: Uint32Array.of(minutes.length - 1),
    history: encodeHistories(data, [target!], compiled.historyLength),
    windows,
  });
  const vector = [...(await encoded.vectors.data())].slice(0, items.length);
  disposeVectors(encoded);
  encoder.dispose();
  store.dispose();
  return items.filter((_, i) => vector[i]! > 0).join(' ');
}
