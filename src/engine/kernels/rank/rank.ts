/** Exact ranks and top-k lists of a chunk of users over the whole catalogue. */
import type * as tf from '@tensorflow/tfjs';
import { hostArray, onGpu, runKernel } from '../../run-kernel';
import { Storage } from '../../storage';
import { LEFT_OUT, NOTHING, rankReference } from './reference';
import type { RankQuery, Ranking } from './reference';

/** Threads that share one user's row. */
const LANES = 64;

/**
 * @param scores [users, items]; overwritten: left-out items become LEFT_OUT
 */
export async function rank(scores: tf.Tensor2D, query: RankQuery): Promise<Ranking> {
  if (!onGpu()) return rankReference(hostArray(scores), query);
  const { users, items, k, targetItems } = query;
  const made: Storage[] = [];
  const upload = (name: string, values: Uint32Array): Storage => {
    const storage = Storage.create(name, [Math.max(1, values.length)], 'int32', values.length > 0 ? values : undefined);
    made.push(storage);
    return storage;
  };
  const output = (name: string, size: number): Storage => {
    const storage = Storage.create(name, [Math.max(1, size)], 'float32');
    made.push(storage);
    return storage;
  };
  const seenStart = upload('seen start', query.seenStart);
  const seenItems = upload('seen items', query.seenItems);
  const targetStart = upload('target start', query.targetStart);
  const targets = upload('targets', targetItems);
  const targetScores = output('target scores', targetItems.length);
  const ranks = output('ranks', targetItems.length);
  const top = output('top', users * k * 2);

  runKernel('target scores', targetScoreSource(items), [scores, targetStart.binding, targets.binding, targetScores.binding], [users, 1, 1]);
  runKernel('left-out items', maskSource(items), [scores, seenStart.binding, seenItems.binding], [users, 1, 1]);
  runKernel('ranks', rankSource(items), [scores, targetStart.binding, targets.binding, targetScores.binding, ranks.binding], [users, 1, 1]);
  runKernel('top k', topSource(items, k), [scores, top.binding], [users, 1, 1]);
  const rankValues = await ranks.read();
  const scoreValues = await targetScores.read();
  const packed = await top.read();
  for (const storage of made) storage.dispose();

  const bits = new Uint32Array(packed.buffer);
  const result: Ranking = { ranks: rankValues.slice(0, targetItems.length), scores: scoreValues.slice(0, targetItems.length), top: new Uint32Array(users * k), topScores: new Float32Array(users * k) };
  for (let place = 0; place < users * k; place++) {
    result.top[place] = bits[place * 2] ?? NOTHING;
    result.topScores[place] = packed[place * 2 + 1] ?? LEFT_OUT;
  }
  return result;
}

const LEFT = `const LEFT_OUT = ${LEFT_OUT.toExponential()}f;`;
const HEAD = `
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let user = group.x;`;

const targetScoreSource = (items: number): string => `
@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read> start: array<u32>;
@group(0) @binding(2) var<storage, read> targets: array<u32>;
@group(0) @binding(3) var<storage, read_write> own: array<f32>;
${HEAD}
  for (var t = start[user] + lane; t < start[user + 1u]; t += ${LANES}u) { own[t] = scores[user * ${items}u + targets[t]]; }
}`;

const maskSource = (items: number): string => `
@group(0) @binding(0) var<storage, read_write> scores: array<f32>;
@group(0) @binding(1) var<storage, read> start: array<u32>;
@group(0) @binding(2) var<storage, read> seen: array<u32>;
${LEFT}
${HEAD}
  for (var s = start[user] + lane; s < start[user + 1u]; s += ${LANES}u) { scores[user * ${items}u + seen[s]] = LEFT_OUT; }
}`;

/** Each lane counts its share of the catalogue, lane 0 adds the counts up: integers, so the order does not matter. */
const rankSource = (items: number): string => `
@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read> start: array<u32>;
@group(0) @binding(2) var<storage, read> targets: array<u32>;
@group(0) @binding(3) var<storage, read> own: array<f32>;
@group(0) @binding(4) var<storage, read_write> ranks: array<f32>;
var<workgroup> above: array<u32, ${LANES}>;
var<workgroup> equal: array<u32, ${LANES}>;
var<workgroup> first: u32;
var<workgroup> end: u32;
${HEAD}
  if (lane == 0u) { first = start[user]; end = start[user + 1u]; }
  let begin = workgroupUniformLoad(&first);
  let past = workgroupUniformLoad(&end);
  for (var t = begin; t < past; t++) {
    let target_item = targets[t];
    let score = own[t];
    var more = 0u;
    var same = 0u;
    for (var item = lane; item < ${items}u; item += ${LANES}u) {
      let other = scores[user * ${items}u + item];
      if (item != target_item) {
        if (other > score) { more++; } else if (other == score) { same++; }
      }
    }
    above[lane] = more;
    equal[lane] = same;
    workgroupBarrier();
    if (lane == 0u) {
      var a = 0u;
      var e = 0u;
      for (var i = 0u; i < ${LANES}u; i++) { a += above[i]; e += equal[i]; }
      ranks[t] = 1.0 + f32(a) + f32(e) / 2.0;
    }
    workgroupBarrier();
  }
}`;

/** k rounds of "the best item after the last one" in the order (score descending, index ascending). */
const topSource = (items: number, k: number): string => `
@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
${LEFT}
const NOTHING = ${NOTHING}u;
var<workgroup> best_score: array<f32, ${LANES}>;
var<workgroup> best_item: array<u32, ${LANES}>;
var<workgroup> last_score: f32;
var<workgroup> last_item: u32;
${HEAD}
  if (lane == 0u) { last_score = 3.4e38; last_item = NOTHING; }
  for (var place = 0u; place < ${k}u; place++) {
    let bound = workgroupUniformLoad(&last_score);
    let after = workgroupUniformLoad(&last_item);
    var score = LEFT_OUT;
    var found = NOTHING;
    for (var item = lane; item < ${items}u; item += ${LANES}u) {
      let s = scores[user * ${items}u + item];
      let remains = s < bound || (s == bound && after != NOTHING && item > after);
      if (remains && s > score) { score = s; found = item; }
    }
    best_score[lane] = score;
    best_item[lane] = found;
    workgroupBarrier();
    if (lane == 0u) {
      for (var i = 1u; i < ${LANES}u; i++) {
        let s = best_score[i];
        if (s > score || (s == score && best_item[i] < found)) { score = s; found = best_item[i]; }
      }
      let at = (user * ${k}u + place) * 2u;
      result[at] = found;
      result[at + 1u] = bitcast<u32>(score);
      last_score = score;
      last_item = found;
    }
    workgroupBarrier();
  }
}`;
