/**
 * One block run alone on invented inputs, without a graph: what the contract suite and the block tests drive. The last
 * row is padding, and the histories are full, short, empty, half and so on.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { SAME_ITEM, SAME_USER } from '../data/batches';
import { MISSING } from '../data/dataset';
import { streamOf, uniforms } from '../engine/kernels/counter-uniform/reference';
import { packHits } from '../engine/kernels/in-batch-softmax/hits';
import {
  isProblem,
  type AnyBlock,
  type Context,
  type InputSpecs,
  type InputTypes,
  type InputValues,
  type ItemColumn,
  type LocalSchema,
  type Pairs,
  type WeightSpec,
} from './block';
import { forwardOf } from './forwards';
import type { Json, Side } from './graph';
import { initialise } from './initialise';
import { withDefaults } from './params';
import type { PortKind, PortType } from './ports';
import { stopGradient } from './stop-gradient';
import { pack, type Packed, type PackedPairs } from './torch/packed';
import { twinNode, type TwinNode } from './torch/compose';

export const ROWS = 11;
const PADDING_ROW = ROWS - 1;
const HISTORY = 8;
const WIDTH = 4;
const SEED = 7;
const STEP = 3;

export interface Values {
  data: Float32Array;
  shape: readonly number[];
}
type Named = Record<string, Values>;

export interface Trial {
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
}

export interface TrialResult {
  outputs: Named;
  gradients: Named;
}

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

const MASK = Array.from({ length: ROWS }, (_, row) => [HISTORY, 2, 0, 3][row % 4]!).map((events) =>
  Array.from({ length: HISTORY }, (_, t) => (t >= HISTORY - events ? 1 : 0)),
);
/** Mask and age of the newest `length` events. */
export function history(length: number): { mask: Values; ageDays: Values } {
  const mask = Float32Array.from(MASK.flatMap((row) => row.slice(HISTORY - length)));
  return {
    mask: { data: mask, shape: [ROWS, length] },
    ageDays: { data: mask.map((m, at) => m * (length - (at % length)) * 1.5), shape: [ROWS, length] },
  };
}

/** Which of `count` interests the rows have: one, two, … by turns. The padding row repeats row 0. */
const activity = (count: number): Values => ({
  data: Float32Array.from({ length: ROWS * count }, (_, at) =>
    at % count <= (Math.floor(at / count) % PADDING_ROW) % count ? 1 : 0,
  ),
  shape: [ROWS, count],
});

/** Hashes of the rows' ids. */
const HASHES = Uint32Array.from({ length: ROWS }, (_, row) => Math.imul((row % PADDING_ROW) + 1, 0x9e3779b1));

/** Mask of texts of `length` tokens, which stand at the front: as many as a row has events. */
export function tokenMask(length: number): Values {
  return {
    data: Float32Array.from(MASK.flatMap((row) => row.slice(HISTORY - length).toReversed())),
    shape: [ROWS, length],
  };
}

const numbers = (name: string, shape: readonly number[], from: number, to: number): Values => ({
  data: uniforms(
    SEED,
    STEP,
    streamOf('trial', name),
    shape.reduce((a, b) => a * b, 1),
  ).map((u) => from + (to - from) * u),
  shape,
});

/** Tables 'first' and 'second' of width 4, whoever asks. */
export const trialSchema: LocalSchema = {
  field: (name) => (name in COLUMNS ? { rows: COLUMN_ROWS, length: 1 } : undefined),
  table: (id) => (id === 'first' || id === 'second' ? { field: id, width: WIDTH, owner: 'item' } : undefined),
};

/** Small sizes instead of the defaults, so that a trial takes milliseconds. */
export function trialParams(block: AnyBlock): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(block.params).map(([name, spec]): [string, Json] => {
      if (spec.kind === 'tables') return [name, ['first', 'second'].slice(0, spec.most)];
      if (spec.kind === 'itemField') return [name, 'first'];
      if (spec.kind === 'widths') return [name, spec.default.map((_, layer) => 6 - layer)];
      if (spec.kind === 'int') return [name, Math.max(spec.min, Math.min(6, spec.default))];
      return [name, spec.default];
    }),
  );
}

const typesOf = (block: AnyBlock): InputTypes<InputSpecs> =>
  Object.fromEntries(
    Object.entries(block.inputs).map(([name, spec]) => {
      const types = spec.kinds.map((kind) => TYPES[kind]);
      return [name, spec.many ? [...types, TYPES[spec.kinds[0] ?? 'vector']] : types[0]];
    }),
  ) as InputTypes<InputSpecs>;

/** Whether the parameters suit the invented inputs: heads divide a width, say. */
export const accepts = (block: AnyBlock, params: Record<string, Json>): boolean =>
  !isProblem(block.infer(typesOf(block), withDefaults(block.params, params), trialSchema));

