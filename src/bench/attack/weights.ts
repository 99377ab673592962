/** Weights files that are not what they say. */
import { encodeFloats } from '../../lab/transfer/base64';
import type { FileTensor, WeightsFile } from '../../lab/transfer/weights-file';
import type { Attack, Folder } from './attack';
import { refused } from './commands/refused';
import { logOf, named } from './logs';

const EVALUATE =
  '$LAB evaluate --log $LOG --min-item-events 1 --min-user-events 1 --baselines none --json --weights w.json';

/** Changes what is in the file, or gives its text. */
type Change = (file: WeightsFile) => unknown;
const as = (text: string): { text: string } => ({ text });
const isText = (given: unknown): given is { text: string } =>
  typeof given === 'object' && given !== null && 'text' in given;
const written =
  (change: Change) =>
  (folder: Folder): void => {
    const file = folder.weights();
    const other = change(file);
    folder.write('w.json', isText(other) ? other.text : JSON.stringify(file));
  };

const accepts = (name: string, change: Change, rest: Partial<Attack> = {}): Attack => ({
  name,
  files: written(change),
  command: EVALUATE,
  code: 0,
  told: { users: 20, items: 40, steps: 1 },
  ...rest,
});
const refuses = (name: string, change: Change, why: string): Attack =>
  refused(name, EVALUATE, `--weights:? "w\\.json":? ${why}`, { files: written(change) });

/** JSON of any depth, which JSON.stringify would not write. */
const deep = (file: WeightsFile, put: (list: string) => void): { text: string } => {
  put('deep');
  return as(JSON.stringify(file).replace('"deep"', `${'['.repeat(1e5)}${']'.repeat(1e5)}`));
};
const loose = (of: object): Record<string, unknown> => of as Record<string, unknown>;
const node = ({ graph }: WeightsFile, id: string): Record<string, unknown> =>
  loose(graph.nodes.find((one) => one.id === id)!.params);
const tensor = ({ tensors }: WeightsFile): FileTensor => tensors['table/item-id']!;
const sizeOf = ({ shape }: FileTensor): number => shape.reduce((a, b) => a * b, 1);
const filled = (of: FileTensor, value: number, at?: number): void => {
  const numbers = new Float32Array(sizeOf(of)).fill(at === undefined ? value : 0.1);
  if (at !== undefined) numbers[at] = value;
  of.data = encodeFloats(numbers);
};
const textOf = (file: WeightsFile): string => JSON.stringify(file);
const PAGE = '<img src=x onerror=run()>';

const accepted: readonly Attack[] = [
  accepts('as it was written', () => undefined),
  accepts('numbers as a list', (file) => {
    for (const one of Object.values(file.tensors))
      Object.assign(one, { encoding: 'array', data: Array.from({ length: sizeOf(one) }, (_, i) => i / 1e4) });
  }),
  accepts('figures that are lies', (file) => (file.run.metrics['hr@10'] = 0.999), { prints: /"hr@10":(?!0\.999)/ }),
  accepts('keys that nobody knows', (file) => Object.assign(file, { more: { and: ['more'] } })),
  accepts('__proto__ as a key of the file and of its run', (file) => {
    const polluted = '"__proto__":{"polluted":1},';
    return as(textOf(file).replace('{', `{${polluted}`).replace('"run":{', `"run":{${polluted}`));
  }),
  accepts('the name of an object as that of a tensor', (file) => (file.tensors['constructor'] = tensor(file))),
  accepts('lists in lists under a key that nobody knows', (file) =>
    deep(file, (list) => Object.assign(file, { more: list })),
  ),
  accepts('markup and escape sequences for a title', (file) => (file.graph.title = `${PAGE}\u001b]0;x\u0007`)),
  accepts('of other ids by half', () => undefined, {
    files: (folder) => {
      written(() => undefined)(folder);
      folder.write(
        'other.csv',
        named(({ i }) => `${i % 2 ? 'i' : 'j'}${i}`),
      );
    },
    command: EVALUATE.replace('$LOG', 'other.csv'),
    says: /numbers are not comparable.*The loaded data has 20 of the 40 values of “item id” in the file/,
  }),
  accepts('of other ids altogether', () => undefined, {
    files: (folder) => {
      written(() => undefined)(folder);
      folder.write(
        'other.csv',
        named(({ i }) => `j${i}`),
      );
    },
    command: EVALUATE.replace('$LOG', 'other.csv'),
    says: /The loaded data has 0 of the 40 values of “item id” in the file/,
  }),
];

