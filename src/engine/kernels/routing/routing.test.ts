import { describe, expect, it } from 'vitest';
import { FORMS, numbers, onCpu, onDevice, relativeError, useForm } from '../../testing';
import * as tf from '../../tf';
import { squash } from '../squash/squash';
import { routingReference, startLogit, type RoutingRules } from './reference';
import { routing } from './routing';

onDevice();

interface Case {
  rows: number;
  events: number;
  width: number;
  capsules: number;
  rules: RoutingRules;
}
const RULES: RoutingRules = { rounds: 3, sharpness: 1, adaptive: true };

/** Rows with every number of events, none included, the newest in the last column. */
const maskOf = (rows: number, events: number): number[] =>
  Array.from({ length: rows * events }, (_, at) =>
    at % events >= events - ((Math.floor(at / events) * 5) % (events + 1)) ? 1 : 0,
  );
const hashOf = (rows: number): Int32Array =>
  Int32Array.from({ length: rows }, (_, row) => Math.imul(row + 1, 0x9e3779b1));

/** [W, D], its places by row; without one S is the identity. */
const identity = (width: number): number[] =>
  Array.from({ length: width * width }, (_, at) => (at % (width + 1) === 0 ? 1 : 0));

interface Given {
  events?: ArrayLike<number>;
  mask?: number[];
  hash?: Int32Array;
  map?: ArrayLike<number>;
  weights?: ArrayLike<number>;
}

async function run({ rows, events: length, width: own, capsules, rules }: Case, given: Given = {}) {
  const {
    events = numbers(rows * length * own, 5).map((x) => 2 * x),
    mask = maskOf(rows, length),
    hash = hashOf(rows),
    map = identity(own),
    weights,
  } = given;
  const tensors = tf.tidy(() => {
    const routes = routing(
      {
        events: tf.tensor3d(Float32Array.from(events), [rows, length, own]),
        mask: tf.tensor2d(mask, [rows, length]),
        hash: tf.tensor1d(hash, 'int32'),
        map: tf.tensor2d(Float32Array.from(map), [own, map.length / own]),
        weights: weights ? tf.tensor2d(Float32Array.from(weights), [rows, length]) : null,
      },
      capsules,
      rules,
    );
    return [routes.coupling, routes.active] as tf.Tensor[];
  });
  const [coupling, active] = await Promise.all(tensors.map(async (x) => Float32Array.from(await x.data())));
  tf.dispose(tensors);
  const plain = routingReference(
    { events, mask, hash, map, weights: weights ?? null },
    { rows, events: length, own, width: map.length / own, capsules },
    rules,
  );
  return { coupling: coupling!, active: active!, events, mask, hash, plain };
}

/** Unit vectors near one of two axes, by turns of a hash; returns also which. */
function clusters(rows: number, events: number, width: number): { vectors: Float32Array; cluster: number[] } {
  const noise = numbers(rows * events * width, 11);
  const cluster = Array.from(numbers(rows * events, 77), (x) => (x > 0 ? 1 : 0));
  const vectors = new Float32Array(rows * events * width);
  cluster.forEach((own, at) => {
    const vector = Array.from({ length: width }, (_, d) => (d === own ? 1 : 0) + 0.05 * noise[at * width + d]!);
    vectors.set(
      vector.map((x) => x / Math.hypot(...vector)),
      at * width,
    );
  });
  return { vectors, cluster };
}

const NO_GPU = 'a machine without a GPU';