/** @throws where the block finds a problem in the invented inputs */
export function createTrial(
  block: AnyBlock,
  params: Record<string, Json>,
  options: { training?: boolean; weights?: 'drawn' | 'initial' } = {},
): Trial {
  const { training = true, weights = 'drawn' } = options;
  const full = withDefaults(block.params, params);
  const inputTypes = typesOf(block);
  const outputTypes = block.infer(inputTypes, full, trialSchema);
  if (isProblem(outputTypes)) throw new Error(`"${block.id}" refuses its trial: ${JSON.stringify(outputTypes)}`);
  const leaves: Named = {};
  const constants: Named = {};
  for (const [name, types] of Object.entries(inputTypes)) {
    for (const [index, type] of [types].flat().entries()) {
      for (const [value, plain] of Object.entries(shapesOf(type as PortType))) {
        const path = `${name}/${index}/${value}`;
        const shape =
          (type as PortType).kind === 'pairing' && value === 'item'
            ? [ROWS + sampledItems(block, params).length, ...plain.slice(1)]
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
  const weightSpecs = block.weights(inputTypes, full, trialSchema);
  for (const [name, { shape, init }] of Object.entries(weightSpecs)) {
    const drawn = numbers(`weight ${name}`, shape, -0.8, 0.8);
    const fixed = init.kind === 'constant' || init.kind === 'stretches';
    leaves[`weight/${name}`] =
      weights === 'initial' && fixed ? { data: initialise(name, drawn.data.length, init, SEED), shape } : drawn;
  }
  const cotangents: Named = {};
  for (const [output, type] of Object.entries(outputTypes)) {
    for (const [value, shape] of Object.entries(shapesOf(type))) {
      if (!['mask', 'ageDays', 'active'].includes(value))
        cotangents[`${output}/${value}`] = numbers(`cotangent ${output}/${value}`, shape, 0.5, 1.5);
    }
  }
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
  };
}

/** Row i's item, and all training items of its user. The padding row repeats row 0. */
const ITEMS = [3, 1, 3, 0, 5, 2, 7, 4, 6, 8, 3];
const POSITIVES = [[3, 1], [1], [3, 5], [0, 1], [5, 3, 8], [2], [7, 0, 6], [4], [6, 7], [8, 2], [3, 1]];
const LOG_Q = [0.05, 0.3, 0.1, 0.2, 0.05, 0.1, 0.05, 0.05, 0.1].map(Math.log);
/** 1 for real rows. */
const REAL = ITEMS.map((_, row) => (row === PADDING_ROW ? 0 : 1));
const WEIGHTS = ITEMS.map((_, row) => (row === PADDING_ROW ? 0 : [1, 0.5, 2, 1.5][row % 4]!));
/** Item fields by item: two categories of four items each, cut in two ways; the last item has none. */
const COLUMNS: Readonly<Record<string, readonly number[]>> = {
  first: [2, 2, 3, 2, 3, 2, 3, 3, MISSING],
  second: [3, 2, 2, 2, 3, 3, 3, 2, MISSING],
};
const COLUMN_ROWS = 4;

/** Accidental hits as `Pairs` holds them, from what each pair of a row and another column is. */
export function hitTensor(rows: number, kindOf: (row: number, column: number) => number, columns = rows): Tensor {
  const start = [0];
  const column: number[] = [];
  const kind: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (i === j || kindOf(i, j) === 0) continue;
      column.push(j);
      kind.push(kindOf(i, j));
    }
    start.push(column.length);
  }
  const packed = packHits(Uint32Array.from(start), Uint32Array.from(column), Uint8Array.from(kind));
  return tf.tensor1d(Int32Array.from(packed), 'int32');
}

/** Items that a block's parameters put behind those of the rows. */
function sampledItems(block: AnyBlock, params: Record<string, Json>): number[] {
  const sampled = block.samples?.(withDefaults(block.params, params));
  return Array.from({ length: sampled?.count ?? 0 }, (_, i) => SAMPLED[i % SAMPLED.length]!);
}
const SAMPLED = [2, 8, 1, 3, 5, 0];

/** [items] log of the chance that one of the columns of the real rows and the sampled ones holds the item. */
function mixedLogQ(block: AnyBlock, params: Record<string, Json>): number[] {
  const sampled = block.samples?.(withDefaults(block.params, params));
  if (!sampled) return LOG_Q;
  return LOG_Q.map((logQ) =>
    Math.log(
      (PADDING_ROW * Math.exp(logQ) + sampled.count * (sampled.by === 'uniform' ? 1 / LOG_Q.length : Math.exp(logQ))) /
        (PADDING_ROW + sampled.count),
    ),
  );
}

