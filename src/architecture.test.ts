/** Who may import whom, and what the top level holds. */
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, read, sources } from './repository';

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
const EXCEPTIONS: readonly { from: Layer; to: RegExp; reason: string }[] = [
  {
    from: 'words',
    to: /^src\/\w+\/\w+\/\*\/words\./,
    reason: 'words stand beside what they name: the catalog gathers them',
  },
  { from: 'words', to: /^src\/lab\/rankers\/rankers$/, reason: 'sentences name rankers in the order of their rows' },
  {
    from: 'words',
    to: /^src\/data\/sources\/sources$/,
    reason: 'formats are listed in the order in which they are asked',
  },
];

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
      return !EXCEPTIONS.some((rule) => rule.from === from && rule.to.test(reached));
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

  it('gives src only the layers, the composition root, its map and the tests over all', () => {
    const allowed = new Set<string>([
      ...LAYERS,
      'main.tsx',
      'architecture.test.ts',
      'conventions.test.ts',
      'repository.ts',
      'README.md',
    ]);
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
