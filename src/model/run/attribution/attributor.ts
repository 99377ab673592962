/**
 * What a score is made of: a part of it for everything that a tower looks up, or for each of the channels that come
 * together at its top.
 *
 * The score is scale x <u, v>. Of one side it is a function F of what the tower looks up, x, with the other side's
 * vector as it is. Shares, gates and lengths are held (`abilities/held.ts`). Where F is linear then, the part of x_i is
 * the product x_i dF/dx_i. Elsewhere it is that product with the gradient averaged on the way from nothing to x:
 * integrated gradients (Sundararajan et al., ICML 2017), x_i times the integral of dF/dx_i at a x over a from 0 to 1.
 * The rows of a pass are the points of that way. F(0), which no part has, is the base.
 */
import type { Dataset } from '../../../data/dataset';
import { pastUsers, type PastUsers } from '../../../data/past-users';
import { trainingPart } from '../../../data/training-part';
import { dropTape } from '../../../engine/differentiable';
import type { WeightStore } from '../../../engine/optimizers/weights';
import { flush, onGpu } from '../../../engine/run-kernel';
import * as tf from '../../../engine/tf';
import type { Tensor, Tensor2D } from '../../../engine/tf';
import type { GraphEdge } from '../../document/graph';
import { withDefaults } from '../../document/params';
import type { PortValue, PortValues } from '../../document/ports';
import { channelEdges, makerOf } from '../../nodes/channel-edges';
import { blockById } from '../../nodes/registry';
import { Abilities } from '../abilities/abilities';
import type { CompiledGraph, CompiledLookup, ForwardInputs } from '../compile';
import type { UserRows } from '../encode';
import type { Leaves } from '../feed/leaves';
import { ofUsers, type RowSet } from '../feed/row-sets';
import { SideInputs } from '../feed/side-inputs';
import { gaussLegendre } from './quadrature';

/** Points of the way to what is looked up, beside its two ends. */
const POINTS = 126;
/** Rows of a pass: nothing, the points, the whole. */
export const EXPLAINED_ROWS = POINTS + 2;
const { points, weights: quadrature } = gaussLegendre(POINTS);
const SCALES = [0, ...points, 1];
/** Of all parts together: products that differ less along the way are those of a linear score. */
const ROUNDING = 1e-5;

/** A field of what a node looks up; `slot`: of a history, the place of the event, the newest last. */
export interface Looked {
  lookup: CompiledLookup;
  field: string;
  slot: number | null;
}

export interface Attribution<Of> {
  parts: { of: Of; value: number }[];
  /** How popular the item was of late, as far as the score has it with nothing of the parts; null where none asks. */
  popularity: number | null;
  /** The score with nothing of them, beside that: what the towers' own constants give. */
  base: number;
  /** What is left of the score: an integral over points misses a little, and the way of a held share is not walked. */
  rest: number;
  /** Whether the parts are products, with nothing averaged. */
  linear: boolean;
}

export interface Attributions {
  score: number;
  /** The one whose score it is, 0 where a user has one vector. */
  interest: number;
  /** By node: see `nodes/channel-edges.ts`. */
  channels: Attribution<string>;
  user: Attribution<Looked>;
  item: Attribution<Looked>;
}

/** What one pass gives, on the device: F by row, and x dF/dx of each x by row. */
interface Measured<Of> {
  scores: Tensor;
  popularity: Tensor | null;
  products: { of: readonly Of[]; values: Tensor }[];
}

/** `pick`: of a user's interests, [K, 1]; null where there is one vector. */
interface AllMeasured {
  pick: Tensor2D | null;
  channels: Measured<string>;
  user: Measured<Looked>;
  item: Measured<Looked>;
}

/** `user`, `item`: their vectors [1, D], scaled as the match scales. */
interface Meeting {
  pick: Tensor2D | null;
  users(pairing: PortValues['pairing']): Tensor2D;
  user: Tensor;
  item: Tensor;
}

