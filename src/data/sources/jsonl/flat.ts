/** A line of JSON as a row: one object, whose values are texts, numbers, booleans or null. */

export type FlatRow =
  | { kind: 'row'; cells: Map<string, string> }
  | { kind: 'not-object' }
  /** `path`: the first value inside another one, as `meta.author` or `tags[0]`. */
  | { kind: 'nested'; path: string };

type Json = string | boolean | null | Json[] | { [key: string]: Json };

const LONGEST_PATH = 100;

/** A string, or a number that is no key. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE+-]|\s*:)/g;

/** Null is an empty cell. Numbers stay as they are written: an id of twenty digits is not rounded. */
export function parseFlat(line: string): FlatRow {
  let value: Json;
  try {
    value = JSON.parse(line.replace(TOKENS, (token) => (token.startsWith('"') ? token : `"${token}"`))) as Json;
  } catch {
    return { kind: 'not-object' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'not-object' };
  const cells = new Map<string, string>();
  for (const [key, cell] of Object.entries(value)) {
    if (typeof cell === 'object' && cell !== null) return { kind: 'nested', path: pathInto(cell, key) };
    cells.set(key, cell === null ? '' : String(cell));
  }
  return { kind: 'row', cells };
}

/** To the first value that holds no other, as far as a person wants to read. */
function pathInto(nested: Json, key: string): string {
  let [value, path] = [nested, key];
  while (typeof value === 'object' && value !== null && path.length < LONGEST_PATH) {
    const [first] = Object.entries(value);
    if (!first) break;
    path += Array.isArray(value) ? `[${first[0]}]` : `.${first[0]}`;
    [, value] = first;
  }
  return path;
}
