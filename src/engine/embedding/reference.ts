/** Plain loops of the embedding kernels: what the WGSL is compared with, and the path on a machine without WebGPU. */

export function lookupReference(table: Float32Array, ids: ArrayLike<number>, weights: Float32Array | null, rows: number, slots: number, width: number): Float32Array {
  const out = new Float32Array(rows * width);
  for (let slot = 0; slot < rows * slots; slot++) {
    const weight = weights ? (weights[slot] ?? 0) : 1;
    const from = (ids[slot] ?? 0) * width;
    const to = Math.floor(slot / slots) * width;
    for (let d = 0; d < width; d++) out[to + d] = (out[to + d] ?? 0) + weight * (table[from + d] ?? 0);
  }
  return out;
}

/** Which rows of a table a batch touched, and where the gradient of each comes from: a CSR over the distinct rows. */
export interface TouchedRows {
  /** Distinct table rows. */
  unique: Uint32Array;
  /** [unique + 1] range of each row in `source` and `scale`. */
  start: Uint32Array;
  /** Row of the concatenated leaf gradients. */
  source: Uint32Array;
  /** Factor of that gradient: the slot's weight. */
  scale: Float32Array;
}

/** The summed gradient of every touched row, [unique x width]. @param parts leaf gradients, whose rows are counted through */
export function rowGradients(touched: TouchedRows, parts: readonly Float32Array[], width: number): Float32Array {
  const gradient = parts.length === 1 && parts[0] ? parts[0] : Float32Array.from(parts.flatMap((part) => [...part]));
  const out = new Float32Array(touched.unique.length * width);
  for (let u = 0; u < touched.unique.length; u++) {
    for (let k = touched.start[u] ?? 0; k < (touched.start[u + 1] ?? 0); k++) {
      const from = (touched.source[k] ?? 0) * width;
      for (let d = 0; d < width; d++) out[u * width + d] = (out[u * width + d] ?? 0) + (touched.scale[k] ?? 0) * (gradient[from + d] ?? 0);
    }
  }
  return out;
}

/** The ids one lookup read: `slots` per row; its leaf gradient begins at row `firstRow` of the concatenation. */
export interface LookupPart { ids: Uint32Array; weights: Float32Array | null; slots: number; firstRow: number }

/**
 * Groups slots by table row and drops those of weight 0, in time proportional to the slots, whatever the size of the table. Rows stand in the order they
 * first occur in, the slots of a row in theirs: sums run in a fixed order.
 * @param counts [V] scratch, all zero before and after
 * @param every list all V rows in order, also those without a gradient (what exact dense Adam updates)
 */
export function touchedRows(parts: readonly LookupPart[], counts: Uint32Array, every = false): TouchedRows {
  const most = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const found = every ? Uint32Array.from(counts.keys()) : new Uint32Array(Math.min(most, counts.length));
  let distinct = every ? counts.length : 0;
  let total = 0;
  for (const { ids, weights } of parts) {
    for (let s = 0; s < ids.length; s++) {
      if (weights !== null && weights[s] === 0) continue;
      const id = ids[s]!;
      if (!every && counts[id] === 0) found[distinct++] = id;
      counts[id] = counts[id]! + 1;
      total++;
    }
  }
  const unique = found.subarray(0, distinct);
  const start = new Uint32Array(distinct + 1);
  let offset = 0;
  for (let u = 0; u < distinct; u++) {
    const id = unique[u]!;
    const count = counts[id]!;
    start[u] = offset;
    counts[id] = offset;
    offset += count;
  }
  start[distinct] = offset;
  const source = new Uint32Array(total);
  const scale = new Float32Array(total);
  for (const { ids, weights, slots, firstRow } of parts) {
    for (let s = 0; s < ids.length; s++) {
      const weight = weights === null ? 1 : weights[s]!;
      if (weight === 0) continue;
      const id = ids[s]!;
      const place = counts[id]!;
      counts[id] = place + 1;
      source[place] = firstRow + (slots === 1 ? s : Math.floor(s / slots));
      scale[place] = weight;
    }
  }
  for (const id of unique) counts[id] = 0;
  return { unique, start, source, scale };
}
