/** One column, one owner, one encoding: a field of the data set. */
import { FIRST_VALUE, type Field, type FieldOwner } from '../dataset';
import type { Encoding } from '../table';
import { encodeBag } from './bag';
import { encodeCategorical } from './categorical';
import type { Cells, EncodedCells } from './encoded';
import { encodeBuckets, encodeNormalised } from './numeric';
import { encodeWords } from './words';

/** @returns null where every training row would look the same */
export function encodeField(
  name: string,
  owner: FieldOwner,
  cells: Cells,
  encoding: Encoding,
  separator?: string,
): Field | null {
  const encoded = encode(name, cells, encoding, separator);
  return isConstant(encoded, cells.training)
    ? null
    : { name, owner, rows: encoded.vocabulary.length + FIRST_VALUE, ...encoded };
}

function encode(name: string, cells: Cells, encoding: Encoding, separator: string | undefined): EncodedCells {
  switch (encoding) {
    case 'categorical':
      return encodeCategorical(cells);
    case 'bag':
      return encodeBag(cells, separator);
    case 'words':
      return encodeWords(cells);
    case 'buckets':
      return encodeBuckets(cells);
    case 'normalised':
      return encodeNormalised(cells, name);
  }
}

function isConstant({ ids, weights, length }: EncodedCells, training: Uint8Array): boolean {
  const first = training.indexOf(1);
  if (first < 0) return true;
  return training.every((inTraining, row) => {
    if (inTraining === 0) return true;
    for (let slot = 0; slot < length; slot++) {
      if (ids[row * length + slot] !== ids[first * length + slot]) return false;
      if (weights !== null && weights[row * length + slot] !== weights[first * length + slot]) return false;
    }
    return true;
  });
}

/** The field that tells every user (or item) apart: row i is its own value. */
export function idField(name: string, owner: 'user' | 'item', values: readonly string[]): Field {
  return {
    name,
    owner,
    kind: 'id',
    rows: values.length + FIRST_VALUE,
    vocabulary: values,
    length: 1,
    ids: Uint32Array.from(values, (_, i) => i + FIRST_VALUE),
    weights: null,
  };
}