describe.each([...FORMS, NO_GPU] as const)('routing in the form for %s', (form) => {
  const runHere: typeof run = (...given) => {
    if (form === NO_GPU) return onCpu(() => run(...given));
    useForm(form);
    return run(...given);
  };

  it.each<Case>([
    { rows: 11, events: 6, width: 8, capsules: 3, rules: RULES },
    { rows: 3, events: 50, width: 7, capsules: 4, rules: { ...RULES, rounds: 5, sharpness: 4 } },
    { rows: 70, events: 9, width: 16, capsules: 1, rules: RULES },
    { rows: 5, events: 1, width: 4, capsules: 16, rules: { ...RULES, adaptive: false } },
    { rows: 6, events: 80, width: 4, capsules: 2, rules: { ...RULES, rounds: 1 } },
  ])(
    'is that of plain loops: $rows rows, $events events of $width, $capsules capsules, $rules.rounds rounds',
    async (given) => {
      const { coupling, active, plain } = await runHere(given);
      expect(active).toEqual(plain.active);
      expect(relativeError(coupling, plain.coupling)).toBeLessThan(1e-4);
    },
  );

  it.each([8, 5])(
    'never maps an event, and routes as though each had been: from 8 numbers to %i, by weights of their own',
    async (width) => {
      const given: Case = { rows: 21, events: 10, width: 8, capsules: 3, rules: { ...RULES, rounds: 4, sharpness: 2 } };
      const weights = numbers(210, 8).map((x) => 1 + x / 2);
      const { coupling, plain } = await runHere(given, { map: numbers(8 * width, 6), weights });
      expect(relativeError(coupling, plain.coupling)).toBeLessThan(1e-4);
      // Neither S nor the weights are idle.
      expect(relativeError(coupling, (await runHere(given, { weights })).coupling)).toBeGreaterThan(0.01);
      expect(relativeError(coupling, (await runHere(given, { map: numbers(8 * width, 6) })).coupling)).toBeGreaterThan(
        0.01,
      );
    },
  );

  // Two events (1, .5) and (-.25, 1), two capsules, three rounds, the hash 7. Of the start: see the test of it. With w
  // the softmax of a row of logits and u = |z| / (1 + |z|^2) z of z_k = sum_t w_tk e_t:   round 1: w = .300328 .699672
  // / .603360 .396640, u = (.072219 .364032) (.299980 .372895)   round 2: w = .253898 .746102 / .614806 .385194, u =
  // (.048067 .355842) (.324901 .379122)   round 3: w = .203202 .796798 / .625624 .374376, u = (.022273 .346136)
  // (.351264 .386016)
  it('is, to 1e-6, what two events, two capsules and three rounds give by hand', async () => {
    // S turns by a right angle what the events say: S e = (1 .5), (-.25 1).
    const [events, mapped] = [
      [0.5, -1, 1, 0.25],
      [1, 0.5, -0.25, 1],
    ];
    const { coupling, active } = await runHere(
      { rows: 1, events: 2, width: 2, capsules: 2, rules: { ...RULES, adaptive: false } },
      { events, map: [0, 1, -1, 0], mask: [1, 1], hash: Int32Array.of(7) },
    );
    [0.20320189, 0.79679811, 0.62562417, 0.37437583].forEach((share, at) =>
      expect(Math.abs(coupling[at]! - share)).toBeLessThan(1e-6),
    );
    expect([...active]).toEqual([1, 1]);
    const capsules = tf.tidy(() =>
      squash(tf.matMul(tf.tensor3d(coupling, [1, 2, 2]), tf.tensor3d(mapped, [1, 2, 2]), true, false)),
    );
    const values = await capsules.data();
    capsules.dispose();
    [0.02227333, 0.34613596, 0.3512642, 0.38601614].forEach((value, at) =>
      expect(Math.abs(values[at]! - value)).toBeLessThan(1e-6),
    );
  });

  it('trap 1: the shares of every event add up to 1 over the capsules, those of padding to 0', async () => {
    const given: Case = { rows: 9, events: 8, width: 4, capsules: 4, rules: { ...RULES, sharpness: 3 } };
    const { coupling, mask } = await runHere(given);
    mask.forEach((there, at) =>
      expect(coupling.subarray(at * 4, (at + 1) * 4).reduce((a, b) => a + b, 0)).toBeCloseTo(there, 5),
    );
    // Normalised over the events instead, a capsule's shares would add up to 1.
    expect(coupling.filter((_, at) => at < 8 * 4 && at % 4 === 0).reduce((a, b) => a + b, 0)).not.toBeCloseTo(1, 2);
  });

  it('has max(1, min(K, floor(log2 n))) capsules for n events, and routes nothing to the others', async () => {
    const counts = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32];
    const mask = counts.flatMap((count) => Array.from({ length: 32 }, (_, t) => (t >= 32 - count ? 1 : 0)));
    const { coupling, active } = await runHere(
      { rows: counts.length, events: 32, width: 4, capsules: 4, rules: RULES },
      { mask },
    );
    const found = counts.map((_, row) => active.subarray(row * 4, row * 4 + 4).reduce((a, b) => a + b, 0));
    expect(found).toEqual([1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4]);
    coupling.forEach((share, at) => {
      if (active[Math.floor(at / (32 * 4)) * 4 + (at % 4)] === 0) expect(share).toBe(0);
    });
  });

  it('traps 8 and 26: is the same whenever it is asked, and whatever the other rows hold', async () => {
    const given: Case = { rows: 4, events: 8, width: 4, capsules: 3, rules: RULES };
    const once = await runHere(given);
    expect((await runHere(given)).coupling).toEqual(once.coupling);
    const last = 3 * 8; // the row with the most events
    const events = Float32Array.from(once.events);
    events.fill(9, last * 4);
    const hash = once.hash.slice();
    hash[3] = 12345;
    const beside = await runHere(given, { events, hash });
    expect(beside.coupling.subarray(0, last * 3)).toEqual(once.coupling.subarray(0, last * 3));
    expect(beside.coupling.subarray(last * 3)).not.toEqual(once.coupling.subarray(last * 3));
  });

  it('trap 8b: capsules that share S differ after a round, since their starts do', async () => {
    const { coupling, mask } = await runHere({
      rows: 12,
      events: 8,
      width: 4,
      capsules: 2,
      rules: { ...RULES, rounds: 1, adaptive: false },
    });
    for (let row = 0; row < 12; row++) {
      const gaps = Array.from({ length: 8 }, (_, t) => 8 * row + t)
        .filter((at) => mask[at])
        .map((at) => Math.abs(coupling[2 * at]! - coupling[2 * at + 1]!));
      if (gaps.length > 1) expect(Math.max(...gaps)).toBeGreaterThan(0.01);
    }
  });

  // A toss of a coin on the wrong axis: 46 to 54 %.
  it('trap 1: takes two clusters apart for at least 85 % of 500 users in three rounds', async () => {
    const given: Case = { rows: 500, events: 20, width: 8, capsules: 2, rules: RULES };
    const { vectors, cluster } = clusters(500, 20, 8);
    const { coupling } = await runHere(given, { events: vectors, mask: Array<number>(500 * 20).fill(1) });
    let apart = 0;
    for (let row = 0; row < 500; row++) {
      const main = [0, 1].map((k) => {
        const weight = [0, 0];
        for (let t = 0; t < 20; t++)
          weight[cluster[row * 20 + t]!]! +=
            coupling[(row * 20 + t) * 2 + k]! /
            cluster.slice(row * 20, row * 20 + 20).filter((c) => c === cluster[row * 20 + t]).length;
        return weight[0]! > weight[1]! ? 0 : 1;
      });
      if (main[0] !== main[1]) apart += 1;
    }
    expect(apart / 500).toBeGreaterThanOrEqual(0.85);
  });
});

describe('the start of routing', () => {
  it('has mean 0 and variance 1 over ages, capsules and users', () => {
    const drawn = Array.from({ length: 40_000 }, (_, i) =>
      startLogit(Math.floor(i / 400), Math.floor(i / 8) % 50, i % 8),
    );
    const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length).toBeCloseTo(1, 1);
  });

  it('of the hash 7 is -.602163 and .243572 for the event before the newest, .608929 and .189445 for the newest', () => {
    [
      [1, 0, -0.6021629],
      [1, 1, 0.2435715],
      [0, 0, 0.6089288],
      [0, 1, 0.1894445],
    ].forEach(([age, capsule, logit]) => expect(startLogit(7, age!, capsule!)).toBeCloseTo(logit!, 6));
  });
});