const texts: readonly Attack[] = [
  refuses('empty', () => as('\n'), 'This file is not JSON'),
  refuses('no JSON', () => as(logOf()), 'This file is not JSON'),
  refuses('a page', () => as(PAGE), 'This file is not JSON'),
  ...['null', 'true', '7', '"text"', '[]', '{}'].map((text) =>
    refuses(`nothing but ${text}`, () => as(text), 'This JSON is not a Tower Lab weights file'),
  ),
  refuses('cut in half', (file) => as(textOf(file).slice(0, textOf(file).length / 2)), 'This file is incomplete'),
  refuses('cut by one character', (file) => as(textOf(file).slice(0, -1)), 'This file is incomplete'),
  refuses('cut inside of a name', (file) => as(textOf(file).slice(0, 12)), 'This file is incomplete'),
  refuses('a second file behind it', (file) => as(textOf(file) + textOf(file)), 'This file is not JSON'),
  refuses(
    'of another format',
    (file) => Object.assign(file, { format: 'tower-lab/vectors' }),
    'This JSON is not a Tower Lab weights file',
  ),
  ...[0, -1, 1.5, '1', null].map((version) =>
    refuses(
      `version ${JSON.stringify(version)}`,
      (file) => Object.assign(file, { version }),
      'The file’s structure is invalid at version',
    ),
  ),
  refuses(
    'version 99',
    (file) => Object.assign(file, { version: 99 }),
    'This file was written by a newer Tower Lab, with version 99',
  ),
  refuses(
    'a graph of version 99',
    (file) => Object.assign(file.graph, { version: 99 }),
    'The part “graph” of this file was written by a newer',
  ),
  refuses(
    'settings of version 99',
    (file) => Object.assign(file.settings, { version: 99 }),
    'The part “settings” of this file was written by a newer',
  ),
];

const tensors: readonly Attack[] = [
  refuses(
    'another shape',
    (file) => tensor(file).shape.reverse(),
    'The tensor “table/item-id” has the shape \\[4, 42\\]; its graph needs \\[42, 4\\]',
  ),
  refuses(
    'a shape of 1e18 numbers',
    (file) => (tensor(file).shape = [1e9, 1e9]),
    'The tensor “table/item-id” has the shape',
  ),
  refuses(
    'a shape below nought',
    (file) => (tensor(file).shape = [-42, -4]),
    'The file’s structure is invalid at tensors',
  ),
  refuses(
    'a shape of halves',
    (file) => (tensor(file).shape = [84, 0.5]),
    'The file’s structure is invalid at tensors',
  ),
  refuses('no shape', (file) => (tensor(file).shape = []), 'The tensor “table/item-id” has the shape \\[\\]'),
  refuses(
    'NaN',
    (file) => filled(tensor(file), Number.NaN, 5),
    'The tensor “table/item-id” holds a number that is not finite, at position 5',
  ),
  refuses(
    'infinity',
    (file) => filled(tensor(file), Infinity, 0),
    'The tensor “table/item-id” holds a number that is not finite, at position 0',
  ),
  refuses(
    'null among numbers',
    (file) => Object.assign(tensor(file), { encoding: 'array', data: Array.from({ length: 168 }, () => null) }),
    'The tensor “table/item-id” holds a number that is not finite',
  ),
  refuses(
    'words among numbers',
    (file) => Object.assign(tensor(file), { encoding: 'array', data: ['one', 'two'] }),
    'The file’s structure is invalid at tensors',
  ),
  refuses(
    'no base64',
    (file) => (tensor(file).data = '§'.repeat(896)),
    'The tensor “table/item-id” holds 0 numbers; its shape needs 168',
  ),
  refuses(
    'too few numbers',
    (file) => (tensor(file).data = encodeFloats(new Float32Array(167))),
    'The tensor “table/item-id” holds 167 numbers; its shape needs 168',
  ),
  refuses(
    'too many numbers',
    (file) => (tensor(file).data = encodeFloats(new Float32Array(169))),
    'The tensor “table/item-id” holds 169 numbers; its shape needs 168',
  ),
  refuses(
    '50 million numbers too many',
    (file) => (tensor(file).data = encodeFloats(new Float32Array(5e7))),
    'The tensor “table/item-id” holds 50,?000,?000 numbers',
  ),
  refuses(
    '2 million numbers too many in a list',
    (file) => Object.assign(tensor(file), { encoding: 'array', data: Array.from({ length: 2e6 }, () => 0.125) }),
    'The tensor “table/item-id” holds 2,?000,?000 numbers',
  ),
  refuses('no numbers', (file) => (tensor(file).data = ''), 'The tensor “table/item-id” holds 0 numbers'),
  refuses('a tensor less', (file) => delete file.tensors['table/item-id'], 'The tensor “table/item-id” is missing'),
  refuses('tensors of which there is none', (file) => (file.tensors = {}), 'The tensor “.*” is missing'),
  refuses(
    'tensors in a list',
    (file) => Object.assign(file, { tensors: [] }),
    'The (file’s structure is invalid at tensors|tensor “.*” is missing)',
  ),
  refuses(
    'a tensor more',
    (file) => (file.tensors['user/more'] = tensor(file)),
    'The file contains a tensor “user/more” that is not in its graph',
  ),
  refuses(
    'float64',
    (file) => Object.assign(tensor(file), { dtype: 'float64' }),
    'The file’s structure is invalid at tensors',
  ),
  refuses(
    'numbers in an encoding that there is not',
    (file) => Object.assign(tensor(file), { encoding: 'hex' }),
    'The file’s structure is invalid at tensors',
  ),
  refuses(
    'numbers of 3e38',
    (file) => Object.values(file.tensors).forEach((one) => filled(one, 3e38)),
    'its numbers give scores that are not finite',
  ),
];

