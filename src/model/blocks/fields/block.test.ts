import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import type { LocalSchema } from '../block';
import { harnessContext } from '../../harness/context';
import fields from './block';
import forward from './forward';

beforeAll(openCpu);
const schema: LocalSchema = {
  table: (id) =>
    ({
      wide: { field: 'title', width: 8, owner: 'item' as const },
      a: { field: 'id', width: 2, owner: 'item' as const },
      b: { field: 'genre', width: 2, owner: 'item' as const },
    })[id],
};

describe('fields', () => {
  it('names its fields after the columns, in the order of the tables', () => {
    expect(fields.infer({}, { tables: ['b', 'a'] }, schema)).toEqual({
      fields: { kind: 'fields', names: ['genre', 'id'], width: 2 },
    });
    expect(fields.lookups?.({ tables: ['b', 'a'] })).toEqual({ fields: { tables: ['b', 'a'], at: 'row', length: 1 } });
  });

  it('hands on what was looked up for it', async () => {
    const rows = tf.tensor3d([
      [
        [3, 4],
        [1, 2],
      ],
    ]);
    const { fields: out } = forward(
      {},
      {},
      { tables: ['b', 'a'] },
      harnessContext({ training: true, lookup: (name) => (name === 'fields' ? rows : expect.fail(name)) }),
    );
    expect(await out.values.array()).toEqual([
      [
        [3, 4],
        [1, 2],
      ],
    ]);
  });

  it('says what is wrong with its tables', () => {
    expect(fields.infer({}, { tables: [] }, schema)).toMatchObject({ code: 'no-fields' });
    expect(fields.infer({}, { tables: ['a', 'wide'] }, schema)).toMatchObject({
      code: 'width-mismatch',
      values: { left: 2, right: 8 },
    });
    expect(fields.infer({}, { tables: ['c'] }, schema)).toMatchObject({
      code: 'unknown-table',
      values: { table: 'c' },
    });
  });
});
