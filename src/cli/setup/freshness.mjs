// Whether something built is newer than everything it was built from.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.mjs';

/**
 * @param {string} built a file of the build, relative to the repository
 * @param {readonly string[]} sources files and folders, relative to the repository
 */
export function isFresh(built, sources) {
  const file = join(root, built);
  return existsSync(file) && sources.every((source) => newest(join(root, source)) <= statSync(file).mtimeMs);
}

/**
 * Latest change under a path, in milliseconds; 0 where there is nothing. Folders count too: a deletion changes its
 * folder.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