const BAD = 'The graph in the file has problems: .*';
const parts: readonly Attack[] = [
  ...(['graph', 'schema', 'settings', 'run', 'tensors'] as const).map((part) =>
    refuses(`no ${part}`, (file) => delete loose(file)[part], `The file’s structure is invalid at ${part}`),
  ),
  refuses(
    'a learning rate of 1e300',
    (file) => Object.assign(file.settings.optimizers[0]!, { learningRate: 1e300 }),
    'The file’s structure is invalid at settings',
  ),
  refuses(
    'a batch of a milliard',
    (file) => Object.assign(file.settings, { batch: 1e9 }),
    'The file’s structure is invalid at settings.batch',
  ),
  refuses(
    'settings in lists of lists',
    (file) => deep(file, (list) => Object.assign(file.settings, { clipNorm: list })),
    'The file’s structure is invalid at settings',
  ),
  refuses('a layer a milliard wide', (file) => (node(file, 'user-mlp')['widths'] = [1e9, 4]), `${BAD}user-mlp`),
  refuses(
    '100,000 layers',
    (file) => (node(file, 'user-mlp')['widths'] = Array.from({ length: 1e5 }, () => 4)),
    `${BAD}user-mlp`,
  ),
  refuses('a history of a milliard', (file) => (node(file, 'history')['length'] = 1e9), `${BAD}history`),
  refuses('a table a million wide', (file) => Object.assign(file.graph.tables[0]!, { width: 1e6 }), BAD),
  refuses(
    'parameters in lists of lists',
    (file) => deep(file, (list) => (node(file, 'user-mlp')['widths'] = list)),
    `${BAD}Lists are nested more than 64 deep here`,
  ),
  refuses(
    '__proto__ as a key everywhere',
    (file) => as(textOf(file).replaceAll('{', '{"__proto__":{"polluted":1},').replaceAll(',}', '}')),
    `${BAD}bad-param`,
  ),
  refuses(
    'two nodes of one name',
    (file) => file.graph.nodes.push(file.graph.nodes[0]!),
    `${BAD}Two nodes have the same name`,
  ),
  refuses('an edge twice', (file) => file.graph.edges.push(file.graph.edges[0]!), BAD),
  refuses(
    'an edge to nowhere',
    (file) => Object.assign(file.graph.edges[0]!, { to: { node: 'moon', input: 'parts' } }),
    `(${BAD}|The file’s structure)`,
  ),
  refuses(
    'a block that there is not',
    (file) => Object.assign(file.graph.nodes[0]!, { block: '__proto__' }),
    `${BAD}Unknown block “__proto__”`,
  ),
  refuses(
    '501 nodes',
    (file) =>
      Object.assign(file.graph, {
        nodes: Array.from({ length: 501 }, (_, i) => ({ ...file.graph.nodes[0], id: `n${i}` })),
      }),
    `${BAD}This graph has 501 nodes`,
  ),
  refuses(
    '100,000 nodes',
    (file) =>
      Object.assign(file.graph, {
        nodes: Array.from({ length: 1e5 }, (_, i) => ({ ...file.graph.nodes[0], id: `n${i}` })),
      }),
    `${BAD}This graph has 100,000 nodes`,
  ),
  refuses('no nodes', (file) => Object.assign(file.graph, { nodes: [], edges: [] }), BAD),
  refuses(
    'a value twice in a vocabulary',
    (file) => file.schema.vocabularies['item id']!.splice(0, 1, 'i7'),
    'The vocabulary of “item id” holds the value “i7” twice',
  ),
  refuses('a vocabulary longer than its table', (file) => file.schema.vocabularies['item id']!.push('more'), ''),
  refuses(
    'a field of other data',
    (file) => as(textOf(file).replaceAll('"item id"', '"shelf id"')),
    'These weights were trained on other data: the field “shelf id” is missing',
  ),
  refuses('steps below nought', (file) => (file.run.steps = -1), 'The file’s structure is invalid at run.steps'),
  refuses(
    'words for figures',
    (file) => Object.assign(file.run, { metrics: { 'hr@10': 'high' } }),
    'The file’s structure is invalid at run.metrics',
  ),
];

export const weights: readonly Attack[] = [...accepted, ...texts, ...tensors, ...parts];
