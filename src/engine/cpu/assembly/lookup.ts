/** Rows of tables by the slots of their owners: see embedding/lookup.ts, whose words these are. */
import { addScaled, scaledTo } from './vector';

/** As in embedding/slots.ts and embedding/lookup-shape.ts. */
const NOWHERE: i32 = -1;
const HEADER: i32 = 6;
const FIELD: i32 = 7;

function word(list: usize, place: i32): i32 {
  return load<i32>(list + 4 * place);
}

/** @param info `lookupInfo` of the shape; @param out [rows, columns, width] */
export function lookup(table: usize, slots: usize, words: usize, info: usize, width: i32, out: usize): void {
  const columns = word(info, 1);
  const owners = word(info, 3);
  const counted = word(info, 4);
  const isTokens = word(info, 5) === 1;
  const count = counted === NOWHERE ? word(info, 0) : word(words, counted);
  for (let row = 0; row < count; row++) {
    const owner = word(words, owners + row);
    for (let column = 0; column < columns; column++) {
      const field = info + 4 * (HEADER + (isTokens ? 0 : FIELD * column));
      const isFresh = word(field, 0) === 1;
      const start = word(field, 1);
      const lists = isFresh ? words : slots;
      let begin = owner;
      let end = owner + 1;
      if (isFresh) {
        begin = row * start;
        end = begin + start;
      } else if (start !== NOWHERE) {
        begin = word(slots, start + owner);
        end = word(slots, start + owner + 1);
      }
      if (isTokens) {
        begin += column;
        end = min(begin + 1, end);
      }
      const found = added(table, field, lists, begin, end, width, out);
      const weight = word(field, 3);
      if (!found) memory.fill(out, 0, 4 * width);
      else if (weight !== NOWHERE) scaledTo(out, out, load<f32>(lists + 4 * (weight + (isFresh ? row : owner))), width);
      out += 4 * width;
    }
  }
}

/** The sum of the rows of some slots; whether there were any. */
function added(table: usize, field: usize, lists: usize, begin: i32, end: i32, width: i32, out: usize): bool {
  const ids = word(field, 2);
  const firstRow = word(field, 4);
  const from = word(field, 5);
  const rows = <u32>word(field, 6);
  let found = false;
  for (let slot = begin; slot < end; slot++) {
    const id = word(lists, ids + slot);
    if (id === NOWHERE || <u32>(id - from) >= rows) continue;
    const row = table + 4 * width * (firstRow + id - from);
    if (found) addScaled(out, row, 1, width);
    else memory.copy(out, row, 4 * width);
    found = true;
  }
  return found;
}
