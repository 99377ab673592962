/** Masked self-attention of several heads: see kernels/self-attention. A row's tokens that are there stand together. */
import { exponentials, largest } from './exp';
import { product } from './product';
import { rowSoftmaxSlopes } from './rows';
import { scaledTo } from './vector';

/** Bytes of room for a head: tokens by queries, keys, values and their slopes, and twice tokens by tokens. */
export function attentionRoom(tokens: i32, size: i32): usize {
  return 4 * <usize>(tokens * (8 * size + 2 * tokens + 1));
}

/**
 * @param qkv [rows, tokens, 3, heads, size]; @param mask [rows, tokens]; @param out [rows, tokens, heads, size]
 * @param room `attentionRoom` bytes
 */
export function attention(
  qkv: usize,
  mask: usize,
  rows: i32,
  tokens: i32,
  heads: i32,
  size: i32,
  causal: bool,
  out: usize,
  room: usize,
  productRoom: usize,
): void {
  const width = heads * size;
  const places = room + 4 * tokens * (8 * size + 2 * tokens);
  const part = 4 * tokens * size;
  const shares = room + 8 * part;
  memory.fill(out, 0, 4 * rows * tokens * width);
  for (let row = 0; row < rows; row++) {
    const there = present(mask + 4 * row * tokens, tokens, places);
    const first = qkv + 12 * row * tokens * width;
    for (let head = 0; head < heads; head++) {
      gathered(first + 4 * head * size, places, there, width, size, part, room);
      sharesOf(room, room + part, there, size, causal, shares, productRoom);
      const sums = room + 3 * part;
      product(shares, there, 1, room + 2 * part, size, 1, sums, there, size, there, 0, false, productRoom);
      const to = out + 4 * (row * tokens * width + head * size);
      for (let i = 0; i < there; i++)
        memory.copy(to + 4 * width * load<i32>(places + 4 * i), sums + 4 * i * size, 4 * size);
    }
  }
}

/** Gradient of `qkv`, by the shares once more. @param dy [rows, tokens, heads, size]; @param out as qkv */
export function attentionSlopes(
  qkv: usize,
  mask: usize,
  dy: usize,
  rows: i32,
  tokens: i32,
  heads: i32,
  size: i32,
  causal: bool,
  out: usize,
  room: usize,
  productRoom: usize,
): void {
  const width = heads * size;
  const places = room + 4 * tokens * (8 * size + 2 * tokens);
  const part = 4 * tokens * size;
  const shares = room + 8 * part;
  const slopes = shares + 4 * tokens * tokens;
  const queries = room;
  const keys = queries + part;
  const values = keys + part;
  const given = values + part;
  const found = given + part;
  memory.fill(out, 0, 12 * rows * tokens * width);
  for (let row = 0; row < rows; row++) {
    const n = present(mask + 4 * row * tokens, tokens, places);
    for (let head = 0; head < heads; head++) {
      const from = 4 * head * size;
      gathered(qkv + 12 * row * tokens * width + from, places, n, width, size, part, room);
      const top = dy + 4 * row * tokens * width + from;
      for (let i = 0; i < n; i++)
        memory.copy(given + 4 * i * size, top + 4 * width * load<i32>(places + 4 * i), 4 * size);
      sharesOf(queries, keys, n, size, causal, shares, productRoom);
      // dP = dY V^T, dS = P (dP - sum P dP); the queries are divided by the root of the size already.
      product(given, size, 1, values, 1, size, slopes, n, n, size, 0, false, productRoom);
      rowSoftmaxSlopes(shares, slopes, slopes, n, n);
      product(slopes, n, 1, keys, size, 1, found, n, size, n, 0, false, productRoom);
      scaledTo(found, found, rootOf(size), n * size);
      product(slopes, 1, n, queries, size, 1, found + part, n, size, n, 0, false, productRoom);
      product(shares, 1, n, given, size, 1, found + 2 * part, n, size, n, 0, false, productRoom);
      const to = out + 12 * row * tokens * width + from;
      for (let i = 0; i < n; i++) {
        const token = to + 12 * width * load<i32>(places + 4 * i);
        for (let p = 0; p < 3; p++) memory.copy(token + 4 * p * width, found + p * part + 4 * i * size, 4 * size);
      }
    }
  }
}

function rootOf(size: i32): f32 {
  return 1 / sqrt(<f32>size);
}

/** Lists the tokens that are there; returns how many. */
function present(mask: usize, tokens: i32, places: usize): i32 {
  let there = 0;
  for (let t = 0; t < tokens; t++) if (load<f32>(mask + 4 * t) !== 0) store<i32>(places + 4 * there++, t);
  return there;
}

/** Queries, over the root of the size, keys and values of a head, `part` bytes apart. */
function gathered(from: usize, places: usize, there: i32, width: i32, size: i32, part: usize, to: usize): void {
  for (let i = 0; i < there; i++) {
    const token = from + 12 * width * load<i32>(places + 4 * i);
    const at = to + 4 * i * size;
    scaledTo(at, token, rootOf(size), size);
    memory.copy(at + part, token + 4 * width, 4 * size);
    memory.copy(at + 2 * part, token + 8 * width, 4 * size);
  }
}

/** [n, n] shares of each query. */
function sharesOf(queries: usize, keys: usize, n: i32, size: i32, causal: bool, to: usize, productRoom: usize): void {
  product(queries, size, 1, keys, 1, size, to, n, n, size, 0, false, productRoom);
  for (let i = 0; i < n; i++) {
    const row = to + 4 * i * n;
    const seen = causal ? i + 1 : n;
    const sum = exponentials(row, seen, largest(row, seen));
    scaledTo(row, row, 1 / sum, seen);
    memory.fill(row + 4 * seen, 0, 4 * (n - seen));
  }
}
