import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './packages.mjs';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

it('lets no package run a script when it is installed, and the map names those that have one', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { hasInstallScript?: true }>;
  };
  const scripted = Object.keys(packages).filter((path) => packages[path]!.hasInstallScript);
  const [, said = ''] = /\*\*Install scripts\.\*\*([^]*?)(\n\n|$)/.exec(read('src/README.md')) ?? [];
  const named = [...said.matchAll(/`(\S+)` (?:takes|prints)/g)].map(([, name]) => `node_modules/${name}`);
  expect(scripted.toSorted()).toEqual(named.toSorted());
});