/** Of a side: what is scaled in a pass, by name, and how the pass is made to read something else in its place. */
interface Cut<Of> {
  values: readonly { of: readonly Of[]; value: Tensor }[];
  replaced(values: readonly Tensor[]): Partial<Pick<ForwardInputs, 'along'>> & { leaves?: Leaves };
}

export class Attributor {
  private readonly compiled: CompiledGraph;
  private readonly sides: Record<'user' | 'item', SideInputs>;
  private readonly abilities: Abilities;
  private readonly usersOfItems: PastUsers | null;

  /** @throws LimitError when a buffer would not fit the adapter */
  constructor(
    compiled: CompiledGraph,
    dataset: Dataset,
    private readonly weights: WeightStore,
  ) {
    const unpooled = compiled.unpooled();
    const rows = { user: EXPLAINED_ROWS, item: EXPLAINED_ROWS };
    this.compiled = unpooled;
    this.sides = {
      user: new SideInputs(unpooled, dataset, weights, 'user', rows.user),
      item: new SideInputs(unpooled, dataset, weights, 'item', rows.item),
    };
    this.abilities = new Abilities({ compiled: unpooled, dataset, rows, training: null });
    this.usersOfItems = compiled.pastUsersLength === 0 ? null : pastUsers(dataset, trainingPart(dataset));
  }

  /**
   * With the weights as they are at the call: all of the device's work is asked for before anything is waited for.
   * @param user one user's row, `EXPLAINED_ROWS` times
   * @param interest whose score is explained; null = the best active one
   */
  explain(user: UserRows, item: number, interest: number | null): Promise<Attributions> {
    return this.asking(user, item, () => readAll(this.measureAll(interest)));
  }

  /** The same by channel alone, of the best active interest. */
  byChannel(user: UserRows, item: number): Promise<Attribution<string>> {
    return this.asking(user, item, () => read(this.measureChannels(this.meeting(null))));
  }

  /** Writes the rows, and frees what the answer made on the way as soon as all is asked for. */
  private asking<T>(user: UserRows, item: number, answer: () => Promise<T>): Promise<T> {
    const items = new Uint32Array(EXPLAINED_ROWS).fill(item);
    this.write({
      user: ofUsers(user),
      item: {
        rows: items,
        events: null,
        history: this.usersOfItems?.ofItems(items, this.compiled.pastUsersLength) ?? null,
        windows: [],
      },
    });
    const scope = tf.engine();
    scope.startScope('explain');
    try {
      return answer();
    } finally {
      scope.endScope();
    }
  }

  /** Both sides as they are, and of a user's interests the one that is asked for. */
  private meeting(interest: number | null): Meeting {
    const towers = { user: this.pairing('user'), item: this.pairing('item') };
    const own = lastRow(towers.item.item);
    const pick = pickOf(towers.user, own, interest);
    const users = (pairing: PortValues['pairing']): Tensor2D => vectorsOf(pairing, pick);
    const { scale } = towers.user;
    return {
      pick,
      users,
      user: tf.mul(lastRow(users(towers.user)), scale),
      item: tf.mul(own, scale),
    };
  }

  private measureChannels({ users, item }: Meeting): Measured<string> {
    return this.measure('user', users, item, this.channels());
  }

  private measureAll(interest: number | null): AllMeasured {
    const meeting = this.meeting(interest);
    const { pick, users, user, item } = meeting;
    return {
      pick: pick && tf.keep(pick),
      channels: this.measureChannels(meeting),
      user: this.measure('user', users, item, this.looked('user')),
      item: this.measure('item', (pairing) => pairing.item, user, this.looked('item')),
    };
  }

  /** The last so many numbers of what is matched say how popular items were of late; 0 where none does. */
  private get snapshots(): number {
    const { block, params } = this.compiled.matchNode;
    const { recentPopularity, params: specs } = blockById(block);
    return recentPopularity?.(withDefaults(specs, params)).snapshots ?? 0;
  }

  private write(given: Record<'user' | 'item', RowSet>): void {
    // Writes must not overtake the commands of a pass before.
    if (onGpu()) flush();
    for (const side of ['user', 'item'] as const) this.sides[side].prepare(given[side]);
    this.abilities.prepare(given);
    for (const side of ['user', 'item'] as const) this.sides[side].submit();
    this.abilities.submit(given);
  }

