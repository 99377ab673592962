/** What no compiler knows: what stays out of the code and why, how long files and lines are, which tables are whole. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, read, root, sources } from './repository';

const isText = (path: string) => !/\.(png|ico|woff2?|parquet|gz|zip)$/.test(path);

const SELF = 'src/conventions.test.ts';
/** The one file that imports tfjs. */
const TFJS = 'src/engine/tf.ts';
/** tfjs as its users know it, to be compared with. */
const STOCK = ['implementations', 'presets', 'retrieval'].map((folder) => `src/bench/${folder}/stock-tfjs.ts`);

/**
 * Operations of tfjs 4.22 that are wrong on WebGPU, cannot be differentiated there, or read back; called as `tf.name(`
 * or on a tensor. What tfjs runs by itself, in gradients above all, is watched where blocks and steps are run
 * (`kernelsIn`). Tests and the implementations in stock tfjs may call them.
 */
const UNSOUND: readonly { names: readonly string[]; reason: string }[] = [
  {
    names: ['dataSync', 'arraySync', 'readSync', 'print'],
    reason: 'a synchronous readback kills the GPU process in headless Chrome and has no canvas in Node: await data()',
  },
  {
    names: ['cumsum', 'cumprod'],
    reason:
      'the length is baked into a shader found under a key without it: wrong once another length was used; off the last axis the gradient is wrong on every backend',
  },
  { names: ['einsum'], reason: 'has no gradient, and stores the whole outer product' },
  { names: ['addN'], reason: 'more than seven inputs are garbage on eight storage buffers: chain adds' },
  {
    names: ['argMax', 'argMin'],
    reason: 'of equal numbers any may be found, another one on another backend: compare with the maximum',
  },
  {
    names: ['tile', 'broadcastTo'],
    reason: 'the gradient takes a slice and a sum for each repetition: broadcast in the operation itself',
  },
  {
    names: ['unsortedSegmentSum'],
    reason: 'an id that is too large wraps round, and sums are added atomically, in no order',
  },
  {
    names: ['gather'],
    reason:
      'row numbers pass through f32: above 2^24 it reads other rows; its gradient fills the whole table: see embedding/lookup',
  },
  {
    names: ['gatherND', 'scatterND', 'tensorScatterUpdate', 'stridedSlice', 'sparseToDense'],
    reason: 'has no gradient',
  },
  {
    names: [
      'sparseSegmentSum',
      'sparseSegmentMean',
      'sparseReshape',
      'sparseFillEmptyRows',
      'unique',
      'bincount',
      'denseBincount',
    ],
    reason: 'is missing on WebGPU or reads back synchronously',
  },
  { names: ['booleanMaskAsync', 'whereAsync', 'setdiff1dAsync', 'inTopKAsync'], reason: 'reads the GPU back' },
  {
    names: ['topk'],
    reason: 'sorts whole rows in a hundred dispatches and carries its indices through f32: see kernels/retrieval',
  },
  {
    names: ['randomUniform', 'randomNormal', 'truncatedNormal', 'randomStandardNormal', 'randomGamma', 'multinomial'],
    reason: 'draws in JavaScript, which a recorded step would repeat: see kernels/counter-uniform',
  },
];