export function trialPairs({ block, params }: Pick<Trial, 'block' | 'params'>): Pairs {
  const columns = [...ITEMS, ...sampledItems(block, params)];
  const mixed = mixedLogQ(block, params);
  const kindOf = (i: number, j: number) =>
    (ITEMS[i] === columns[j] ? SAME_ITEM : 0) | (POSITIVES[i]!.includes(columns[j]!) ? SAME_USER : 0);
  const real = (i: number, j: number) => i !== PADDING_ROW && j !== PADDING_ROW;
  return {
    layout: 'diagonal',
    logQ: tf.tensor1d(ITEMS.map((item) => LOG_Q[item]!)),
    hits: hitTensor(ROWS, (i, j) => (real(i, j) ? kindOf(i, j) : 0), columns.length),
    columnHits: hitTensor(ROWS, (j, i) => (real(i, j) ? kindOf(i, j) : 0)),
    realColumn: tf.tensor1d(REAL),
    weight: tf.tensor1d(WEIGHTS),
    sampled:
      columns.length === ROWS
        ? null
        : {
            logQ: tf.tensor1d(columns.map((item) => mixed[item]!)),
            realColumn: tf.tensor1d(columns.map((_, j) => (j === PADDING_ROW ? 0 : 1))),
          },
  };
}

const columnOf = (field: string): number[] => ITEMS.map((item) => COLUMNS[field]?.[item] ?? MISSING);
const trialColumn = (field: string): ItemColumn => ({
  values: tf.tensor2d(columnOf(field), [ROWS, 1]),
  shares: tf.ones([ROWS, 1]),
  rows: COLUMN_ROWS,
});

const uniform = (name: string, shape: readonly number[]): Tensor =>
  tf.tensor(
    uniforms(
      SEED,
      STEP,
      streamOf('trial', name),
      shape.reduce((a, b) => a * b, 1),
    ),
    [...shape],
  );

/** A context for one block outside a graph. `probed` receives every probe, computed. */
export function trialContext(given: {
  training: boolean;
  lookup?: (name: string) => Tensor;
  tokens?: Values;
  pairs?: () => Pairs;
  column?: (field: string) => ItemColumn;
  probed?: (name: string, x: Tensor) => void;
  terms?: Tensor[];
}): Context {
  return {
    training: given.training,
    lookup(name) {
      if (!given.lookup) throw new Error(`nothing was looked up for "${name}"`);
      return given.lookup(name);
    },
    pooledLookup: () => null,
    history: (length) => {
      const { mask, ageDays } = history(length);
      return { mask: toTensor(mask), ageDays: toTensor(ageDays) };
    },
    tokenMask(name) {
      if (!given.tokens) throw new Error(`no text was looked up for "${name}"`);
      return toTensor(given.tokens) as Tensor2D;
    },
    dropout: (name, x, { rate, factor }) =>
      tf.mul(x, tf.mul(tf.cast(tf.greaterEqual(uniform(name, x.shape), rate), 'float32'), factor)),
    detach: stopGradient,
    probe: (name, x) => given.probed?.(name, typeof x === 'function' ? x() : x),
    column(field) {
      if (!given.column) throw new Error(`the column "${field}" was asked for where there are none`);
      return given.column(field);
    },
    term: (_, scalar) => given.terms?.push(scalar),
    hash: () => tf.tensor1d(Int32Array.from(HASHES), 'int32'),
    get pairs(): Pairs {
      if (!given.pairs) throw new Error('pairs were asked for where there are none');
      return given.pairs();
    },
  };
}
const toTensor = ({ data, shape }: Values): Tensor => tf.tensor(data, [...shape]);

