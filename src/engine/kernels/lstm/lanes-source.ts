/**
 * The form for a CPU adapter that says how many lanes run together: a lane is a row, and meets no other at a barrier. All lanes need the same numbers of
 * U: each loads some of them and hands them to the others, since there loads are what time goes into (see mat-mul/product.ts).
 */
import { each, ENABLE_LANES, handed, opaqueBy } from '../../wgsl';
import type { LstmShader, LstmSizes } from './lstm';
import { activations, bindings, BACKWARD, firstEvent, FORWARD, openGates, slopesOfGates } from './shared-source';

/** For `units` that are a multiple of `lanes`, and `lanes` of 4. */
export const lanesShader = (lanes: number) => ({
  forward: (sizes: LstmSizes): LstmShader => ({ source: forwardSource(sizes, lanes), groups: Math.ceil(sizes.rows / lanes) }),
  backward: (sizes: LstmSizes): LstmShader => ({ source: backwardSource(sizes, lanes), groups: Math.ceil(sizes.rows / lanes) }),
});

/** `at`: the step, `own`: its first four units of the row; `empty` fills a `place` of the steps before `first`. Lanes past the last row go along with it, and store nothing. */
const main = (sizes: LstmSizes, lanes: number, order: 'forward' | 'backward', empty: string, body: string): string => `
${firstEvent(sizes, lanes)}
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
  let real = group.x * ${lanes}u + lane < ${sizes.rows}u;
  let row = min(group.x * ${lanes}u + lane, ${sizes.rows - 1}u);
  let quads = opaque(${sizes.units / 4}u);
  let first = first_event(group.x * ${lanes}u, lane);
  for (var turn = first; turn < opaque(${sizes.steps}u); turn++) {
    let t = ${order === 'forward' ? 'turn' : `${sizes.steps - 1}u - (turn - first)`};
    let at = row * ${sizes.steps}u + t;
    let own = at * quads;
    let there = mask[at] > 0.0;
${body}
  }
  if (!real) { return; }
  for (var place = row * ${sizes.steps}u * quads; place < (row * ${sizes.steps}u + first) * quads; place++) {
${empty}
  }
}`;

/** Four gates of as many units as there are lanes at a time: one four of U for each lane. Sum by sum, as in mat-mul/product.ts. */
const forwardSource = (sizes: LstmSizes, lanes: number): string => {
  const across = lanes / 4;
  const sums = [0, 1, 2, 3].flatMap((gate) => Array.from({ length: across }, (_, q) => ({ name: `sum${gate}_${q}`, lane: gate * across + q, from: `${gate}u * quads + quad + ${q}u` })));
  return `${ENABLE_LANES}
${bindings(FORWARD, 'vec4<f32>')}
${opaqueBy('gates')}
${activations('vec4<f32>')}
${main(sizes, lanes, 'forward', `    states[place] = vec4<f32>();
    cells[place] = vec4<f32>();`, `
    for (var quad = 0u; quad < quads; quad += ${across}u) {
${sums.map(({ name, from }) => `      var ${name} = gates[4u * own + ${from}];`).join('\n')}
      if (t > first) {
        let of_lane = lane / ${across}u * quads + quad + lane % ${across}u;
        for (var k = 0u; k < quads; k++) {
          let h = states[own - quads + k];
${each(4, (i) => `          let w${i} = recurrent[(4u * k + ${i}u) * 4u * quads + of_lane];`)}
${sums.map(({ name, lane }) => each(4, (i) => `          ${name} += h[${i}] * ${handed(`w${i}`, lane)};`)).join('\n')}
        }
      }
${each(across, (q) => `      {
        let place = own + quad + ${q}u;
        var h = vec4<f32>();
        var c = vec4<f32>();
        if (t > first) {
          h = states[place - quads];
          c = cells[place - quads];
        }
        if (there) {
${openGates(`sum0_${q}`, `sum1_${q}`, `sum2_${q}`, `sum3_${q}`)}
          c = f * c + i * g;
          h = o * squash(c);
          if (real) {
${['i', 'f', 'g', 'o'].map((value, gate) => `            opened[4u * own + ${gate}u * quads + quad + ${q}u] = ${value};`).join('\n')}
          }
        }
        if (real) {
          states[place] = h;
          cells[place] = c;
        }
      }`)}
    }`)}`;
};

/** What a step hands to the one before lies, until that one is reached, where its own results will: the slope of the state in `before`, that of the cell in the slope of i. */
const backwardSource = (sizes: LstmSizes, lanes: number): string => {
  const { units } = sizes;
  // Units whose slopes are summed at a time.
  const tile = lanes * ([4, 2].find((n) => units % (n * lanes) === 0) ?? 1);
  const own = (u: number): string => `sum${Math.floor(u / 4)}[${u % 4}]`;
  return `${ENABLE_LANES}
${bindings(BACKWARD, 'vec4<f32>')}
${opaqueBy('opened')}
${activations('vec4<f32>')}
${main(sizes, lanes, 'backward', `    before[place] = vec4<f32>();
${each(4, (gate) => `    d_gates[4u * place + ${gate}u] = vec4<f32>();`)}`, `
    for (var quad = 0u; quad < quads; quad++) {
      let place = own + quad;
      let first_gate = 4u * own + quad;
      var dh = dy[place];
      var dc = vec4<f32>();
      if (turn > first) {
        dh += before[place];
        dc = d_gates[first_gate];
      }
      var found = vec4<f32>();
      var cell_before = vec4<f32>();
      if (t > first) {
        found = states[place - quads];
        cell_before = cells[place - quads];
      }
      var slopes = array<vec4<f32>, 4>();
      if (there) {
        let i = opened[first_gate];
        let f = opened[first_gate + quads];
        let g = opened[first_gate + 2u * quads];
        let o = opened[first_gate + 3u * quads];
        let cell = squash(cells[place]);
        dc += dh * o * (1.0 - cell * cell);
${slopesOfGates('vec4<f32>')}
        slopes = array<vec4<f32>, 4>(di, df, dg, do_);
        dc *= f;
      }
      if (real) {
        before[place] = found;
${each(4, (gate) => `        d_gates[first_gate + ${gate}u * quads] = slopes[${gate}];`)}
        if (t > first) {
          before[place - quads] = dh;
          d_gates[first_gate - 4u * quads] = dc;
        }
      }
    }
    if (t > first) {
      for (var unit = 0u; unit < 4u * quads; unit += ${tile}u) {
${each(tile / 4, (i) => `        var sum${i} = vec4<f32>();`)}
        for (var j = 0u; j < 4u * quads; j++) {
          let d = d_gates[4u * own + j];
${each(tile / lanes, (i) => `          let w${i} = recurrent[(unit + ${i * lanes}u + lane) * 4u * quads + j];`)}
${each(tile, (u) => `          ${own(u)} += dot(d, ${handed(`w${Math.floor(u / lanes)}`, u % lanes)});`)}
        }
        if (real && there) {
${each(tile / 4, (i) => `          before[own - quads + unit / 4u + ${i}u] = sum${i};`)}
        }
      }
    }`)}`;
};
