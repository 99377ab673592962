/** The files of the repository, for the tests over all of them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
/** What is in the repository or about to be: tracked and not ignored. */
export const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
export const read = (path: string) => readFileSync(join(root, path), 'utf8');

export const sources = files
  .filter((path) => /^src\/.+\.(tsx?|mjs)$/.test(path))
  .map((path) => ({ path, text: read(path), isTest: /\.test\.tsx?$/.test(path) }));