  /** Everything that a side looks up. */
  private looked(side: 'user' | 'item'): Cut<Looked> {
    const inputs = this.sides[side];
    const { tensors } = inputs.leaves();
    const fields = inputs.leafFields();
    return {
      values: fields.map(({ key, request, fields: names }) => ({
        value: tensors.get(key)!,
        of: Array.from({ length: request.at === 'row' ? 1 : request.length }, (_, slot) =>
          names.map((field): Looked => ({
            lookup: request,
            field,
            slot: request.at === 'history' ? slot : null,
          })),
        ).flat(),
      })),
      replaced(values) {
        const leaves = inputs.leaves();
        fields.forEach(({ key }, at) => leaves.tensors.set(key, values[at]!));
        return { leaves };
      },
    };
  }

  /** What comes along the edges at which the channels of the user's tower meet. */
  private channels(): Cut<string> {
    const edges = channelEdges(this.compiled.graph);
    // The edge itself: a drawing may have two that are alike.
    const placeOf = (edge: GraphEdge): number => edges.indexOf(edge);
    const seen: Tensor[] = [];
    this.pairing('user', {
      along(edge, value) {
        if (placeOf(edge) >= 0) seen[placeOf(edge)] = valuesOf(value);
        return value;
      },
    });
    return {
      values: edges.map((edge, at) => ({ value: seen[at]!, of: [makerOf(this.compiled.graph, edge)] })),
      replaced: (values) => ({
        along: (edge, value) => {
          const at = placeOf(edge);
          return at < 0 ? value : withValues(value, values[at]!);
        },
      }),
    };
  }

  /** @param against [1, D] the other side's vector, scaled */
  private measure<Of>(
    side: 'user' | 'item',
    vectors: (pairing: PortValues['pairing']) => Tensor2D,
    against: Tensor,
    { values, replaced }: Cut<Of>,
  ): Measured<Of> {
    const scaled = values.map(({ value }) =>
      tf.mul(value, tf.tensor(SCALES, [EXPLAINED_ROWS, ...value.shape.slice(1).map(() => 1)])),
    );
    const [scores, popularity]: [Tensor[], Tensor[]] = [[], []];
    const { snapshots } = this;
    try {
      const { grads } = tf.engine().gradients(
        () => {
          const products = tf.mul(vectors(this.pairing(side, replaced(scaled))), against) as Tensor2D;
          const rows = tf.sum(products, 1);
          scores.push(tf.keep(tf.clone(rows)));
          if (snapshots > 0)
            popularity.push(tf.keep(tf.sum(tf.slice(products, [0, products.shape[1] - snapshots], [1, snapshots]))));
          return tf.sum(rows) as tf.Scalar;
        },
        scaled,
        undefined,
        true,
      );
      const products = values.map(({ of, value }, at) => {
        const gradient = grads[at];
        const product = gradient ? tf.mul(gradient, value) : tf.zerosLike(value);
        return { of, values: tf.keep(tf.sum(tf.reshape(product, [EXPLAINED_ROWS, of.length, -1]), 2)) };
      });
      return { scores: scores[0]!, popularity: popularity[0] ?? null, products };
    } catch (error) {
      dropTape();
      tf.dispose([...scores, ...popularity]);
      throw error;
    }
  }

  private pairing(
    side: 'user' | 'item',
    { leaves = this.sides[side].leaves(), ...changes }: ReturnType<Cut<unknown>['replaced']> = {},
  ): PortValues['pairing'] {
    const { compiled, abilities, weights } = this;
    const { outputs } = compiled.forward({
      sides: [side],
      weight: (path) => weights.tensor(path),
      context: abilities.contexts({
        training: false,
        explained: EXPLAINED_ROWS,
        sides: { [side]: { inputs: this.sides[side], leaves } },
        probe: null,
      }),
      terms: null,
      ...changes,
    });
    return outputs.get(compiled.matchNode.id)!['pairing'] as PortValues['pairing'];
  }

