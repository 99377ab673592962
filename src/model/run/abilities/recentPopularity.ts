import { RecentPopularity, type PopularityRead } from '../../../data/recent-popularity';
import { Storage } from '../../../engine/storage';
import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D } from '../../../engine/tf';
import type { TowerGraph } from '../../document/graph';
import { withDefaults, type ParamSpecs, type ParamValues } from '../../document/params';
import { blockById } from '../../nodes/registry';
import { columnItems } from '../feed/row-sets';
import { ability, absent, type Feed, type Given, type Setting } from './ability';

declare module '../../blocks/block' {
  interface Context {
    /**
     * How much of late items were taken. Not differentiated.
     * - `at`: [R_u, G] a 1 at the snapshot that is known at the moment of each row; none where there is none yet.
     * - `logs`: [R_i x G, H] log(.1 + decayed count) of each row's item at each of G snapshots, by each half-life.
     *
     * While it trains G is at most the number of rows, since no more of the snapshots are read in a step: where every
     * objective reads inner products alone, none keeps vectors from step to step, which would be of others, and no
     * second node reads the vectors of a first.
     */
    recentPopularity(read: PopularityRead): { readonly at: Tensor2D; readonly logs: Tensor2D };
  }
  interface Asks<P extends ParamSpecs> {
    /** What is read by `ctx.recentPopularity`. */
    recentPopularity?(params: ParamValues<P>): PopularityRead;
  }
}

const readsOf = ({ nodes }: TowerGraph): ReadonlyMap<string, PopularityRead> =>
  new Map(
    nodes.flatMap((node) => {
      const block = blockById(node.block);
      const read = block.recentPopularity?.(withDefaults(block.params, node.params));
      return read ? [[keyOf(read), read] as const] : [];
    }),
  );

const keyOf = ({ halfLives, snapshots }: PopularityRead): string => `${halfLives.join('-')} at ${snapshots}`;

const readsProductsAlone = ({ nodes }: TowerGraph): boolean =>
  nodes.every(({ side, block }) => side !== 'objective' || blockById(block).readsProductsAlone === true) &&
  nodes.filter(({ block }) => blockById(block).recentPopularity).length === 1;

/** Of one reading, what the rows of a batch or a chunk hold. */
class Rows {
  private readonly at: { rows: Float32Array<ArrayBuffer>; storage: Storage };
  private readonly logs: { rows: Float32Array<ArrayBuffer>; storage: Storage };
  /** Where a step has room for fewer snapshots than there are. */
  private readonly places: number | null;

  constructor(
    private readonly popularity: RecentPopularity,
    key: string,
    { halfLives, snapshots }: PopularityRead,
    { rows: { user, item }, training, compiled }: Pick<Setting, 'rows' | 'training' | 'compiled'>,
  ) {
    // A row of a step is at one snapshot.
    const isCompact = training !== null && readsProductsAlone(compiled.graph) && compiled.memories.length === 0;
    const places = isCompact ? Math.min(snapshots, user) : snapshots;
    this.places = places < snapshots ? places : null;
    const of = (what: string, shape: [number, number]) => ({
      rows: new Float32Array(shape[0] * shape[1]),
      storage: Storage.create(`${what} of recent popularity ${key}`, shape, 'float32'),
    });
    this.at = of('snapshots', [user, places]);
    this.logs = of('logs', [item * places, halfLives.length]);
  }

  prepare({ user, item }: Given): void {
    const { popularity, at, logs, places } = this;
    const moments = user && (user.moments ?? absent('rows of users have no moments'));
    if (moments && item && places !== null) popularity.compact(moments, item.rows, places, at.rows, logs.rows);
    else {
      if (moments) popularity.onesAt(moments, at.rows);
      if (item) popularity.logs(item.rows, logs.rows);
    }
  }

  submit({ user, item }: Given): void {
    if (user) this.at.storage.write(this.at.rows);
    if (item) this.logs.storage.write(this.logs.rows);
  }

  get tensors() {
    const { at, logs } = this;
    return { at: at.storage.tensor as Tensor2D, logs: logs.storage.tensor as Tensor2D };
  }

  dispose(): void {
    for (const { storage } of [this.at, this.logs]) storage.dispose();
  }
}

class Popularities implements Feed {
  private readonly all: ReadonlyMap<string, Rows>;

  constructor(reads: ReadonlyMap<string, PopularityRead>, setting: Setting) {
    this.all = new Map(
      [...reads].map(([key, read]) => [key, new Rows(RecentPopularity.of(setting.dataset, read), key, read, setting)]),
    );
  }

  prepare(given: Given): void {
    for (const rows of this.all.values()) rows.prepare(given);
  }

  submit(given: Given): void {
    for (const rows of this.all.values()) rows.submit(given);
  }

  of(read: PopularityRead) {
    return (this.all.get(keyOf(read)) ?? absent(`no recent popularity ${keyOf(read)}`)).tensors;
  }

  dispose(): void {
    for (const rows of this.all.values()) rows.dispose();
  }
}

/** [rows, G] of numbers [rows, 1], a 1 at the whole number below each, where that is not G. */
const onesAt = (places: Tensor, snapshots: number): Tensor2D =>
  tf.cast(tf.equal(tf.floor(places), tf.range(0, snapshots)), 'float32') as Tensor2D;

export default ability('recentPopularity', {
  feed(setting) {
    const reads = readsOf(setting.compiled.graph);
    return reads.size === 0 ? null : new Popularities(reads, setting);
  },
  give:
    ({ node }, feed) =>
    (read) =>
      (feed ?? absent(`"${node.id}" reads recent popularity and does not say so in \`recentPopularity\``)).of(read),
  alone:
    ({ rows, uniform }) =>
    (read) => {
      const { halfLives, snapshots } = read;
      const key = keyOf(read);
      return {
        // As often in each snapshot as in none.
        at: onesAt(tf.mul(uniform(`at ${key}`, [rows, 1]), snapshots + 1), snapshots),
        logs: uniform(`logs ${key}`, [rows * snapshots, halfLives.length]) as Tensor2D,
      };
    },
  twin: {
    read: (graph, dataset, batch) =>
      Object.fromEntries(
        [...readsOf(graph)].map(([key, read]) => {
          const popularity = RecentPopularity.of(dataset, read);
          const items = columnItems(batch);
          const { halfLives, snapshots } = read;
          return [
            key,
            {
              at: { values: popularity.onesAt(batch.moments), shape: [batch.size, snapshots] },
              logs: { values: popularity.logs(items), shape: [items.length * snapshots, halfLives.length] },
            },
          ];
        }),
      ),
  },
});
