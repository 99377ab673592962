/** Activations of a linear layer's input, by the number that `activations` of kernels.ts gives them. */
export const RELU: i32 = 1;
const TANH: i32 = 2;
const LEAKY: i32 = 3;
const LEAK: f32 = 0.01;

/** y = act(x); x may be y. Numbers that are none stay so. */
export function activated(x: usize, y: usize, count: i32, activation: i32): void {
  let i = 0;
  if (activation === RELU) {
    const none = f32x4.splat(0);
    for (; i + 4 <= count; i += 4) {
      const values = v128.load(x + 4 * i);
      v128.store(y + 4 * i, v128.andnot(values, f32x4.lt(values, none)));
    }
  }
  for (; i < count; i++) {
    const value = load<f32>(x + 4 * i);
    store<f32>(y + 4 * i, act(value, activation));
  }
}

function act(x: f32, activation: i32): f32 {
  if (activation === RELU) return x < 0 ? 0 : x;
  if (activation === LEAKY) return x > 0 ? x : LEAK * x;
  if (activation === TANH) return Mathf.tanh(x);
  return x;
}

/** dx = dx act'(x). */
export function sloped(x: usize, dx: usize, count: i32, activation: i32): void {
  for (let i = 0; i < count; i++) {
    const at = dx + 4 * i;
    const value = load<f32>(x + 4 * i);
    const given = load<f32>(at);
    if (activation === RELU) store<f32>(at, value > 0 ? given : 0);
    else if (activation === LEAKY) store<f32>(at, value > 0 ? given : LEAK * given);
    else if (activation === TANH) {
      const y = Mathf.tanh(value);
      store<f32>(at, given * (1 - y * y));
    }
  }
}

/** Adds `bias` to each row. */
export function addToRows(x: usize, bias: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    const line = x + 4 * row * columns;
    let j = 0;
    for (; j + 4 <= columns; j += 4)
      v128.store(line + 4 * j, f32x4.add(v128.load(line + 4 * j), v128.load(bias + 4 * j)));
    for (; j < columns; j++) store<f32>(line + 4 * j, load<f32>(line + 4 * j) + load<f32>(bias + 4 * j));
  }
}

/** Sums of the columns, rows in order. */
export function sumRows(x: usize, sums: usize, rows: i32, columns: i32): void {
  memory.fill(sums, 0, 4 * columns);
  for (let row = 0; row < rows; row++) addToRows(sums, x + 4 * row * columns, 1, columns);
}
