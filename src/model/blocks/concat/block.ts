import { defineBlock, ports } from '../block';
import { layoutOf } from '../../document/parts';
import type { Part, PortOf } from '../../document/ports';

export default defineBlock({
  id: 'concat',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item'],
  source: 'standard',
  words: {
    en: {
      title: 'Concat',
      about: 'Concatenates fields and vectors in the order of the edges. Parts keep their names.',
      params: {},
      ports: { parts: 'parts' },
    },
    zh: {
      title: '拼接',
      about: '按连线顺序把特征域和向量并排成一个向量，各部分保留其名称。',
      params: {},
      ports: { parts: '各部分' },
    },
  },
  inputs: { parts: ports('fields', 'vector') },
  outputs: { vector: 'vector' },
  params: {},
  infer({ parts: types }) {
    const laid = (partsOf: (type: PortOf<'vector'>) => readonly Part[]): Part[] =>
      types.flatMap((type) =>
        type.kind === 'fields' ? type.names.map((name) => ({ name, width: type.width })) : partsOf(type),
      );
    const parts = laid((type) => type.parts);
    const hasLayout = types.some((type) => type.kind === 'vector' && type.layout);
    return {
      vector: {
        kind: 'vector',
        width: parts.reduce((sum, part) => sum + part.width, 0),
        parts,
        ...(hasLayout ? { layout: laid(layoutOf) } : {}),
      },
    };
  },
  weights: () => ({}),
  cost: () => ({ flops: 0 }),
});
