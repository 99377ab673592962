/** WGSL of the merge: a user's candidates into the list of the best. */
import { bind, CONSTANTS, main, stateAt, stepAt } from './sources';

/** Lanes that merge the candidates of a user, and candidates they merge at once. */
export const MERGED = 32;

/**
 * Merges a user's candidates into the list of the k best, where they are `due` or more, a batch at a time: in a batch,
 * the place of a candidate is the number of those before it; between batch and list, both in order, it is found by
 * halving. The order is score descending, then index ascending; no two items are equal in it, so it does not matter in
 * which order they were found. A workgroup for each user.
 * @param slots at least k
 */
export const mergeSource = (slots: number): string => `
${bind('step: array<u32>', '*state: array<u32>', 'candidates: array<vec2<u32>>', '*top: array<u32>')}
${CONSTANTS}
struct Entry { score: f32, item: u32 }
var<workgroup> list: array<Entry, ${slots}>;
var<workgroup> batch: array<Entry, ${MERGED}>;
var<workgroup> ordered: array<Entry, ${MERGED}>;
var<workgroup> found: u32;

fn before(a: Entry, b: Entry) -> bool { return a.score > b.score || (a.score == b.score && a.item < b.item); }

fn put(user: u32, place: u32, entry: Entry) {
  let k = ${stepAt('k')};
  if (place >= k) { return; }
  top[(user * k + place) * 2u] = entry.item;
  top[(user * k + place) * 2u + 1u] = bitcast<u32>(entry.score);
}

${main(MERGED)} {
  let user = group.x;
  let k = ${stepAt('k')};
  if (lane == 0u) { found = ${stateAt('user', 'found')}; }
  let count = workgroupUniformLoad(&found);
  if (count < ${stepAt('due')}) { return; }
  for (var done = 0u; done < count; done += ${MERGED}u) {
    let size = min(count - done, ${MERGED}u);
    for (var kept = lane; kept < k; kept += ${MERGED}u) {
      let at = (user * k + kept) * 2u;
      list[kept] = Entry(bitcast<f32>(top[at + 1u]), top[at]);
    }
    var own = Entry(LEFT_OUT, NOTHING);
    if (lane < size) {
      let candidate = candidates[user * ${stepAt('capacity')} + done + lane];
      own = Entry(bitcast<f32>(candidate.y), candidate.x);
    }
    batch[lane] = own;
    workgroupBarrier();
    var place = 0u;
    for (var other = 0u; other < size; other++) { place += select(0u, 1u, before(batch[other], own)); }
    var low = 0u;
    var high = k;
    while (low < high) {
      let middle = (low + high) / 2u;
      if (before(own, list[middle])) { high = middle; } else { low = middle + 1u; }
    }
    if (lane < size) {
      ordered[place] = own;
      put(user, place + low, own);
    }
    workgroupBarrier();
    for (var kept = lane; kept < k; kept += ${MERGED}u) {
      var first = 0u;
      var last = size;
      while (first < last) {
        let middle = (first + last) / 2u;
        if (before(ordered[middle], list[kept])) { first = middle + 1u; } else { last = middle; }
      }
      put(user, kept + first, list[kept]);
    }
    storageBarrier();
    workgroupBarrier();
  }
  if (lane == 0u) {
    ${stateAt('user', 'found')} = 0u;
    ${stateAt('user', 'bar')} = top[(user * k + k - 1u) * 2u + 1u];
  }
}`;
