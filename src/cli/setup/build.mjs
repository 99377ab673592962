// The two outputs of the one vite.config.ts: the page and the headless lab.
import { renameSync, rmSync } from 'node:fs';
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

/** Builds dist/lab unless it is newer than its sources; returns the path of its program. */
export async function buildLab() {
  if (!isFresh('dist/lab/main.js', ['src', ...configuration])) {
    // Beside its place and then moved there: another lab may be running out of the old one.
    const draft = `dist/lab-${process.pid}`;
    await build('lab', draft);
    rmSync(join(root, 'dist/lab'), { recursive: true, force: true });
    renameSync(join(root, draft), join(root, 'dist/lab'));
  }
  return join(root, 'dist/lab/main.js');
}

/**
 * @param {'production' | 'lab'} mode
 * @param {string} [outDir] instead of the one in vite.config.ts
 */
async function build(mode, outDir) {
  const vite = await import('vite');
  await vite.build({ root, mode, configFile: join(root, 'vite.config.ts'), logLevel: 'error', ...(outDir ? { build: { outDir } } : {}) });
}
