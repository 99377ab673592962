import { defineBlock, ports } from '../block';
import { layoutOf } from '../../document/parts';
import type { Part, PortOf } from '../../document/ports';

export default defineBlock({
  id: 'concat',
  formerIds: [],
  family: 'fusion',
  sides: ['user', 'item', 'match'],
  source: 'standard',
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
