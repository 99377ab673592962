/** For tests: a port of each kind as a case has it, and the shapes of its tensors. */
import type { AnyBlock, InputSpecs, InputTypes } from '../blocks/block';
import type { PortKind, PortType } from '../document/ports';
import { ROWS } from './rows';

/** Width of a table. */
export const WIDTH = 4;

const TYPES: { readonly [K in PortKind]: Extract<PortType, { kind: K }> } = {
  fields: { kind: 'fields', names: ['first', 'second'], width: WIDTH },
  sequence: { kind: 'sequence', names: ['first', 'second'], length: 6, width: WIDTH, past: 'all' },
  tokens: { kind: 'tokens', name: 'text', length: 6, width: WIDTH },
  vector: {
    kind: 'vector',
    width: 2 * WIDTH,
    parts: [
      { name: 'left', width: WIDTH - 1 },
      { name: 'right', width: WIDTH + 1 },
    ],
  },
  interests: { kind: 'interests', count: 3, width: 2 * WIDTH },
  pairing: { kind: 'pairing', width: 2 * WIDTH, rule: 'dot' },
  internal: { kind: 'internal', shape: '[R]' },
};

/** Shapes of the tensors behind a port. */
export function shapesOf(type: PortType): Record<string, readonly number[]> {
  switch (type.kind) {
    case 'fields':
      return { values: [ROWS, type.names.length, type.width] };
    case 'sequence':
      return {
        values: [ROWS, type.length, type.names.length, type.width],
        mask: [ROWS, type.length],
        ageDays: [ROWS, type.length],
      };
    case 'tokens':
      return { values: [ROWS, type.length, type.width], mask: [ROWS, type.length] };
    case 'vector':
      return { values: [ROWS, type.width] };
    case 'interests':
      return { values: [ROWS, type.count, type.width], active: [ROWS, type.count] };
    case 'pairing':
      return {
        user: [ROWS, type.width],
        item: [ROWS, type.width],
        scale: [1],
        ...(type.rule === 'label-aware'
          ? { interests: [ROWS, type.count, type.width], active: [ROWS, type.count] }
          : {}),
      };
    case 'internal':
      return {
        values:
          type.shape === '[]'
            ? []
            : type.shape
                .slice(1, -1)
                .split(',')
                .map((size) => (size.trim() === 'R' ? ROWS : Number(size))),
      };
  }
}

/** The types a block's inputs have in a case; where many may come, one of each kind and the first once more. */
export const typesOf = (block: AnyBlock): InputTypes<InputSpecs> =>
  Object.fromEntries(
    Object.entries(block.inputs).map(([name, spec]) => {
      const types = spec.kinds.map((kind) => TYPES[kind]);
      return [name, spec.many ? [...types, TYPES[spec.kinds[0] ?? 'vector']] : types[0]];
    }),
  ) as InputTypes<InputSpecs>;
