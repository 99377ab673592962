/**
 * The form for a GPU. A workgroup goes through the steps of a few rows; each of its threads holds one unit of all of
 * them, and what every unit must see of the others, states forward and slopes backward, lies in workgroup memory. Many
 * small workgroups: steps wait for each other, rows do not.
 */
import { each, opaqueBy } from '../../wgsl';
import type { LstmShader, LstmSizes } from './lstm';
import { activations, bindings, BACKWARD, firstEvent, FORWARD, openGates, slopesOfGates } from './shared-source';

/** Rows of a workgroup: each number of U that a thread reads serves all of them. */
const ROWS = 2;

export const tiledShader = {
  forward: (sizes: LstmSizes): LstmShader => ({ source: forwardSource(sizes), groups: Math.ceil(sizes.rows / ROWS) }),
  backward: (sizes: LstmSizes): LstmShader => ({ source: backwardSource(sizes), groups: Math.ceil(sizes.rows / ROWS) }),
};

const main = (sizes: LstmSizes, body: string, empty: string): string => `
${firstEvent(sizes, ROWS)}
@compute @workgroup_size(${Math.ceil(sizes.units / 32) * 32})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) unit: u32) {
  let units = opaque(${sizes.units}u);
  let first = group.x * ${ROWS}u;
  let first_step = first_event(first, unit);
${body}
  if (unit >= units) { return; }
${each(
  ROWS,
  (r) => `  for (var at = from${r}; at < from${r} + first_step; at++) {
    if (!real${r}) { break; }
    let own = at * units + unit;
${empty}
  }`,
)}
}`;
/** Row and place of each row's first step; rows past the end go through the last one, and store nothing. */
const places = ({ rows, steps }: LstmSizes): string =>
  each(
    ROWS,
    (r) => `  let real${r} = first + ${r}u < ${rows}u;
  let from${r} = min(first + ${r}u, ${rows - 1}u) * ${steps}u;`,
  );

const forwardSource = (sizes: LstmSizes): string => {
  const { steps, units } = sizes;
  return `${bindings(FORWARD, 'f32')}
${opaqueBy('gates')}
${activations('f32')}
var<workgroup> held: array<f32, ${2 * ROWS * units}>;
${main(
  sizes,
  `${places(sizes)}
${each(
  ROWS,
  (r) => `  var cell${r} = 0.0;
  if (unit < units) { held[${r * units}u + unit] = 0.0; }`,
)}
  workgroupBarrier();
  for (var t = first_step; t < opaque(${steps}u); t++) {
    // By turns: what this step writes, nobody reads before the next.
    let old = (t % 2u) * ${ROWS * units}u;
    let next = ${ROWS * units}u - old;
    if (unit < units) {
${each(
  ROWS,
  (r) => `      let at${r} = from${r} + t;
      let x${r} = at${r} * ${4 * units}u + unit;
      var logits${r} = vec4<f32>(gates[x${r}], gates[x${r} + ${units}u], gates[x${r} + ${2 * units}u], gates[x${r} + ${3 * units}u]);`,
)}
      for (var k = 0u; k < units; k++) {
        let w = k * ${4 * units}u + unit;
        let weights = vec4<f32>(recurrent[w], recurrent[w + ${units}u], recurrent[w + ${2 * units}u], recurrent[w + ${3 * units}u]);
${each(ROWS, (r) => `        logits${r} += held[old + ${r * units}u + k] * weights;`)}
      }
${each(
  ROWS,
  (r) => `      var h${r} = held[old + ${r * units}u + unit];
      if (mask[at${r}] > 0.0) {
${openGates(`logits${r}.x`, `logits${r}.y`, `logits${r}.z`, `logits${r}.w`)}
        cell${r} = f * cell${r} + i * g;
        h${r} = o * squash(cell${r});
        if (real${r}) {
          opened[x${r}] = i;
          opened[x${r} + ${units}u] = f;
          opened[x${r} + ${2 * units}u] = g;
          opened[x${r} + ${3 * units}u] = o;
        }
      }
      held[next + ${r * units}u + unit] = h${r};
      if (real${r}) {
        states[at${r} * ${units}u + unit] = h${r};
        cells[at${r} * ${units}u + unit] = cell${r};
      }`,
)}
    }
    workgroupBarrier();
  }`,
  `    states[own] = 0.0;
    cells[own] = 0.0;`,
)}`;
};

const backwardSource = (sizes: LstmSizes): string => {
  const { steps, units } = sizes;
  return `${bindings(BACKWARD, 'f32')}
${opaqueBy('opened')}
${activations('f32')}
var<workgroup> slopes: array<f32, ${2 * ROWS * 4 * units}>;
${main(
  sizes,
  `${places(sizes)}
${each(
  ROWS,
  (r) => `  var dh${r} = 0.0;
  var dc${r} = 0.0;`,
)}
  for (var end = opaque(${steps}u); end > first_step; end--) {
    let t = end - 1u;
    let turn = (t % 2u) * ${ROWS * 4 * units}u;
    if (unit < units) {
${each(
  ROWS,
  (r) => `      let at${r} = from${r} + t;
      let own${r} = at${r} * ${units}u + unit;
      let x${r} = at${r} * ${4 * units}u + unit;
      dh${r} += dy[own${r}];
      var d${r} = vec4<f32>();
      var found${r} = 0.0;
      if (t > first_step) { found${r} = states[own${r} - ${units}u]; }
      if (mask[at${r}] > 0.0) {
        let i = opened[x${r}];
        let f = opened[x${r} + ${units}u];
        let g = opened[x${r} + ${2 * units}u];
        let o = opened[x${r} + ${3 * units}u];
        let cell = squash(cells[own${r}]);
        var cell_before = 0.0;
        if (t > first_step) { cell_before = cells[own${r} - ${units}u]; }
        let dh = dh${r};
        let dc = dc${r} + dh * o * (1.0 - cell * cell);
${slopesOfGates('f32')}
        d${r} = vec4<f32>(di, df, dg, do_);
        dc${r} = dc * f;
      }
      if (real${r}) {
        before[own${r}] = found${r};
${each(4, (gate) => `        d_gates[x${r} + ${gate * units}u] = d${r}[${gate}];`)}
      }
${each(4, (gate) => `      slopes[turn + ${(r * 4 + gate) * units}u + unit] = d${r}[${gate}];`)}`,
)}
    }
    workgroupBarrier();
    if (unit < units) {
${each(ROWS, (r) => `      var sum${r} = 0.0;`)}
      let row_of_u = unit * ${4 * units}u;
      for (var j = 0u; j < 4u * units; j++) {
        let w = recurrent[row_of_u + j];
${each(ROWS, (r) => `        sum${r} += slopes[turn + ${r * 4 * units}u + j] * w;`)}
      }
${each(ROWS, (r) => `      if (mask[from${r} + t] > 0.0) { dh${r} = sum${r}; }`)}
    }
  }`,
  `    before[own] = 0.0;
${each(4, (gate) => `    d_gates[at * ${4 * units}u + ${gate * units}u + unit] = 0.0;`)}`,
)}`;
};
