/** The rules of the house that no compiler knows: who may import whom, what stays out, and what the top level holds. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
/** What is in the repository or about to be: tracked and not ignored. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const isText = (path: string) => !/\.(png|ico|woff2?|parquet|gz|zip)$/.test(path);

const LAYERS = ['engine', 'data', 'model', 'words', 'lab', 'ui', 'cli', 'bench'] as const;
type Layer = (typeof LAYERS)[number];

/** Values a layer may import, by layer. Words are data of the screen: what fills them is imported as a type only. */
const MAY_IMPORT: Record<Layer, readonly Layer[]> = {
  engine: [],
  data: [],
  model: ['engine', 'data'],
  words: [],
  lab: ['engine', 'data', 'model'],
  ui: ['data', 'model', 'lab', 'words'],
  cli: ['engine', 'data', 'model', 'lab', 'words'],
  bench: ['engine', 'data', 'model', 'lab'],
};
const MAY_IMPORT_TYPES: Partial<Record<Layer, readonly Layer[]>> = { words: ['engine', 'data', 'model', 'lab'] };
/** The few values that cross all the same, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  'src/words -> src/model/blocks/*/words.': 'words stand beside what they name: the catalog gathers them',
  'src/words -> src/model/objectives/*/words.': 'words stand beside what they name: the catalog gathers them',
  'src/words -> src/model/presets/*/words.': 'words stand beside what they name: the catalog gathers them',
  'src/words -> src/data/worlds/*/words.': 'words stand beside what they name: the catalog gathers them',
  'src/words -> src/lab/rankers': 'rankers bring their words',
  'src/words -> src/data/sources': 'file formats bring their words',
};

interface Import {
  target: string;
  typeOnly: boolean;
}

