/** The order of the folders of `model`: each stands on those below it, and knows nothing of those above. */
import { describe, expect, it } from 'vitest';

/** From the lowest up. */
const FLOORS = [
  'document',
  'formats',
  'blocks',
  'objectives',
  'nodes',
  'check',
  'presets',
  'edits',
  'run',
  'torch',
  'harness',
];

const sources = import.meta.glob<string>('../**/*.{ts,py,md}', { query: '?raw', import: 'default', eager: true });

/** Below `model`, as `folder/file`: a path of the glob is relative to this folder. */
const inModel = (path: string, from = 'model/harness/here'): string =>
  new URL(path, `file:///${from}`).pathname.replace('/model/', '');
const floorOf = (path: string): number => FLOORS.indexOf(path.split('/')[0]!);

/** Every file that a text names after `from`, `import` or in a glob, types too. */
const importsOf = (text: string): string[] =>
  [
    ...text.matchAll(/\b(?:from|import|declare module)\s*\(?\s*'(\.[^']+)'/g),
    ...text.matchAll(/(?<=import\.meta\.glob[^;]*)'(\.[^'*]+)\*/g),
  ].map((match) => match[1]!);

/** Imports that lead from a floor to one above it. */
const rising = (path: string, text: string): string[] =>
  importsOf(text)
    .map((target) => inModel(target, `model/${path}`))
    .filter((target) => floorOf(target) > floorOf(path))
    .map((target) => `${path} imports ${target}`);

describe('the floors of the model', () => {
  it('import only from themselves and from those below, types too', () => {
    const found = Object.entries(sources)
      .map(([path, text]) => [inModel(path), text] as const)
      // Tests, and what the tests of one block share, stand on the whole house.
      .filter(([path]) => path.endsWith('.ts') && !/(\.test|\/testing)\.ts$/.test(path))
      .flatMap(([path, text]) => rising(path, text));
    expect(found).toEqual([]);
  });

  it('are all there is: the root holds nothing but the list of traps', () => {
    const names = new Set(Object.keys(sources).map((path) => inModel(path).split('/')[0]!));
    expect([...names].toSorted()).toEqual([...FLOORS, 'TRAPS.md'].toSorted());
  });

  it('are read in all forms of an import', () => {
    const text = [
      "import { a } from '../run/a';",
      "import type { B } from '../check/b';",
      "export * from '../torch/c';",
      "const d = await import('../edits/d');",
      "import '../harness/e';",
      "const f = import.meta.glob<F>(['../blocks/*/f.ts', '../objectives/*/f.ts'], { eager: true });",
      "declare module '../document/g' {",
    ].join('\n');
    expect(rising('blocks/mlp', text)).toEqual([
      'blocks/mlp imports run/a',
      'blocks/mlp imports check/b',
      'blocks/mlp imports torch/c',
      'blocks/mlp imports edits/d',
      'blocks/mlp imports harness/e',
      'blocks/mlp imports objectives/',
    ]);
  });
});
