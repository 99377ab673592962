/**
 * The form for a CPU adapter that says how many lanes run together: a lane holds a few rows, and meets no other at a
 * barrier. All lanes need the same numbers of U: each loads some of them and hands them to the others, since there
 * loads are what time goes into (see mat-mul/product.ts).
 */
import { each, ENABLE_LANES, handed, opaqueBy } from '../../wgsl';
import type { LstmShader, LstmSizes } from './lstm';
import { activations, bindings, BACKWARD, firstEvent, FORWARD, openGates, slopesOfGates } from './shared-source';

/** Rows of a lane: each number of U that it is handed serves all of them. */
const ROWS = 2;

/** For `units` that are a multiple of `lanes`, and `lanes` of 4. */
export const lanesShader = (lanes: number) => ({
  forward: (sizes: LstmSizes): LstmShader => ({
    source: forwardSource(sizes, lanes),
    groups: Math.ceil(sizes.rows / (ROWS * lanes)),
  }),
  backward: (sizes: LstmSizes): LstmShader => ({
    source: backwardSource(sizes, lanes),
    groups: Math.ceil(sizes.rows / (ROWS * lanes)),
  }),
});

/**
 * For each row r of a lane, `there`: whether this step of it counts, `own`: the step's first four units; `empty` fills
 * a `place` of the steps before `first`. Rows past the last go along with it, and store nothing.
 */
const main = (sizes: LstmSizes, lanes: number, order: 'forward' | 'backward', empty: string, body: string): string => `
${firstEvent(sizes, ROWS * lanes)}
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(subgroup_invocation_id) lane: u32) {
${each(
  ROWS,
  (r) => `  let row${r} = min(group.x * ${ROWS * lanes}u + ${r * lanes}u + lane, ${sizes.rows - 1}u);
  let real${r} = group.x * ${ROWS * lanes}u + ${r * lanes}u + lane < ${sizes.rows}u;`,
)}
  let quads = opaque(${sizes.units / 4}u);
  let first = first_event(group.x * ${ROWS * lanes}u, lane);
  for (var turn = first; turn < opaque(${sizes.steps}u); turn++) {
    let t = ${order === 'forward' ? 'turn' : `${sizes.steps - 1}u - (turn - first)`};
${each(
  ROWS,
  (r) => `    let there${r} = mask[row${r} * ${sizes.steps}u + t] > 0.0;
    let own${r} = (row${r} * ${sizes.steps}u + t) * quads;`,
)}
${body}
  }
${each(
  ROWS,
  (r) => `  if (real${r}) {
    for (var place = row${r} * ${sizes.steps}u * quads; place < (row${r} * ${sizes.steps}u + first) * quads; place++) {
${empty}
    }
  }`,
)}
}`;

/**
 * Four gates of as many units as there are lanes at a time: one four of U for each lane. Sum by sum, as in
 * mat-mul/product.ts.
 */
const forwardSource = (sizes: LstmSizes, lanes: number): string => {
  const across = lanes / 4;
  const gates = [0, 1, 2, 3].flatMap((gate) =>
    Array.from({ length: across }, (_, q) => ({
      name: `sum${gate}_${q}_`,
      lane: gate * across + q,
      from: `${gate}u * quads + quad + ${q}u`,
    })),
  );
  return `${ENABLE_LANES}
${bindings(FORWARD, 'vec4<f32>')}
${opaqueBy('gates')}
${activations('vec4<f32>')}
${main(
  sizes,
  lanes,
  'forward',
  `      states[place] = vec4<f32>();
      cells[place] = vec4<f32>();`,
  `
    for (var quad = 0u; quad < quads; quad += ${across}u) {
${each(ROWS, (r) => gates.map(({ name, from }) => `      var ${name}${r} = gates[4u * own${r} + ${from}];`).join('\n'))}
      if (t > first) {
        let of_lane = lane / ${across}u * quads + quad + lane % ${across}u;
        for (var k = 0u; k < quads; k++) {
${each(ROWS, (r) => `          let h${r} = states[own${r} - quads + k];`)}
${each(4, (i) => `          let w${i} = recurrent[(4u * k + ${i}u) * 4u * quads + of_lane];`)}
${gates.map(({ name, lane }) => each(ROWS, (r) => each(4, (i) => `          ${name}${r} += h${r}[${i}] * ${handed(`w${i}`, lane)};`))).join('\n')}
        }
      }
${each(ROWS, (r) =>
  each(
    across,
    (q) => `      {
        let place = own${r} + quad + ${q}u;
        var h = vec4<f32>();
        var c = vec4<f32>();
        if (t > first) {
          h = states[place - quads];
          c = cells[place - quads];
        }
        if (there${r}) {
${openGates(`sum0_${q}_${r}`, `sum1_${q}_${r}`, `sum2_${q}_${r}`, `sum3_${q}_${r}`)}
          c = f * c + i * g;
          h = o * squash(c);
          if (real${r}) {
${['i', 'f', 'g', 'o'].map((value, gate) => `            opened[4u * own${r} + ${gate}u * quads + quad + ${q}u] = ${value};`).join('\n')}
          }
        }
        if (real${r}) {
          states[place] = h;
          cells[place] = c;
        }
      }`,
  ),
)}
    }`,
)}`;
};

/**
 * What a step hands to the one before lies, until that one is reached, where its own results will: the slope of the
 * state in `before`, that of the cell in the slope of i.
 */
const backwardSource = (sizes: LstmSizes, lanes: number): string => {
  const { units } = sizes;
  // Units whose slopes are summed at a time.
  const tile = lanes * ([4, 2].find((n) => units % (n * lanes) === 0) ?? 1);
  const own = (u: number, r: number): string => `sum${Math.floor(u / 4)}_${r}[${u % 4}]`;
  return `${ENABLE_LANES}
${bindings(BACKWARD, 'vec4<f32>')}
${opaqueBy('opened')}
${activations('vec4<f32>')}
${main(
  sizes,
  lanes,
  'backward',
  `      before[place] = vec4<f32>();
${each(4, (gate) => `      d_gates[4u * place + ${gate}u] = vec4<f32>();`)}`,
  `
    for (var quad = 0u; quad < quads; quad++) {
${each(
  ROWS,
  (r) => `      {
      let place = own${r} + quad;
      let first_gate = 4u * own${r} + quad;
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
      if (there${r}) {
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
      if (real${r}) {
        before[place] = found;
${each(4, (gate) => `        d_gates[first_gate + ${gate}u * quads] = slopes[${gate}];`)}
        if (t > first) {
          before[place - quads] = dh;
          d_gates[first_gate - 4u * quads] = dc;
        }
      }
      }`,
)}
    }
    if (t > first) {
      for (var unit = 0u; unit < 4u * quads; unit += ${tile}u) {
${each(ROWS, (r) => each(tile / 4, (i) => `        var sum${i}_${r} = vec4<f32>();`))}
        for (var j = 0u; j < 4u * quads; j++) {
${each(ROWS, (r) => `          let d${r} = d_gates[4u * own${r} + j];`)}
${each(tile / lanes, (i) => `          let w${i} = recurrent[(unit + ${i * lanes}u + lane) * 4u * quads + j];`)}
${each(tile, (u) => each(ROWS, (r) => `          ${own(u, r)} += dot(d${r}, ${handed(`w${Math.floor(u / lanes)}`, u % lanes)});`))}
        }
${each(
  ROWS,
  (r) => `        if (real${r} && there${r}) {
${each(tile / 4, (i) => `          before[own${r} - quads + unit / 4u + ${i}u] = sum${i}_${r};`)}
        }`,
)}
      }
    }`,
)}`;
};