/** Static, dynamic, re-exported and worker imports, and glob imports by their fixed part. */
function importsOf(text: string): Import[] {
  const statements = [...text.matchAll(/\b(import|export)\s+(type\s+)?(?:[\w*\s{},$]*?\bfrom\s*)?['"]([^'"]+)['"]/g)];
  const calls = [
    ...text.matchAll(/(?:\bimport\(|new URL\(|import\.meta\.glob(?:<[^(]*>)?\()\s*\[?\s*['"]([^'"]+)['"]/g),
  ];
  return [
    ...statements.map((match) => ({ target: match[3]!, typeOnly: match[2] !== undefined })),
    ...calls.map((match) => ({ target: match[1]!, typeOnly: false })),
  ];
}

const sources = files
  .filter((path) => /^src\/.+\.(tsx?|mjs)$/.test(path))
  .map((path) => ({ path, text: read(path), isTest: /\.test\.tsx?$/.test(path) }));
const layerOf = (path: string) => LAYERS.find((layer) => path.startsWith(`src/${layer}/`));

describe('direction', () => {
  const crossings = sources.flatMap(({ path, text, isTest }) => {
    const from = layerOf(path);
    if (!from) return [];
    return importsOf(text)
      .filter(({ target }) => target.startsWith('.'))
      .map(({ target, typeOnly }) => ({ path, isTest, from, typeOnly, reached: join(dirname(path), target) }))
      .map((crossing) => ({ ...crossing, to: layerOf(crossing.reached) }))
      .filter(({ to }) => to !== undefined && to !== from);
  });

  it('lets every layer import only the layers below it', () => {
    const forbidden = crossings.filter(({ from, to, typeOnly, reached }) => {
      if (MAY_IMPORT[from].includes(to!)) return false;
      if (typeOnly && MAY_IMPORT_TYPES[from]?.includes(to!)) return false;
      return !Object.keys(EXCEPTIONS).some((rule) => {
        const [source, goal] = rule.split(' -> ') as [string, string];
        return source === `src/${from}` && reached.startsWith(goal);
      });
    });
    // Tests of a layer may stand on the device of Node, which is the engine's.
    const real = forbidden.filter(({ isTest, to }) => !(isTest && to === 'engine'));
    expect(real.map(({ path, reached }) => `${path} imports ${reached}`)).toEqual([]);
  });

  it('keeps React in the screen', () => {
    const found = sources
      .filter(({ path }) => layerOf(path) !== 'ui' && path !== 'src/main.tsx')
      .flatMap(({ path, text }) =>
        importsOf(text)
          .filter(({ target }) => /^(react|react-dom|@xyflow\/react|recharts|radix-ui)(\/|$)/.test(target))
          .map(({ target }) => `${path} imports ${target}`),
      );
    expect(found).toEqual([]);
  });

  it('keeps tensors off the screen, also behind what it imports: tfjs is loaded by the worker alone', () => {
    const known = new Map(sources.map(({ path, text }) => [path, text]));
    const reached = new Set<string>();
    const found: string[] = [];
    const visit = (path: string, chain: readonly string[]): void => {
      if (reached.has(path)) return;
      reached.add(path);
      // A worker is another bundle.
      const inPage = (known.get(path) ?? '').replace(/new URL\([^)]*\)/g, '');
      for (const { target, typeOnly } of importsOf(inPage)) {
        if (typeOnly) continue;
        if (target.startsWith('@tensorflow/')) found.push([...chain, path, target].join(' > '));
        if (target.startsWith('.'))
          for (const next of filesOf(join(dirname(path), target))) visit(next, [...chain, path]);
      }
    };
    const filesOf = (base: string): string[] => {
      const pattern = new RegExp(
        `^${base
          .split('*')
          .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
          .join('[^/]+')}(\\.tsx?)?$`,
      );
      return [...known.keys()].filter((path) => pattern.test(path));
    };
    visit('src/main.tsx', []);
    expect(found).toEqual([]);
    // Files are read by the worker.
    const reads = /^src\/data\/sources\/(readers|decode|table-builder|[^/]+\/read)\.ts$/;
    expect([...reached].filter((path) => reads.test(path))).toEqual([]);
    // What fits rankers is long work of another worker; the page knows what they declare and what they are called.
    const fits = /^src\/lab\/rankers\/(fits|compute|fitting\/.*|[^/]+\/fit)\.ts$/;
    expect([...reached].filter((path) => fits.test(path))).toEqual([]);
    // The walk went through stores, blocks and words, not just the first file.
    expect([...reached]).toEqual(
      expect.arrayContaining([
        'src/ui/App.tsx',
        'src/lab/client.ts',
        'src/model/blocks/mlp/block.ts',
        'src/model/blocks/mlp/words.zh.ts',
        'src/words/zh/words.ts',
        'src/lab/rankers/ease/ranker.ts',
        'src/data/sources/csv/source.ts',
      ]),
    );
  });

  it('keeps zustand vanilla outside the screen: its main entry brings React', () => {
    const found = sources
      .filter(({ path }) => layerOf(path) !== 'ui')
      .flatMap(({ path, text }) =>
        importsOf(text)
          .filter(({ target, typeOnly }) => !typeOnly && /^zustand(\/react.*)?$/.test(target))
          .map(({ target }) => `${path} imports ${target}`),
      );
    expect(found).toEqual([]);
  });
});

const SELF = 'src/architecture.test.ts';
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

  it('takes tfjs whole, so that every call of it says so', () => {
    const whole = /import (type )?\* as tf from '@tensorflow\/tfjs'/;
    const found = linesOf(
      sources.filter(({ path }) => path !== SELF),
      /from '@tensorflow\/tfjs'/,
    ).filter((line) => !whole.test(line) && !/import type \{/.test(line));
    expect(found).toEqual([]);
  });

  it.each(FORBIDDEN)('$pattern: $reason', ({ pattern, except = [] }) => {
    expect(
      linesOf(
        sources.filter(({ path }) => path !== SELF && !except.includes(path)),
        pattern,
      ),
    ).toEqual([]);
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

describe('top level', () => {
  it('holds the files of the design and nothing else', () => {
    const allowed = new Set([
      'index.html',
      'vite.config.ts',
      'tsconfig.json',
      'package.json',
      'package-lock.json',
      'README.md',
      'LICENSE',
      'public',
      'e2e',
      'src',
    ]);
    const names = new Set(files.map((path) => path.split('/')[0]!));
    expect([...names].filter((name) => !allowed.has(name) && !name.startsWith('.'))).toEqual([]);
  });

  it('gives src only the layers, the composition root, its map and this test', () => {
    const allowed = new Set<string>([...LAYERS, 'main.tsx', 'architecture.test.ts', 'README.md']);
    const names = new Set(files.filter((path) => path.startsWith('src/')).map((path) => path.split('/')[1]!));
    expect([...names].filter((name) => !allowed.has(name))).toEqual([]);
  });

  it('pins every package exactly', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});

describe('the reader of imports', () => {
  it('sees static, type, dynamic, worker, re-exported and glob imports', () => {
    const text = [
      "import { a } from './a';",
      "import type { B } from '../b';",
      "import './side';",
      "export * from './c';",
      "const d = await import('./d');",
      "new Worker(new URL('./e.ts', import.meta.url));",
      "import.meta.glob<X>('./blocks/*/block.ts', { eager: true });",
      "import {\n  f,\n  g,\n} from './f';",
    ].join('\n');
    expect(importsOf(text).map(({ target, typeOnly }) => `${typeOnly ? 'type ' : ''}${target}`)).toEqual([
      './a',
      'type ../b',
      './side',
      './c',
      './f',
      './d',
      './e.ts',
      './blocks/*/block.ts',
    ]);
  });
});
