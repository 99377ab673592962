/** The reference reader in Python, for tests. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Without Python tests of the reader are skipped; in CI it must be there. */
export const python = spawnSync('python3', ['--version']).status === 0 || Boolean(process.env['CI']);

/** What read_vectors.py prints about a file. @throws with its stderr where it ends with another code than 0 */
export function readWithPython(file: object, ...asked: readonly string[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  try {
    const path = join(folder, 'vectors.json');
    writeFileSync(path, JSON.stringify(file));
    return JSON.parse(
      execFileSync('python3', [fileURLToPath(new URL('read_vectors.py', import.meta.url)), path, ...asked], {
        encoding: 'utf8',
        stdio: 'pipe',
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
