// The two outputs of the one vite.config.ts: the page and the headless lab.
import { join } from 'node:path';
import { isFresh } from './freshness.mjs';
import { root } from './packages.mjs';

const configuration = ['vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Builds dist/page unless it is newer than its sources. */
export async function buildPage() {
  if (isFresh('dist/page/index.html', ['index.html', 'public', 'src', ...configuration])) return;
  console.error('Building the page…');
  await build('production');
}

/** Builds dist/lab/main.js unless it is newer than its sources; returns its path. */
export async function buildLab() {
  if (!isFresh('dist/lab/main.js', ['src', ...configuration])) await build('lab');
  return join(root, 'dist/lab/main.js');
}

/** @param {'production' | 'lab'} mode */
async function build(mode) {
  const vite = await import('vite');
  await vite.build({ root, mode, configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
}