/** Runs forward and backward; leaves no tensor behind. @param probed hears every live value, computed */
export async function runTrial(
  trial: Trial,
  probed: (name: string, x: Tensor) => void = () => undefined,
): Promise<TrialResult> {
  const { block, training } = trial;
  const names = Object.keys(trial.leaves);
  const params = withDefaults(block.params, trial.params);
  const forward = (tensors: Tensor[]) => {
    const leaf = (name: string): Tensor => tensors[names.indexOf(name)]!;
    const terms: Tensor[] = [];
    const inputs = Object.fromEntries(
      Object.entries(trial.inputTypes).map(([name, types]) => {
        const values = [types].flat().map((type, index) => ({
          type,
          ...Object.fromEntries(
            Object.keys(shapesOf(type as PortType)).map((value) => {
              const constant = trial.constants[`${name}/${index}/${value}`];
              return [value, constant ? toTensor(constant) : leaf(`input/${name}/${index}/${value}`)];
            }),
          ),
        }));
        return [name, Array.isArray(types) ? values : values[0]];
      }),
    ) as InputValues<InputSpecs>;
    const weights = Object.fromEntries(Object.keys(trial.weightSpecs).map((name) => [name, leaf(`weight/${name}`)]));
    const text = textOf(block, params);
    const context = trialContext({
      training,
      ...(text ? { tokens: text } : {}),
      lookup: (name) => leaf(`lookup/${name}`),
      pairs: () => trialPairs(trial),
      column: trialColumn,
      probed,
      terms,
    });
    const outputs = forwardOf(block.id)(inputs, weights, params, context);
    const flat = Object.entries(outputs).flatMap(([output, value]) =>
      Object.entries(value).map(([name, x]) => [`${output}/${name}`, x as Tensor] as const),
    );
    return { terms, outputs: Object.fromEntries(flat) };
  };
  const { outputs, gradients } = tf.tidy(() => {
    const tensors = names.map((name) => toTensor(trial.leaves[name]!));
    const { outputs: forwardOnly } = forward(tensors);
    // A leaf without influence has the gradient zero: tfjs would refuse it.
    const zero = (xs: Tensor[]) => xs.map((x) => tf.mul(tf.sum(x), 0)).reduce((a, b) => tf.add(a, b));
    const grads = tf.grads((...xs: Tensor[]) => {
      const result = forward(xs);
      const products = Object.entries(trial.cotangents).map(([path, cotangent]) =>
        tf.sum(tf.mul(result.outputs[path]!, toTensor(cotangent))),
      );
      return [...products, ...result.terms].reduce((a, b) => tf.add(a, b), zero(xs)).asScalar();
    })(tensors);
    return { outputs: forwardOnly, gradients: Object.fromEntries(names.map((name, at) => [name, grads[at]!])) };
  });
  const read = async (tensors: Record<string, Tensor>): Promise<Named> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(tensors).map(
          async ([name, x]) => [name, { data: Float32Array.from(await x.data()), shape: x.shape }] as const,
        ),
      ),
    );
  try {
    return { outputs: await read(outputs), gradients: await read(gradients) };
  } finally {
    tf.dispose([Object.values(outputs), Object.values(gradients)]);
  }
}

/** Whether a leaf has one entry per row. */
export const hasRows = (name: string, { shape }: Values): boolean => !name.startsWith('weight/') && shape[0] === ROWS;

/** Copies of the leaves (or cotangents) with the numbers of the padding row replaced. */
export function withPaddingRow(named: Named, value: (old: number) => number): Named {
  return Object.fromEntries(
    Object.entries(named).map(([name, values]) => {
      if (!hasRows(name, values)) return [name, values];
      const from = (values.data.length / ROWS) * PADDING_ROW;
      return [name, { ...values, data: values.data.map((x, at) => (at >= from ? value(x) : x)) }];
    }),
  );
}

/** Mask of the text a block looks up, where it does. */
function textOf(block: AnyBlock, params: ReturnType<typeof withDefaults>): Values | null {
  const text = Object.values(block.lookups?.(params) ?? {}).find(({ at }) => at === 'tokens');
  return text ? tokenMask(text.length) : null;
}

const packAll = (named: Named): Record<string, Packed> =>
  Object.fromEntries(Object.entries(named).map(([name, { data, shape }]) => [name, pack(data, shape)]));

/** The trial for trials.py. */
export function trialCase(trial: Trial) {
  const full = history(HISTORY);
  const text = textOf(trial.block, withDefaults(trial.block.params, trial.params));
  const most = Math.max(...POSITIVES.map((items) => items.length));
  const extra = sampledItems(trial.block, trial.params);
  const pairs: PackedPairs = {
    item: pack(Uint32Array.from(ITEMS), [ROWS]),
    logQ: pack(Float32Array.from(LOG_Q), [LOG_Q.length]),
    sampled: pack(Uint32Array.from(extra), [extra.length]),
    mixedLogQ: pack(Float32Array.from(mixedLogQ(trial.block, trial.params)), [LOG_Q.length]),
    positives: pack(
      Uint32Array.from(POSITIVES.flatMap((items) => Array.from({ length: most }, (_, at) => items[at] ?? 0xffffffff))),
      [ROWS, most],
    ),
    realColumn: pack(Float32Array.from(REAL), [ROWS]),
    weight: pack(Float32Array.from(WEIGHTS), [ROWS]),
  };
  return {
    node: trial.node,
    seed: SEED,
    step: STEP,
    training: trial.training,
    leaves: packAll(trial.leaves),
    constants: packAll(trial.constants),
    cotangents: packAll(trial.cotangents),
    history: packAll(full),
    hash: pack(HASHES, [ROWS]),
    pairs,
    tokens: packAll(text ? { mask: text } : {}),
    columns: Object.fromEntries(
      Object.keys(COLUMNS).map((field) => [
        field,
        [pack(Uint32Array.from(columnOf(field)), [ROWS, 1]), pack(new Float32Array(ROWS).fill(1), [ROWS, 1])],
      ]),
    ),
  };
}
