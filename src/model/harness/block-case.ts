/** For tests: one block on invented inputs, without a graph. The contract tests and the tests of blocks drive it. */
import { isProblem, type AnyBlock, type InputSpecs, type InputTypes, type WeightSpec } from '../blocks/block';
import type { Json, Side } from '../document/graph';
import { initialise } from '../run/initialise';
import { withDefaults } from '../document/params';
import type { PortType } from '../document/ports';
import { twinNode, type TwinNode } from '../torch/compose';
import { encodedItems } from './pairs';
import { rowsInto, rowsOut, shapesOf, typesOf, WIDTH } from './ports';
import { activity, history, numbers, ROWS, SEED, tokenMask, type Named, type Values } from './rows';
import { harnessSchema } from './schema';

export interface BlockCase {
  block: AnyBlock;
  node: TwinNode;
  params: Record<string, Json>;
  training: boolean;
  inputTypes: InputTypes<InputSpecs>;
  /** What is differentiated: input/<name>/<index>/<value>, lookup/<name>, weight/<name>. */
  leaves: Named;
  /** What is not: <name>/<index>/<value>. */
  constants: Named;
  /** Upstream gradients: <output>/<value>. */
  cotangents: Named;
  weightSpecs: Record<string, WeightSpec>;
  /** What earlier steps left, where the block keeps something. */
  memory: Values | null;
}

/** Small sizes instead of the defaults, so that a case takes milliseconds. */
export function smallParams(block: AnyBlock): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(block.params).map(([name, spec]): [string, Json] => {
      if (spec.kind === 'tables') return [name, ['first', 'second'].slice(0, spec.most)];
      if (spec.kind === 'field') return [name, 'first'];
      if (spec.kind === 'scores') return [name, 'score'];
      if (spec.kind === 'widths') return [name, spec.default.map((_, layer) => 6 - layer)];
      if (spec.kind === 'int') return [name, Math.max(spec.min, Math.min(6, spec.default))];
      return [name, spec.default];
    }),
  );
}

/** Whether the parameters suit the invented inputs: heads divide a width, say. */
export const accepts = (block: AnyBlock, params: Record<string, Json>): boolean =>
  !isProblem(block.infer(typesOf(block), withDefaults(block.params, params), harnessSchema));

/** @throws where the block finds a problem in the invented inputs */
export function createCase(
  block: AnyBlock,
  params: Record<string, Json>,
  options: { training?: boolean; weights?: 'drawn' | 'initial' } = {},
): BlockCase {
  const { training = true, weights = 'drawn' } = options;
  const full = withDefaults(block.params, params);
  const inputTypes = typesOf(block);
  const outputTypes = block.infer(inputTypes, full, harnessSchema);
  if (isProblem(outputTypes))
    throw new Error(`"${block.id}" refuses its invented inputs: ${JSON.stringify(outputTypes)}`);
  const leaves: Named = {};
  const constants: Named = {};
  for (const [name, types] of Object.entries(inputTypes)) {
    for (const [index, type] of [types].flat().entries()) {
      const rows = rowsInto(block, block.inputs[name]!, type as PortType);
      for (const [value, plain] of Object.entries(shapesOf(type as PortType, rows))) {
        const path = `${name}/${index}/${value}`;
        const shape =
          ['pairing', 'classes'].includes((type as PortType).kind) && value === 'item'
            ? [ROWS + encodedItems(block, params), ...plain.slice(1)]
            : plain;
        if (value === 'mask' && (type as PortType).kind === 'tokens') constants[path] = tokenMask(shape[1]!);
        else if (value === 'active') constants[path] = activity(shape[1]!);
        else if (value === 'mask' || value === 'ageDays') constants[path] = history(shape[1]!)[value];
        else
          leaves[`input/${path}`] =
            value === 'scale' ? { data: Float32Array.of(3), shape } : numbers(path, shape, -1, 1);
      }
    }
  }
  for (const [
    name,
    {
      tables: { length: fields },
      at,
      length,
    },
  ] of Object.entries(block.lookups?.(full) ?? {})) {
    leaves[`lookup/${name}`] = numbers(
      `lookup ${name}`,
      at === 'row' ? [ROWS, fields, WIDTH] : [ROWS, length, fields, WIDTH],
      -1,
      1,
    );
  }
  const weightSpecs = block.weights(inputTypes, full, harnessSchema);
  for (const [name, { shape, init }] of Object.entries(weightSpecs)) {
    const drawn = numbers(`weight ${name}`, shape, -0.8, 0.8);
    const fixed = init.kind === 'constant' || init.kind === 'piecewise';
    leaves[`weight/${name}`] =
      weights === 'initial' && fixed ? { data: initialise(name, drawn.data.length, init, SEED), shape } : drawn;
  }
  const cotangents: Named = {};
  for (const [output, type] of Object.entries(outputTypes)) {
    for (const [value, shape] of Object.entries(shapesOf(type, rowsOut(block)))) {
      if (!['mask', 'ageDays', 'active'].includes(value))
        cotangents[`${output}/${value}`] = numbers(`cotangent ${output}/${value}`, shape, 0.5, 1.5);
    }
  }
  const memory = block.memory?.(inputTypes, full);
  const side: Side = block.sides[0] ?? 'user';
  return {
    block,
    node: twinNode(block, 'trial', side, params, inputTypes, outputTypes),
    params,
    training,
    inputTypes,
    leaves,
    constants,
    cotangents,
    weightSpecs,
    memory: memory ? numbers('memory', memory, -1, 1) : null,
  };
}

/** Mask of the text a block looks up, where it does. */
export function textOf(block: AnyBlock, params: ReturnType<typeof withDefaults>): Values | null {
  const text = Object.values(block.lookups?.(params) ?? {}).find(({ at }) => at === 'tokens');
  return text ? tokenMask(text.length) : null;
}