/** What no file may hold; `except`: the files that may. */
const FORBIDDEN: readonly { pattern: RegExp; reason: string; except?: readonly string[] }[] = [
  {
    pattern: /\btf\.train\.|\btf\.(Sgd|Adam|Adagrad|RMSProp)/,
    reason: 'its optimizers address weights by position and rewrite whole tables',
    except: [...STOCK, 'src/model/run/parity.test.ts'],
  },
  {
    pattern: /\btf\.(layers|dropout)\b/,
    reason: 'layers are blocks here, those of tfjs attend by einsum, which has no gradient; dropout is counter-based',
  },
  { pattern: /\bMath\.random\(/, reason: 'everything random takes a seed' },
  { pattern: /(^|[^.\w])alert\(|window\.(alert|confirm|prompt)\(/, reason: 'a message stands where the matter is' },
  { pattern: /@ts-(ignore|nocheck)/, reason: 'types are not silenced' },
  { pattern: /\b(it|test|describe)\.(only|todo)\(/, reason: 'every test runs' },
];

/** Calls that put each of a list's values on the stack, which holds some 125,000 of them. */
const SPREAD_CALL =
  /\.(?:push|unshift)\(\s*\.\.\.|\bMath\.(?:max|min|hypot)\((?:[^()]|\([^()]*\))*?\.\.\.|\.fromC(?:harCode|odePoint)\(\s*\.\.\./;
/** Where the list cannot grow with anyone's data, and why. */
const SHORT_LISTS: Readonly<Record<string, string>> = {
  'src/bench/': 'measurements of a program of ours',
  'src/ui/board/layout/': 'nodes and lanes of one drawing',
  'src/model/check/validate.ts': 'problems and inputs of one node',
  'src/model/edits/': 'tables and nodes of one drawing',
  'src/model/presets/': 'nodes that a preset draws',
  'src/model/run/': 'penalties and pieces of one node',
  'src/model/torch/packed.ts': 'pieces of a fixed length',
  'src/lab/stores/thin.ts': 'two points',
  'src/lab/studies/judging/': 'measures a study names',
  'src/cli/commands/study/report.ts': 'widths of the arms of a study',
  'src/cli/arguments.ts': 'names of commands',
  'src/cli/setup/': 'files of this repository',
  'src/data/worlds/': 'interests and hours of a world',
  'src/engine/kernels/': 'references that tests compare with: interests, classes, a batch',
  'src/lab/rankers/fitting/testing.ts': 'the items of a test',
  'src/model/harness/': 'the batches of tests',
  'src/ui/panels/result/ResultTable.tsx': 'recommenders',
};

/** Lines of these files that match, as they are reported. */
const linesOf = (from: readonly { path: string; text: string }[], pattern: RegExp): string[] =>
  from.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim()}`] : [])),
  );

/** A call of tfjs or of a tensor. */
const callOf = (names: readonly string[]): RegExp => new RegExp(`\\.(${names.join('|')})\\(`);

describe('what stays out', () => {
  it.each(UNSOUND)('$names: $reason', ({ names }) => {
    expect(
      linesOf(
        sources.filter(({ path, isTest }) => !isTest && !STOCK.includes(path)),
        callOf(names),
      ),
    ).toEqual([]);
  });

  it('takes tfjs whole and from one file, so that every call of it says so', () => {
    const own = sources.filter(({ path }) => path !== SELF && path !== TFJS);
    const whole = /import (type )?\* as tf from '/;
    const imports = linesOf(own, /from '(\.\/|(\.\.\/)+(engine\/)?)tf'/);
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter((line) => !whole.test(line) && !/import type \{/.test(line))).toEqual([]);
    expect(linesOf(own, /(from|import) *\(?'@tensorflow\//)).toEqual([]);
  });

  it('installs one tfjs-core, of the version of the package that brings it', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };
    const versions = Object.entries(packages).filter(([path]) => path.endsWith('/@tensorflow/tfjs-core'));
    expect(versions.map(([, { version }]) => version)).toEqual([packages['node_modules/@tensorflow/tfjs']!.version]);
  });

  it.each(FORBIDDEN)('$pattern: $reason', ({ pattern, except = [] }) => {
    expect(
      linesOf(
        sources.filter(({ path }) => path !== SELF && !except.includes(path)),
        pattern,
      ),
    ).toEqual([]);
  });

  it('gives no call as many arguments as there are rows: a list of data is walked', () => {
    const found = sources
      .filter(({ path, isTest }) => !isTest && !Object.keys(SHORT_LISTS).some((place) => path.startsWith(place)))
      .filter(({ text }) => SPREAD_CALL.test(text))
      .map(({ path, text }) => `${path}: ${SPREAD_CALL.exec(text)![0]}`);
    expect(found).toEqual([]);
    // Nobody keeps a pass that he no longer needs.
    const needed = (place: string): boolean =>
      sources.some(({ path, text, isTest }) => !isTest && path.startsWith(place) && SPREAD_CALL.test(text));
    expect(Object.keys(SHORT_LISTS).filter((place) => !needed(place))).toEqual([]);
  });

  it('has no folder for odds and ends', () => {
    expect(files.filter((path) => /(^|\/)(utils?|helpers?|types)(\/|\.\w+$)/.test(path))).toEqual([]);
  });

  it('keeps one idea in a file of at most 400 lines', () => {
    // The catalog is a list of sentences, not an idea.
    const long = sources
      .filter(({ path }) => !/^src\/words\/[^/]+\/words\.ts$/.test(path))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it('keeps comments and Python, which the formatter leaves alone, to its width of 120', () => {
    const isWide = (path: string, line: string) =>
      line.length > 120 && (path.endsWith('.py') || /^\s*(\/\/|\/?\*)/.test(line));
    const wide = files
      .filter((path) => /\.(tsx?|mjs|css|py)$/.test(path))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .flatMap((line, i) => (isWide(path, line) ? [`${path}:${i + 1}`] : [])),
      );
    expect(wide).toEqual([]);
  });

  it('lists every trap that a test names, and none that no test does', () => {
    const listed = new Set([...read('src/model/TRAPS.md').matchAll(/^\| (\d+b?) \|/gm)].map((match) => match[1]!));
    const named = new Set(
      sources
        .filter(({ path, isTest }) => isTest && path !== SELF)
        .flatMap(({ text }) => [...text.matchAll(/traps? (\d+b?)(?:(?: and|,) (?:trap )?(\d+b?))?/g)])
        .flatMap(([, ...numbers]) => numbers.filter((number) => number !== undefined)),
    );
    expect([...named].filter((number) => !listed.has(number))).toEqual([]);
    expect([...listed].filter((number) => !named.has(number))).toEqual([]);
  });

  it('says one oldest Chrome everywhere', () => {
    const places = ['README.md', 'src/cli/setup/open-page.mjs', 'src/words/en/words.ts', 'src/words/zh/words.ts'];
    const named = places.map((path) =>
      /Chrome(?: or Edge)? (\d+) or newer|用 (\d+) 版或更新的 Chrome/.exec(read(path)),
    );
    expect(named.map((match) => match?.[1] ?? match?.[2])).toEqual(places.map(() => '113'));
  });

  it('has README name only files and folders that are there', () => {
    const named = [...read('README.md').matchAll(/`((?:src|e2e)\/[\w./-]+)`/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !files.some((file) => file === path || file.startsWith(`${path}/`)))).toEqual([]);
  });

  it.each(['README.md', 'src/README.md'])('has no line of %s twice in a row', (path) => {
    const lines = read(path).split('\n');
    expect(lines.filter((line, at) => line.trim() !== '' && line === lines[at - 1])).toEqual([]);
  });

  it('has a row for every kernel in their table', () => {
    const kernels = new Set(files.flatMap((path) => /^src\/engine\/kernels\/([^/]+)\//.exec(path)?.[1] ?? []));
    const rows = [...read('src/engine/kernels/README.md').matchAll(/^\| ([a-z0-9-]+) \|/gm)].map((match) => match[1]!);
    expect(rows.filter((row) => row !== 'kernel' && row !== '---')).toEqual([...kernels].toSorted());
  });

  it('names neither a machine nor a package registry', () => {
    // A class of one letter keeps these patterns from matching themselves.
    const machine = /\/[h]ome\/\w|\/[U]sers\/\w|\/[r]oot\/|\/[w]ork\/|C:\\[U]sers/;
    const packageHost = /"[r]esolved":|\b[r]egistry\.npm|[n]pmmirror|\b[r]egistry\s*=/;
    const found = files
      .filter((path) => isText(path) && statSync(join(root, path)).isFile())
      .flatMap((path) =>
        read(path)
          .split('\n')
          .flatMap((line, i) =>
            machine.test(line) || packageHost.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 120)}`] : [],
          ),
      );
    expect(found).toEqual([]);
  });
});
