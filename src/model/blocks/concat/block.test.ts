import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import concat from './block';
import forward from './forward';

beforeAll(openCpu);

describe('concat', () => {
  it('keeps the order of the edges and the name of every part', async () => {
    const fields = { kind: 'fields', names: ['id', 'genre'], width: 2 } as const;
    const vector = { kind: 'vector', width: 1, parts: [{ name: 'mlp', width: 1 }] } as const;
    expect(concat.infer({ parts: [vector, fields] }, {}, { table: () => undefined })).toEqual({
      vector: {
        kind: 'vector',
        width: 5,
        parts: [
          { name: 'mlp', width: 1 },
          { name: 'id', width: 2 },
          { name: 'genre', width: 2 },
        ],
      },
    });
    const parts = [
      { type: vector, values: tf.tensor2d([[9]]) },
      {
        type: fields,
        values: tf.tensor3d([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      },
    ];
    const out = forward({ parts }, {}, {}, harnessContext({ training: false }));
    expect(await out.vector.values.array()).toEqual([[9, 1, 2, 3, 4]]);
  });

  it('lays a mixed vector out as it was before it was mixed', () => {
    const layout = [
      { name: 'id', width: 2 },
      { name: 'genre', width: 1 },
    ];
    const mixed = { kind: 'vector', width: 3, parts: [{ name: 'mix', width: 3 }], layout } as const;
    const vector = { kind: 'vector', width: 1, parts: [{ name: 'mlp', width: 1 }] } as const;
    expect(concat.infer({ parts: [mixed, vector] }, {}, { table: () => undefined })).toEqual({
      vector: {
        kind: 'vector',
        width: 4,
        parts: [...mixed.parts, ...vector.parts],
        layout: [...layout, ...vector.parts],
      },
    });
  });
});
