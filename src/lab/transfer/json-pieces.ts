/**
 * JSON in pieces of a moderate length: no string has to hold a whole file, which may be longer than strings can be
 * (2^29 characters in V8).
 */

const PIECE = 1 << 20;
const ELEMENTS = 4096;

/** JSON that is written piece by piece where it stands as the value of a key. */
export class JsonText {
  constructor(readonly pieces: () => Iterable<string>) {}
}

/** Together what JSON.stringify writes, with each `JsonText` in its place. @param value plain data */
export function* jsonPieces(value: unknown): Generator<string> {
  let text = '';
  for (const part of partsOf(value)) {
    text += part;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function* partsOf(value: unknown): Generator<string> {
  if (value instanceof JsonText) yield* value.pieces();
  else if (Array.isArray(value)) yield* partsOfList(value);
  else if (typeof value === 'object' && value !== null) {
    let before = '{';
    for (const [key, own] of Object.entries(value)) {
      if (own === undefined) continue;
      yield `${before}${JSON.stringify(key)}:`;
      yield* partsOf(own);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  } else yield JSON.stringify(value) ?? 'null';
}

function* partsOfList(list: readonly unknown[]): Generator<string> {
  yield '[';
  for (let from = 0; from < list.length; from += ELEMENTS) {
    const some = list.slice(from, from + ELEMENTS);
    if (from > 0) yield ',';
    if (some.some((one) => typeof one === 'object' && one !== null)) {
      for (const [i, one] of some.entries()) {
        if (i > 0) yield ',';
        yield* partsOf(one);
      }
    } else yield JSON.stringify(some).slice(1, -1);
  }
  yield ']';
}
