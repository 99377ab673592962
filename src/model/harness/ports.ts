/** For tests: a port of each kind as a case has it, and the shapes of its tensors. */
import type { AnyBlock, InputSpec, InputSpecs, InputTypes } from '../blocks/block';
import type { PortKind, PortType } from '../document/ports';
import { PAIRS, ROWS } from './rows';

/** Width of a table. */
export const WIDTH = 4;

const TYPES: { readonly [K in PortKind]: Extract<PortType, { kind: K }> } = {
  fields: {
    kind: 'fields',
    names: ['first', 'second'],
    width: WIDTH,
    sizes: [
      { rows: 4, length: 1 },
      { rows: 300, length: 5 },
    ],
  },
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
  classes: { kind: 'classes', widths: [WIDTH, WIDTH - 1, WIDTH - 1] },
  logits: { kind: 'logits', classes: 1 },
  penalty: { kind: 'penalty' },
  internal: { kind: 'internal', shape: '[R]' },
};

/** Rows of what arrives at an input: of a ranker those of the item and of what is above the towers are pairs. */
export const rowsInto = ({ family }: AnyBlock, { from }: InputSpec, { kind }: PortType): number =>
  kind === 'logits' || (family === 'crossing' && from !== 'user') ? PAIRS : ROWS;

/** Rows of what leaves a block. */
export const rowsOut = ({ family }: AnyBlock): number => (family === 'crossing' ? PAIRS : ROWS);

/** Shapes of the tensors behind a port. */
export function shapesOf(type: PortType, rows = ROWS): Record<string, readonly number[]> {
  switch (type.kind) {
    case 'fields':
      return { values: [rows, type.names.length, type.width] };
    case 'sequence':
      return {
        values: [rows, type.length, type.names.length, type.width],
        mask: [rows, type.length],
        ageDays: [rows, type.length],
      };
    case 'tokens':
      return { values: [rows, type.length, type.width], mask: [rows, type.length] };
    case 'vector':
      return { values: [rows, type.width] };
    case 'interests':
      return { values: [rows, type.count, type.width], active: [rows, type.count] };
    case 'pairing':
      return {
        user: [rows, type.width],
        item: [rows, type.width],
        scale: [1],
        ...(type.rule === 'label-aware'
          ? { interests: [rows, type.count, type.width], active: [rows, type.count] }
          : {}),
      };
    case 'classes': {
      const width = type.widths.reduce((a, b) => a + b, 0);
      return { user: [rows, width], item: [rows, width], scale: [1] };
    }
    case 'logits':
      return { values: [rows, type.classes] };
    case 'penalty':
      return { values: [1] };
    case 'internal':
      return {
        values:
          type.shape === '[]'
            ? []
            : type.shape
                .slice(1, -1)
                .split(',')
                .map((size) => (size.trim() === 'R' ? rows : Number(size))),
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