  dispose(): void {
    this.sides.user.dispose();
    this.sides.item.dispose();
    this.abilities.dispose();
  }
}

const lastRow = (x: Tensor2D): Tensor2D => tf.slice(x, [EXPLAINED_ROWS - 1, 0], [1, -1]);
const valuesOf = (value: PortValue): Tensor => (value as { values: Tensor }).values;
const withValues = (value: PortValue, values: Tensor): PortValue =>
  Object.create(value, { values: { value: values }, pool: { value: undefined } }) as PortValue;

/** [K, 1] of the interest asked for, or of the best active one: 1, or shares where several are; null of one vector. */
function pickOf({ interests, active }: PortValues['pairing'], item: Tensor2D, asked: number | null): Tensor2D | null {
  if (!interests || !active) return null;
  const [, count, width] = interests.shape;
  if (asked !== null)
    return tf.tensor2d(
      Array.from({ length: count }, (_, k) => (k === asked ? 1 : 0)),
      [count, 1],
    );
  const own = tf.reshape(tf.slice(interests, [EXPLAINED_ROWS - 1, 0, 0], [1, -1, -1]), [count, width]) as Tensor2D;
  const there = tf.reshape(lastRow(active), [count, 1]);
  // Far below every score.
  const scores = tf.sub(tf.matMul(own, item, false, true), tf.mul(tf.sub(1, there), 1e30));
  const best = tf.cast(tf.equal(scores, tf.max(scores)), 'float32');
  return tf.div(best, tf.sum(best)) as Tensor2D;
}

/** [R, D] of the interest that was picked, or the only vector. */
function vectorsOf(pairing: PortValues['pairing'], pick: Tensor2D | null): Tensor2D {
  const { interests } = pairing;
  // Not taken from a match of interests: there it is made for the rows' own items.
  if (!pick || !interests) return pairing.user;
  return tf.sum(tf.mul(interests, tf.reshape(pick, [1, pick.shape[0], 1])), 1) as Tensor2D;
}

async function readAll({ pick, channels, user, item }: AllMeasured): Promise<Attributions> {
  const [picked, byChannel, byUser, byItem] = await Promise.all([
    pick?.data().finally(() => pick.dispose()) ?? Float32Array.of(1),
    read(channels),
    read(user),
    read(item),
  ]);
  return {
    score: scoreOf(byUser),
    interest: picked.findIndex((share) => share > 0),
    channels: byChannel,
    user: byUser,
    item: byItem,
  };
}

/** The score that is explained. */
export const scoreOf = ({ parts, popularity, base, rest }: Attribution<unknown>): number =>
  parts.reduce((sum, { value }) => sum + value, base + rest + (popularity ?? 0));

/** Adds up in double precision. */
async function read<Of>({ scores, popularity, products }: Measured<Of>): Promise<Attribution<Of>> {
  const [along, late, ...rows] = await Promise.all(
    [scores, popularity, ...products.map(({ values }) => values)].map((x) => x?.data().finally(() => x.dispose())),
  );
  const last = EXPLAINED_ROWS - 1;
  const parts: Attribution<Of>['parts'] = [];
  let [size, drift] = [0, 0];
  const whole: number[] = [];
  products.forEach(({ of }, p) => {
    const values = rows[p]!;
    of.forEach((one, at) => {
      const end = values[last * of.length + at]!;
      let value = 0;
      for (let point = 0; point < POINTS; point++) {
        const product = values[(point + 1) * of.length + at]!;
        value += quadrature[point]! * product;
        drift = Math.max(drift, Math.abs(product - end));
      }
      size += Math.abs(end);
      whole.push(end);
      parts.push({ of: one, value });
    });
  });
  const linear = drift <= ROUNDING * size;
  if (linear) parts.forEach((part, at) => (part.value = whole[at]!));
  const nothing = along![0]!;
  return {
    parts,
    popularity: late?.[0] ?? null,
    base: nothing - (late?.[0] ?? 0),
    rest: parts.reduce((left, { value }) => left - value, along![last]! - nothing),
    linear,
  };
}
