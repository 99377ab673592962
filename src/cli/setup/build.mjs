// The outputs of the one vite.config.ts: the page, the headless lab, the bench and the gallery.
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

/**
 * Builds dist/lab or dist/bench unless it is newer than its sources; returns the path of its program.
 * @param {'lab' | 'bench'} name
 */
export async function buildProgram(name) {
  if (!isFresh(`dist/${name}/main.js`, ['src', ...configuration])) {
    // Beside its place and then moved there: another program may be running out of the old one.
    const draft = `dist/${name}-${process.pid}`;
    await build(name, draft);
    rmSync(join(root, `dist/${name}`), { recursive: true, force: true });
    renameSync(join(root, draft), join(root, `dist/${name}`));
  }
  return join(root, `dist/${name}/main.js`);
}

/** Builds the page of the bench unless it is newer than its sources. */
export async function buildBenchPage() {
  if (!isFresh('dist/bench-page/src/bench/page/index.html', ['src', ...configuration])) await build('bench-page');
}

/** Builds dist/gallery unless it is newer than its sources. */
export async function buildGallery() {
  if (!isFresh('dist/gallery/src/ui/gallery/index.html', ['src', ...configuration])) await build('gallery');
}

/**
 * @param {'production' | 'lab' | 'bench' | 'bench-page' | 'gallery'} mode
 * @param {string} [outDir] instead of the one in vite.config.ts
 */
async function build(mode, outDir) {
  const vite = await import('vite');
  await vite.build({
    root,
    mode,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    ...(outDir ? { build: { outDir } } : {}),
  });
}
